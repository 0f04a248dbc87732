import Core

extension SelfPlaySettings {
  /// Sets one value by its key.
  ///
  /// - Parameter context: Where it stands, for the error: `--set`, or a file and its line.
  /// - Returns: What was set, for the record.
  @discardableResult
  public mutating func set(
    _ key: String, to value: SettingValue, context: String
  ) throws(SettingsError) -> SettingOverride {
    guard let setting = SettingDescriptor.named(key) else {
      let nearest = SettingDescriptor.all.map(\.key).nearest(to: key.lowercased()) ?? ""
      throw SettingsError(
        .unknownKey,
        "no setting is named '\(key)'; the nearest is '\(nearest)' "
          + "('proctor presets show fixed' lists all)", context: context)
    }
    guard let valid = setting.kind.valid(value) else {
      throw SettingsError(
        .badValue, "\(setting.key) takes \(setting.kind.description), not '\(value)'",
        context: context)
    }
    setting.write(&self, valid)
    return SettingOverride(key: setting.key, value: valid.description, source: context)
  }

  /// Sets what a `key=value` argument says.
  @discardableResult
  public mutating func set(_ argument: String) throws(SettingsError) -> SettingOverride {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].trimmed.isEmpty else {
      throw SettingsError(
        .badValue, "'\(argument)' is not key=value, such as learning-rate=1e-4", context: "--set")
    }
    return try set(parts[0].trimmed, to: .text(parts[1].trimmed), context: "--set")
  }

  /// Refuses values that do not go together.
  public func checkTogether() throws(SettingsError) {
    if rollouts < 2 {
      throw SettingsError(
        .conflict, "rollouts must be at least 2: one sample says nothing about a solve rate",
        context: "")
    }
    if temperature <= 0 {
      throw SettingsError(
        .conflict, "temperature must be above 0: greedy rollouts of one task are all the same",
        context: "")
    }
    if solverRows == .estimates && (solverMix != .maxNew || solverLags) {
      throw SettingsError(
        .conflict,
        "solver-mix \(solverMix.rawValue) and solver-lag \(solverLags) need solver-rows separate: "
          + "with estimates, a step's new tasks are what trains", context: "")
    }
  }
}

extension SelfPlaySettings: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ key: String) { stringValue = key }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads settings; what an older program did not know has its default, but for what would change
  /// the course of a run that goes on.
  public init(from decoder: any Decoder) throws {
    self.init()
    rejectsClones = false
    rateHalving = 0
    let container = try decoder.container(keyedBy: Key.self)
    preset = try container.decodeIfPresent(String.self, forKey: Key("preset")) ?? preset
    for key in container.allKeys {
      // An older form kept the rewards in an object of their own.
      if key.stringValue == "rewards" {
        for (name, value) in try container.decode([String: Double].self, forKey: key) {
          try set("reward-" + name, to: .number(value), context: "rewards")
        }
        continue
      }
      guard let setting = SettingDescriptor.named(key.stringValue) else { continue }
      let value = try container.decode(SettingValue.self, forKey: key)
      guard let valid = setting.kind.valid(value) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "it must be \(setting.kind.description)")
      }
      setting.write(&self, valid)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(preset, forKey: Key("preset"))
    for setting in SettingDescriptor.all {
      try container.encode(setting.read(self), forKey: Key(setting.key))
    }
  }
}

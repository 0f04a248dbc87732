/// A named set of settings.
public enum Preset: String, CaseIterable, Codable, Hashable, Sendable {
  /// The default: the loop without the official code's defects, at a scale that a laptop trains.
  case fixed
  /// What the paper says (arXiv 2505.03335).
  case paper
  /// What the official code does, its harmless defects included.
  case code
  /// What goes wrong with a learning rate and a batch that are too coarse, for practice.
  case collapse
  /// The default of chat models: small steps, as a model of 135 M parameters takes seconds a rollout.
  case chat

  /// What it is for, in one sentence.
  public var summary: String {
    switch self {
    case .fixed: "the loop without the official code's defects, at a scale that a laptop trains"
    case .paper: "what the paper says (arXiv 2505.03335)"
    case .code: "what the official code does, its harmless defects included, each named"
    case .collapse: "goes wrong on purpose, so that operators see what collapse looks like"
    case .chat: "the default where a run begins from a chat model: small steps, cautious updates"
    }
  }

  /// The preset of a name.
  public init(named name: String) throws(SettingsError) {
    guard let preset = Preset(rawValue: name.lowercased()) else {
      let names = Preset.allCases.map(\.rawValue)
      throw SettingsError(
        .unknownPreset,
        "no preset is named '\(name)'; there are \(names.joined(separator: ", "))", context: "")
    }
    self = preset
  }
}

extension SelfPlaySettings {
  /// The settings of a preset.
  public init(preset: Preset) {
    self.init()
    self.preset = preset.rawValue
    for setting in SettingDescriptor.all {
      setting.write(&self, setting.entry(of: preset).value)
    }
  }
}

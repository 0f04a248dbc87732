import Core

/// One setting: its key, meaning, valid values, and what each preset says and why.
///
/// One table of these drives reading, checking, `proctor presets show` and the stored configuration.
public struct SettingDescriptor: Sendable {
  /// What a setting is about, for people.
  public enum Group: String, CaseIterable, Hashable, Sendable {
    case step
    case proposals
    case tasks
    case rewards
    case update
    case executor
    case machine
  }

  /// A preset's value and where it comes from.
  public struct Entry: Hashable, Sendable {
    public var value: SettingValue
    public var source: String
  }

  public let key: String
  public let group: Group
  /// One sentence.
  public let summary: String
  public let kind: SettingKind
  private let entries: [Preset: Entry]
  let read: @Sendable (SelfPlaySettings) -> SettingValue
  /// Takes a value of `kind` only.
  let write: @Sendable (inout SelfPlaySettings, SettingValue) -> Void

  init(
    _ key: String, _ group: Group, _ kind: SettingKind, _ summary: String, _ sources: [Source],
    read: @escaping @Sendable (SelfPlaySettings) -> SettingValue,
    write: @escaping @Sendable (inout SelfPlaySettings, SettingValue) -> Void
  ) {
    self.key = key
    self.group = group
    self.kind = kind
    self.summary = summary
    self.read = read
    self.write = write
    let initial = read(SelfPlaySettings())
    var entries: [Preset: Entry] = [:]
    for source in sources {
      for preset in source.presets {
        let valid = source.value.map { kind.valid($0) } ?? initial
        guard let value = valid else {
          preconditionFailure("\(key): a preset's value is not valid")
        }
        entries[preset] = Entry(value: value, source: source.text)
      }
    }
    self.entries = entries
  }

  /// What a preset says; a preset that does not name the setting has the default of `fixed`.
  public func entry(of preset: Preset) -> Entry {
    entries[preset] ?? entries[.fixed] ?? Entry(value: read(SelfPlaySettings()), source: "")
  }

  /// The value that settings have.
  public func value(in settings: SelfPlaySettings) -> SettingValue { read(settings) }

  /// The setting of a key. Case, hyphens and underscores do not matter.
  public static func named(_ key: String) -> SettingDescriptor? {
    byFoldedKey[folded(key)]
  }

  private static func folded(_ key: String) -> String {
    key.lowercased().filter { $0 != "-" && $0 != "_" }
  }

  private static let byFoldedKey = Dictionary(
    uniqueKeysWithValues: all.map { (folded($0.key), $0) })

  /// Every setting, in the order in which people read them.
  public static let all: [SettingDescriptor] =
    stepSettings + proposalSettings + taskSettings + rewardSettings + updateSettings
    + executorSettings + machineSettings
}

/// A value of one or several presets and where it comes from.
struct Source: Sendable {
  var presets: [Preset]
  /// Nil for the default.
  var value: SettingValue?
  var text: String

  static func fixed(_ text: String) -> Source {
    Source(presets: [.fixed], value: nil, text: text)
  }

  static func paper(_ value: SettingValue?, _ text: String) -> Source {
    Source(presets: [.paper], value: value, text: text)
  }

  static func code(_ value: SettingValue?, _ text: String) -> Source {
    Source(presets: [.code], value: value, text: text)
  }

  /// The paper and the code agree.
  static func both(_ value: SettingValue?, _ text: String) -> Source {
    Source(presets: [.paper, .code], value: value, text: text)
  }

  static func collapse(_ value: SettingValue?, _ text: String) -> Source {
    Source(presets: [.collapse], value: value, text: text)
  }

  static func chat(_ value: SettingValue?, _ text: String) -> Source {
    Source(presets: [.chat], value: value, text: text)
  }
}

extension SettingDescriptor {
  typealias Path<Value> = any WritableKeyPath<SelfPlaySettings, Value> & Sendable

  static func integer(
    _ key: String, _ group: Group, _ path: Path<Int>, _ range: ClosedRange<Int>,
    _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .integer(range), summary, sources, read: { .integer($0[keyPath: path]) },
      write: { if case .integer(let value) = $1 { $0[keyPath: path] = value } })
  }

  static func number(
    _ key: String, _ group: Group, _ path: Path<Double>, _ range: ClosedRange<Double>,
    _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .number(range), summary, sources, read: { .number($0[keyPath: path]) },
      write: { if case .number(let value) = $1 { $0[keyPath: path] = value } })
  }

  /// A single-precision number, shown with the digits that it was written with.
  static func single(
    _ key: String, _ group: Group, _ path: Path<Float>, _ range: ClosedRange<Double>,
    _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .number(range), summary, sources,
      read: { .number(Double($0[keyPath: path].description) ?? 0) },
      write: { if case .number(let value) = $1 { $0[keyPath: path] = Float(value) } })
  }

  static func flag(
    _ key: String, _ group: Group, _ path: Path<Bool>, _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .flag, summary, sources, read: { .flag($0[keyPath: path]) },
      write: { if case .flag(let value) = $1 { $0[keyPath: path] = value } })
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ key: String, _ group: Group, _ path: Path<Choice>, _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .choice(Choice.allCases.map(\.rawValue)), summary, sources,
      read: { .text($0[keyPath: path].rawValue) },
      write: {
        if case .text(let word) = $1, let value = Choice(rawValue: word) {
          $0[keyPath: path] = value
        }
      })
  }

  static func mix(
    _ key: String, _ group: Group, _ path: Path<TaskMix>, _ summary: String, _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .mix, summary, sources, read: { .text($0[keyPath: path].text) },
      write: {
        if case .text(let text) = $1, let value = TaskMix(text: text) { $0[keyPath: path] = value }
      })
  }

  static func share(
    _ key: String, _ group: Group, _ path: Path<ClosedRange<Double>>, _ summary: String,
    _ sources: Source...
  ) -> SettingDescriptor {
    SettingDescriptor(
      key, group, .share, summary, sources, read: { .text($0[keyPath: path].shareText) },
      write: {
        if case .text(let text) = $1, let value = ClosedRange(shareText: text) {
          $0[keyPath: path] = value
        }
      })
  }
}

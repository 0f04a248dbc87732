import ArgumentParser
import Core
import SelfPlay

/// The options that decide how a run learns: a preset, a file over it, single values over both.
struct PresetOptions: ParsableArguments {
  @Option(
    help: """
      The named settings to begin from; 'proctor presets list' lists them (default: fixed, or chat \
      for a chat model).
      """)
  var preset: String?

  @Option(help: "A TOML file of settings, over the preset's.")
  var config: String?

  @Option(name: .customLong("set"), help: "One setting as key=value, over file and preset.")
  var overrides: [String] = []

  /// Whether any of them is given.
  var isGiven: Bool { preset != nil || config != nil || !overrides.isEmpty }

  /// The settings, and the record of what was set beside the preset; `usual` is the preset where
  /// none is given.
  func settings(
    usual: Preset = .fixed
  ) throws -> (settings: SelfPlaySettings, overrides: [SettingOverride]) {
    var settings = SelfPlaySettings(preset: try preset.map { try Preset(named: $0) } ?? usual)
    var record: [SettingOverride] = []
    if let config { record += try SettingsFile(path: config).apply(to: &settings) }
    for argument in overrides { record.append(try settings.set(argument)) }
    try settings.checkTogether()
    return (settings, record)
  }
}

import ArgumentParser
import Dashboard
import Foundation
import Terminal

/// The options of every command that opens the dashboard.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: "The dashboard's theme: a name that 'proctor theme list' shows, a file, or 'auto'.")
  var theme: String?

  @Option(help: "A keys file (TOML) instead of the one in the configuration folder.")
  var keys: String?

  @Option(help: "Colours: auto, never, 16, 256 or true. NO_COLOR means never.")
  var color: String?

  @ArgumentParser.Flag(
    inversion: .prefixedNo, help: "Take clicks and the wheel; Shift then selects text.")
  var mouse: Bool?

  @ArgumentParser.Flag(
    name: .customLong("read-only"), help: "Look only: nothing can be asked of the run but its end.")
  var isReadOnly = false

  mutating func validate() throws {
    if let color, color != "auto", ColorTier(word: color) == nil {
      throw ValidationError("--color takes auto, never, 16, 256 or true.")
    }
  }

  /// What the command line and the configuration ask for. Throws for a theme, a key or a setting that
  /// cannot be used.
  func face() throws -> DashboardFace {
    let settings = try Configuration.load()
    let memory = ScreenFile.load()
    let folders = Place.themes
    // A theme that was removed since is no reason not to start.
    let chosen = memory.theme.flatMap { Theme.names(in: folders).contains($0) ? $0 : nil }
    let name = theme ?? settings.theme ?? chosen
    let isAutomatic = name == nil || name == "auto"
    let theme = try Theme.load(
      name: name.flatMap { $0 == "auto" ? nil : $0 } ?? Theme.default.name,
      directories: Place.themes)
    var preferences = DashboardPreferences()
    preferences.keyMap = try Configuration.keyMap(keys, settings)
    preferences.usesMouse = mouse ?? settings.usesMouse
    preferences.usesClipboard = settings.usesClipboard
    preferences.followsBackground = isAutomatic
    preferences.memory = memory
    preferences.isReadOnly = isReadOnly || settings.isReadOnly
    preferences.colors = color.map { ColorTier(word: $0) } ?? settings.colors
    return DashboardFace(theme: theme, preferences: preferences)
  }
}

/// How the dashboard looks and answers.
struct DashboardFace {
  var theme: Theme
  var preferences: DashboardPreferences
}

import Dashboard
import Foundation

/// Where things are kept on this machine, by the XDG base directory specification.
enum Place {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The folder of the run directories: `$PROCTOR_RUNS`, the configuration's, else under the XDG data
  /// directory.
  static var runs: String {
    if let path = environment["PROCTOR_RUNS"], !path.isEmpty { return path }
    return (try? Configuration.load())?.runs ?? dataHome + "/proctor/runs"
  }

  /// The operator's configuration file.
  static var configuration: String { configurationHome + "/proctor/config.toml" }

  /// The operator's keys file, unless the configuration names another.
  static var keys: String { configurationHome + "/proctor/keys.toml" }

  /// Folders with theme files, the operator's own first; the shipped themes are in the program.
  static var themes: [URL] {
    var folders = [configurationHome + "/proctor/themes", dataHome + "/proctor/themes"]
    if let path = environment["PROCTOR_THEMES"], !path.isEmpty { folders.insert(path, at: 0) }
    return folders.map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  /// Who acts: the account's name.
  static var operatorName: String {
    if let name = environment["PROCTOR_OPERATOR"], !name.isEmpty { return name }
    return (try? Configuration.load())?.operatorName ?? environment["USER"]
      ?? environment["LOGNAME"] ?? "operator"
  }

  /// What the dashboard remembers of how it was arranged.
  static var screenMemory: String { stateHome + "/proctor/screen.json" }

  static var stateHome: String { xdg("XDG_STATE_HOME") ?? home + "/.local/state" }

  static var dataHome: String { xdg("XDG_DATA_HOME") ?? home + "/.local/share" }

  static var configurationHome: String { xdg("XDG_CONFIG_HOME") ?? home + "/.config" }

  private static var home: String { environment["HOME"] ?? NSHomeDirectory() }

  /// The XDG specification asks to ignore relative paths.
  private static func xdg(_ name: String) -> String? {
    environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}

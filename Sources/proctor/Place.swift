import Foundation

/// Where things are kept on this machine.
enum Place {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The folder of the run directories: `$PROCTOR_RUNS`, else under the XDG data directory.
  static var runs: String {
    if let path = environment["PROCTOR_RUNS"], !path.isEmpty { return path }
    return dataHome + "/proctor/runs"
  }

  /// Folders with theme files, the operator's own first.
  static var themes: [URL] {
    var folders = [configurationHome + "/proctor/themes", dataHome + "/proctor/themes"]
    if let path = environment["PROCTOR_THEMES"], !path.isEmpty { folders.insert(path, at: 0) }
    // A build tree has the shipped themes some folders above the executable.
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    for _ in 0..<5 {
      folder.deleteLastPathComponent()
      folders.append(folder.appendingPathComponent("themes").path)
    }
    return folders.map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  /// Who acts: the account's name.
  static var operatorName: String {
    environment["PROCTOR_OPERATOR"] ?? environment["USER"] ?? environment["LOGNAME"] ?? "operator"
  }

  private static var dataHome: String {
    xdg("XDG_DATA_HOME") ?? home + "/.local/share"
  }

  private static var configurationHome: String {
    xdg("XDG_CONFIG_HOME") ?? home + "/.config"
  }

  private static var home: String { environment["HOME"] ?? NSHomeDirectory() }

  /// The XDG specification asks to ignore relative paths.
  private static func xdg(_ name: String) -> String? {
    environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}

import Dashboard
import Foundation

/// Reads the operator's configuration and keys files.
enum Configuration {
  /// The configuration file's settings; none if there is no file.
  static func load() throws(SettingsError) -> OperatorSettings {
    guard FileManager.default.fileExists(atPath: Place.configuration) else {
      return OperatorSettings()
    }
    return try OperatorSettings(parsing: try text(Place.configuration), file: Place.configuration)
  }

  /// The keys of a file; without one those of the configuration, of the usual place, or the shipped
  /// ones.
  static func keyMap(
    _ path: String?, _ settings: OperatorSettings
  ) throws(SettingsError) -> KeyMap {
    let configured = settings.keys.map { keys in
      keys.hasPrefix("/")
        ? keys : (Place.configuration as NSString).deletingLastPathComponent + "/" + keys
    }
    guard let file = path ?? configured else {
      guard FileManager.default.fileExists(atPath: Place.keys) else { return KeyMap() }
      return try KeyMap(parsing: try text(Place.keys), file: Place.keys)
    }
    return try KeyMap(parsing: try text(file), file: file)
  }

  private static func text(_ path: String) throws(SettingsError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw SettingsError(
        code: exists ? .unreadable : .notFound,
        message: exists ? "can't be read as UTF-8 text" : "there is no such file", file: path)
    }
  }
}

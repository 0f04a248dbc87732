/// Why a theme, a keys file or a configuration file cannot be used: where it is wrong and what would
/// be right.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Code: String, Hashable, Sendable {
    /// No folder holds a file of that name.
    case notFound = "settings.not-found"
    case unreadable = "settings.unreadable"
    /// The text is not TOML.
    case syntax = "settings.syntax"
    case unknownKey = "settings.unknown-key"
    case badValue = "settings.bad-value"
    /// A theme is based on itself, directly or through others.
    case cycle = "settings.cycle"
    /// One key press would mean two things.
    case conflict = "settings.conflict"
  }

  public var code: Code
  /// What is wrong and what would be right.
  public var message: String
  /// The file, or the name by which it was looked for.
  public var file: String
  /// Line of the file, counted from 1, where it is known.
  public var line: Int?
  /// The key with its section, `roles.ok`, where one is at fault.
  public var key: String?

  public init(
    code: Code, message: String, file: String, line: Int? = nil, key: String? = nil
  ) {
    self.code = code
    self.message = message
    self.file = file
    self.line = line
    self.key = key
  }

  /// One line for people: `themes/x.toml:3: roles.ok: ...`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(key.map { "\($0): " } ?? "")\(message)"
  }
}

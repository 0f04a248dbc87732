/// Why a theme cannot be used: where it is wrong and what would be right.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Code: String, Hashable, Sendable {
    /// No folder holds a theme of that name.
    case notFound = "theme.not-found"
    case unreadable = "theme.unreadable"
    /// The text is not TOML.
    case syntax = "theme.syntax"
    case unknownKey = "theme.unknown-key"
    case badValue = "theme.bad-value"
    /// A theme is based on itself, directly or through others.
    case cycle = "theme.cycle"
  }

  public var code: Code
  /// What is wrong and what would be right.
  public var message: String
  /// The theme's file or name.
  public var file: String
  /// Line of the file, counted from 1, where it is known.
  public var line: Int?
  /// The key with its section, `roles.ok`, where one is at fault.
  public var key: String?

  /// One line for people: `themes/x.toml:3: roles.ok: ...`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(key.map { "\($0): " } ?? "")\(message)"
  }
}

/// What is wrong with a rule file, where, and what would be right.
public struct OperatorRuleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, stably.
  public enum Code: String, Hashable, Sendable {
    /// The text is not TOML.
    case syntax
    /// A key that rules do not have.
    case unknownKey = "unknown-key"
    /// A key is missing.
    case missingKey = "missing-key"
    /// A value is of the wrong type or out of range.
    case badValue = "bad-value"
  }

  public let code: Code
  public var file: String
  /// Counted from 1; nil when it is not known.
  public var line: Int?
  /// The key, for example `pattern`.
  public let key: String?
  /// What is wrong with the key.
  public let message: String

  public init(
    _ code: Code, file: String = "", line: Int? = nil, key: String?, _ message: String
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.key = key
    self.message = message
  }

  public var description: String {
    let place = [file.isEmpty ? nil : file, line.map(String.init)].compactMap(\.self)
    let head = place.isEmpty ? "" : place.joined(separator: ":") + ": "
    return head + (key.map { "\($0) " } ?? "") + message
  }
}

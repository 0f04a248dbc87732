/// Why a text model could not be made or read.
public struct TextModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, stably.
  public enum Code: String, Hashable, Sendable {
    /// There is not enough labelled text to train or evaluate on.
    case tooFewTexts = "too-few-texts"
    /// The bytes are no text model, or one of another version.
    case malformed
    /// The model that ships with the program is not beside it.
    case missing
  }

  public let code: Code
  /// What is wrong and what would mend it.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

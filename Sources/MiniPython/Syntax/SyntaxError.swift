/// Why a text is not a program of the supported subset.
public struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whether the text is wrong Python, or right Python beyond the subset.
  public enum Code: Sendable, Equatable {
    /// Not Python.
    case invalid
    /// Python that this interpreter does not run; the payload names the construct, such as
    /// `class definition`.
    case notSupported(String)
    /// Deeper nesting or a longer text than the parser accepts.
    case tooComplex
  }

  /// The class of the error.
  public let code: Code
  /// One sentence for a person.
  public let message: String
  /// One-based source line.
  public let line: Int
  /// One-based column in Unicode scalars.
  public let column: Int

  /// Makes an error at a place of the source.
  public init(code: Code = .invalid, message: String, line: Int, column: Int) {
    self.code = code
    self.message = message
    self.line = line
    self.column = column
  }

  static func notSupported(_ construct: String, line: Int, column: Int) -> SyntaxError {
    SyntaxError(
      code: .notSupported(construct), message: "not supported: \(construct)", line: line,
      column: column)
  }

  /// `line L, column C: message`.
  public var description: String { "line \(line), column \(column): \(message)" }
}

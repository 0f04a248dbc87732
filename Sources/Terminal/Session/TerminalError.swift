/// Why the terminal could not be taken, in words for the person who asked for it.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Hashable, Sendable {
    /// Standard input or output is a pipe or a file.
    case notATerminal
    /// TERM is unset or unknown.
    case unknownType
    /// The terminal cannot place its cursor.
    case tooSimple
    /// The process has opened the terminal already.
    case alreadyOpen
    /// The operating system refused.
    case system
  }

  public let code: Code
  /// What is wrong and what to do about it, in one line.
  public let message: String
  /// The value of TERM at that time, or the system's reason.
  public let context: String

  public var description: String { message }

  init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }
}

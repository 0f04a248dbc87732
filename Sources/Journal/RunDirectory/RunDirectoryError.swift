/// Why a run directory could not be made, found or taken, in words for the operator.
public struct RunDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is, for the caller that acts on it.
  public enum Code: String, Hashable, Sendable {
    /// No run has that name.
    case notFound
    /// Several runs' names begin so.
    case ambiguous
    /// There is no run at all.
    case noRuns
    /// The folder holds no journal.
    case notARunDirectory
    /// A run has that name already.
    case exists
    /// The name cannot be a run's.
    case invalidName
    /// Another process is working on the run.
    case locked
    /// The system refused.
    case system
  }

  public let code: Code
  /// One sentence: what is wrong and what would be right.
  public let message: String
  /// The path or the argument that it is about.
  public let context: String

  public init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  public var description: String { "\(context): \(message)" }
}

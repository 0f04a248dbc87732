/// Why a run could not be reached, or not be made reachable.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: String, Hashable, Sendable {
    /// Nobody listens: the run has ended, or never did.
    case notListening
    /// What listens is no run of this program's.
    case foreign
    /// The other side speaks another version of the protocol.
    case protocolVersion
    /// The system refused.
    case system
  }

  public let code: Code
  /// One sentence: what is wrong.
  public let message: String
  /// The socket's path.
  public let context: String

  public init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  public var description: String { "\(context): \(message)" }
}

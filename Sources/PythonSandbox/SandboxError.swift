import CSandbox
import Foundation

/// Why no program can be run in isolation on this machine.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: String, Hashable, Sendable {
    /// A layer of isolation is not to be had.
    case isolation
    /// There is no Python to run.
    case python
    /// The sandboxed process does not answer as it should.
    case process
  }

  public let code: Code
  public let message: String
  /// The layer or file that it is about, and what to do.
  public let context: String

  public init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  init(_ failure: csandbox_failure) {
    let layer = IsolationLayer(rawValue: failure.layer) ?? .python
    self.init(
      code: layer == .python ? .python : .isolation,
      message: "\(layer.title): \(String(cString: strerror(failure.error)))",
      context: layer.remedy)
  }

  public var description: String { "\(message). \(context)" }
}

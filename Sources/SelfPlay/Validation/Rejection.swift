import Core
import MiniPython

/// Why a proposal did not become a task.
public struct Rejection: Error, Hashable, Sendable {
  public var reason: RejectionReason
  public var detail: String
  /// Line of the program, counted from 1.
  public var line: Int?
  /// What the executor said, if it ran the program in vain.
  public var error: ExecutionError?

  public init(_ reason: RejectionReason, _ detail: String, line: Int? = nil) {
    self.reason = reason
    self.detail = detail
    self.line = line
  }

  init(_ error: SyntaxError) {
    switch error.code {
    case .notSupported: self.init(.unsupported, error.message, line: error.line)
    case .tooComplex: self.init(.limit, error.message, line: error.line)
    case .invalid: self.init(.syntax, error.message, line: error.line)
    }
  }

  init(_ error: ExecutionError) {
    let reason: RejectionReason =
      switch error.kind {
      case .exception: .raised
      case .budget: .limit
      case .unsupported, .unavailable: .unsupported
      case .syntax: .syntax
      case .escapeAttempt: .escapeAttempt
      }
    self.init(reason, "\(error.kindName): \(error.message)", line: error.line)
    self.error = error
  }
}

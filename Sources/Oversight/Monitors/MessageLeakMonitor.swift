import Core

/// Flags an induction task whose message gives the program away, so that no example is needed.
public struct MessageLeakMonitor: Monitor {
  public let rule = "message-leak"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    guard case .proposal(let proposal) = subject, proposal.rejection == .messageLeak else {
      return []
    }
    return [
      MonitorHit(
        rule: rule, severity: .low, field: .message, span: 0..<0,
        detail: "the message carries code of the program")
    ]
  }
}

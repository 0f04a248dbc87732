import Core
import MiniPython

/// Flags a program, proposed or answered, that tried to reach out of the sandbox it ran in.
///
/// The attempt came to nothing. That it was made is what an operator should see.
public struct EscapeAttemptMonitor: Monitor {
  public let rule = "escape-attempt"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    switch subject {
    case .proposal(let proposal) where proposal.rejection == .forbiddenModule:
      [
        MonitorHit(
          rule: rule, severity: .medium, field: .program, span: 0..<0,
          detail: "the program names a module that no program may use")
      ]
    case .proposal(let proposal): hit(proposal.error, field: .program)
    case .response(let response): hit(response.error, field: .answer)
    }
  }

  private func hit(_ error: ExecutionError?, field: FlaggedField) -> [MonitorHit] {
    guard let error, error.kind == .escapeAttempt else { return [] }
    return [
      MonitorHit(
        rule: rule, severity: .high, field: field, span: 0..<0,
        detail: "the program tried to reach out of its sandbox: \(error.message)")
    ]
  }
}

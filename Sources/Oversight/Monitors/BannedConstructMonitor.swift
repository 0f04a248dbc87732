import Core

/// Flags a proposal that attempts what the constraints forbid. Such a proposal is rejected anyway;
/// the flag lets an operator see whether a ban is learnt or is being steered around.
public struct BannedConstructMonitor: Monitor {
  public let rule = "banned-construct"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    guard case .proposal(let proposal) = subject, !proposal.content.program.isEmpty else {
      return []
    }
    let source = proposal.content.program
    let lines = SourceLines(source)
    var seen: Set<ConstraintViolation.Rule> = []
    return ConstraintChecker(constraints: proposal.constraints).violations(inSource: source)
      .filter { seen.insert($0.rule).inserted }
      .map { violation in
        let span =
          violation.word.map { lines.span(of: $0, onLine: violation.line) }
          ?? lines.span(ofLine: violation.line)
        return MonitorHit(
          rule: rule, severity: .medium, field: .program, span: span, detail: violation.message)
      }
  }
}

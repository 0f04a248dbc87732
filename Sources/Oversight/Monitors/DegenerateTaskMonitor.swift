import Core
import MiniPython

/// Flags a proposal that teaches nothing: a program whose output does not depend on its input, one
/// that gives a parameter back as it came, or one that is an admitted task's but for names and
/// constants.
///
/// The first two are found by the flow of names (see `InputDependence`), so a program that hides
/// its constancy in arithmetic, such as `x - x`, is not found.
public struct DegenerateTaskMonitor: Monitor {
  public let rule = "degenerate-task"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    // The proposer of an induction task is given its program, so it says nothing about the proposer.
    guard case .proposal(let proposal) = subject, proposal.content.type != .induction else {
      return []
    }
    var hits: [MonitorHit] = []
    let source = proposal.content.program
    if let program = try? Program(parsing: source), let function = EntryFunction(of: program),
      let first = function.returns.first
    {
      let span = SourceLines(source).span(ofLine: first.line)
      if let parameter = function.returnedParameter {
        hits.append(hit(.medium, span, "the program gives `\(parameter)` back as it came"))
      } else if !InputDependence.ofReturns(in: function.definition) {
        hits.append(
          hit(
            .medium, span, "the output does not depend on the input: no parameter reaches `return`")
        )
      }
    }
    if let duplicate = proposal.structuralDuplicate {
      hits.append(
        hit(.low, 0..<0, "but for names and constants, this is task \(duplicate) of the buffer"))
    }
    return hits
  }

  private func hit(_ severity: Severity, _ span: Range<Int>, _ detail: String) -> MonitorHit {
    MonitorHit(rule: rule, severity: severity, field: .program, span: span, detail: detail)
  }
}

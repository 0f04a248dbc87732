import Core

/// Flags a solver whose chain of thought says something else than what happened.
///
/// Two findings, both of medium severity:
/// - the chain ends in a stated return value and the answer is another one (deduction);
/// - the answer is correct although the chain states a step that the executor did not take so: the
///   answer did not come from the chain.
///
/// A wrong step that leads to a wrong answer is not flagged. It is an honest mistake, the ordinary
/// case of a task that is not solved yet, and would drown the other two.
///
/// The stated steps are compared with the executed ones in order. A chain may leave steps out; it
/// may not change one, and it may not state one that never follows.
public struct ChainContradictionMonitor: Monitor {
  public let rule = "chain-contradiction"
  public let format: ChainFormat

  public init(format: ChainFormat) { self.format = format }

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    guard case .response(let response) = subject, let answer = response.answer else { return [] }
    let stated = format.statedLines(in: response.chain)
    var hits: [MonitorHit] = []
    if response.task.type == .deduction, let last = stated.last {
      let (statement, value) = format.divide(last)
      if statement == "return" || statement.hasPrefix("return "), value != answer.trimmedSpace,
        // The text of the returned expression may have an arrow of its own.
        !last.text.hasSuffix(format.arrow + answer.trimmedSpace)
      {
        hits.append(
          hit(
            last, "the chain of thought ends in \(value.quoted) and the answer is \(answer.quoted)")
        )
      }
    }
    if response.correct, let (line, detail) = contradiction(stated, response.executed) {
      hits.append(hit(line, "the answer is correct, but \(detail)"))
    }
    return hits
  }

  private func hit(_ line: ChainFormat.StatedLine, _ detail: String) -> MonitorHit {
    MonitorHit(rule: rule, severity: .medium, field: .chain, span: line.span, detail: detail)
  }

  /// The first stated line that the execution does not bear out, and what is wrong with it.
  private func contradiction(
    _ stated: [ChainFormat.StatedLine], _ executed: [TraceLine]
  ) -> (ChainFormat.StatedLine, String)? {
    guard !executed.isEmpty else { return nil }
    var next = 0
    for line in stated {
      if next < executed.count,
        let value = format.value(statedFor: executed[next].statement, in: line)
      {
        guard value == executed[next].value else {
          return (
            line, "the chain states \(line.text.quoted) where it is \(executed[next].value.quoted)"
          )
        }
        next += 1
        continue
      }
      let borneOut = executed[min(next, executed.count)...].firstIndex {
        format.value(statedFor: $0.statement, in: line) == $0.value
      }
      guard let borneOut else {
        return (line, "the chain states \(line.text.quoted), which the program does not do there")
      }
      next = borneOut + 1
    }
    return nil
  }
}

import Core
import MiniPython

/// Flags a program, proposed or answered, that went over a budget of the executor.
public struct ExecutorLimitMonitor: Monitor {
  public let rule = "executor-limit"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    switch subject {
    case .proposal(let proposal):
      hit(proposal.error, field: .program, source: proposal.content.program)
    case .response(let response):
      hit(response.error, field: .answer, source: response.answer ?? "")
    }
  }

  private func hit(
    _ error: ExecutionError?, field: FlaggedField, source: String
  ) -> [MonitorHit] {
    guard let error, case .budget(let limit) = error.kind else { return [] }
    let place = error.line.map { " (line \($0))" } ?? ""
    return [
      MonitorHit(
        rule: rule, severity: .medium, field: field,
        span: error.line.map { SourceLines(source).span(ofLine: $0) } ?? 0..<0,
        detail:
          "the program went over the executor's budget of \(ExecutorLimitMonitor.words(limit))\(place)"
      )
    ]
  }

  private static func words(_ limit: ExecutionError.Limit) -> String {
    switch limit {
    case .steps: "steps"
    case .allocation: "memory"
    case .recursion: "recursion depth"
    case .output: "output length"
    case .integer: "integer size"
    }
  }
}

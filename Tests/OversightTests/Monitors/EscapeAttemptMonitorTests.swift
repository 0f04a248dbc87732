import Core
import MiniPython
import Testing

@testable import Oversight

@Suite struct EscapeAttemptMonitorTests {
  private let attempt = ExecutionError(kind: .escapeAttempt, message: "os.system", line: nil)

  @Test func aProposalThatTriedToEscapeIsFlagged() throws {
    let hits = EscapeAttemptMonitor().hits(
      in: .proposal(
        ProposalSubject(
          content: TaskContent(type: .deduction, program: "import os"), chain: "",
          rejection: .escapeAttempt, error: attempt)))
    let hit = try #require(hits.first)
    #expect(hit.severity == .high && hit.field == .program)
    #expect(hit.detail.contains("os.system"))
  }

  @Test func anAnswerThatTriedToEscapeIsFlagged() throws {
    let hits = EscapeAttemptMonitor().hits(
      in: .response(
        ResponseSubject(
          task: TaskContent(type: .induction, program: ""), chain: "", answer: "import os",
          correct: false, error: attempt)))
    #expect(hits.map(\.field) == [.answer])
  }

  @Test func anExceptionIsNoAttempt() {
    let error = ExecutionError(kind: .exception("PermissionError"), message: "", line: 1)
    let hits = EscapeAttemptMonitor().hits(
      in: .proposal(
        ProposalSubject(
          content: TaskContent(type: .deduction, program: "x"), chain: "", rejection: .raised,
          error: error)))
    #expect(hits.isEmpty)
  }
}

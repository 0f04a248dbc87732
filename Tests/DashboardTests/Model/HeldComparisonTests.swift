import Core
import Testing

@testable import Dashboard

@Suite("A held task is shown beside those that it is like")
struct HeldComparisonTests {
  private func propose(_ script: inout RunScript, _ rollout: Int, _ program: String) {
    script.add(
      .taskProposed(
        TaskProposed(
          task: RunScript.task(rollout), rollout: RolloutID(rawValue: rollout), type: .deduction,
          program: program, input: "3", pairs: [], message: "", chain: "", wellFormed: true,
          references: [], tokens: 10, entropy: 0.5, revision: 0)))
    script.add(
      .taskValidated(
        TaskValidated(
          task: RunScript.task(rollout), rollout: RolloutID(rawValue: rollout), output: "7",
          pairs: [], executorSteps: 3)))
  }

  @Test("the nearest task, what differs, the expected solve rate and decisions about its like")
  func compares() {
    var driver = Driver(160, 50)
    driver.run { script in
      script.start(policy: .holdAll)
      script.startStep()
      propose(&script, 1, "def f(x):\n    y = x * 2\n    return y + 1")
      script.score(1, solveRate: 0.5)
      script.admit(1)
      propose(&script, 2, "def f(a):\n    return [b for b in range(a) if b % 2]")
      script.score(2, solveRate: 1)
      script.review(2, .veto, reason: .degenerate)
      script.propose(3, .abduction)
      propose(&script, 4, "def f(x):\n    y = x * 3\n    return y + 1")
      script.hold(4)
    }
    driver.press(.digit(2))
    let comparison = driver.state.comparison
    #expect(comparison?.nearest.map(\.rollout.rawValue) == [1, 2])
    #expect((comparison?.nearest[0].likeness ?? 0) > 0.4)
    #expect(comparison?.decided.map(\.rollout.rawValue) == [2])
    let rate = comparison?.expectedSolveRate ?? 0
    #expect(rate > 0.5 && rate < 0.75)
    let screen = driver.screen()
    #expect(screen.contains("nearest"))
    #expect(screen.contains("-     y = x * 2"))
    #expect(screen.contains("+     y = x * 3"))
    #expect(screen.contains("alike vetoed degenerate"))
  }

  @Test("a task that is like none says so")
  func alone() {
    var driver = Driver(160, 50)
    driver.run {
      $0.start(policy: .holdAll)
      $0.startStep()
      $0.propose(1)
      $0.hold(1)
    }
    driver.press(.digit(2))
    #expect(driver.state.comparison?.nearest.isEmpty ?? false)
    #expect(driver.state.comparison?.expectedSolveRate == nil)
    #expect(driver.screen().contains("No deduction task in memory is like it."))
  }
}

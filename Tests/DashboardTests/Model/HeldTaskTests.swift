import Core
import Testing

@testable import Dashboard

@Suite("What becomes of held tasks, as the queue shows it")
struct HeldTaskTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      for number in 1...3 {
        $0.propose(number)
        $0.hold(number)
      }
    }
    driver.press(.digit(2))
    return driver
  }

  private func review(_ task: Int, _ verdict: Verdict) -> RunEvent.Body {
    .taskReviewed(
      TaskReviewed(
        task: RunScript.task(task), verdict: verdict, treatment: nil, reason: nil, by: "kj",
        propensity: 1))
  }

  @Test("a deferred task goes behind the others, and the selection to the task in its place")
  func deferred() {
    var driver = driver()
    #expect(driver.state.interface.held == RolloutID(rawValue: 1))
    driver.run { $0.add(review(1, .defer)) }
    #expect(driver.state.tasks.held == [2, 3, 1].map(RolloutID.init(rawValue:)))
    #expect(driver.state.interface.held == RolloutID(rawValue: 2))
  }

  @Test("an escalated task says who left it")
  func escalated() {
    var driver = driver()
    driver.run { $0.add(review(2, .escalate)) }
    #expect(driver.screen().contains("left by"))
  }

  @Test("u takes an edit back, which cannot be given again")
  func editUndone() {
    var driver = driver()
    driver.press(":")
    driver.type("edit \(RunScript.task(1)) input 7")
    #expect(driver.press(.enter).count == 1)
    #expect(driver.press("u") == [.send(.undo(RunScript.task(1)))])
    #expect(driver.press("U").isEmpty)
  }

  @Test("a purged task lists what came of it")
  func dependents() {
    var driver = driver()
    driver.run {
      $0.add(
        .taskPurged(
          TaskPurged(
            task: RunScript.task(1), type: .deduction,
            dependents: [RunScript.task(2), RunScript.task(3)])))
    }
    driver.press(.digit(1))
    driver.state.interface.task = RolloutID(rawValue: 1)
    driver.state.interface.page = .proposal
    let screen = driver.screen()
    #expect(screen.contains("2 in the buffers came of it"))
    #expect(screen.contains(RunScript.task(3).rawValue))
  }

  @Test("every field of the constraints can be set by its name")
  func fields() throws {
    #expect(try TypedCommand("set drift-bound 0.2") == .set(.driftBound, "0.2"))
    #expect(try TypedCommand("set banned-calls") == .set(.bannedCalls, ""))
    #expect(throws: TypedCommand.Fault.self) { try TypedCommand("set text x") }
  }
}

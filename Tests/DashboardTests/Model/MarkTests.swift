import Core
import Testing

@testable import Dashboard

@Suite("Marked tasks are decided together, and verdicts can be taken back")
struct MarkTests {
  private func queue(_ count: Int) -> Driver {
    var driver = Driver()
    driver.run { script in
      script.start(policy: .holdAll)
      script.startStep()
      for rollout in 1...count {
        script.propose(rollout)
        script.hold(rollout)
      }
    }
    driver.press(.digit(2))
    return driver
  }

  @Test("a few marked tasks are approved after a question that Enter does not answer")
  func approve() {
    var driver = queue(4)
    driver.press(" ", " ")
    #expect(driver.screen().contains("2 marked"))
    #expect(driver.press("A").isEmpty)
    #expect(driver.screen().contains("approve 2 marked tasks? y/n (no)"))
    #expect(driver.press(.enter).isEmpty)
    let tasks = [RunScript.task(1), RunScript.task(2)]
    #expect(
      driver.press("y")
        == [
          .send(.reviewAll(tasks: tasks, verdict: .approve, reason: nil, note: nil, count: 2))
        ])
    #expect(driver.state.interface.marked.isEmpty)
  }

  @Test("for more than ten their number has to be typed")
  func many() {
    var driver = queue(12)
    for _ in 1...11 { driver.press(" ") }
    driver.press("V")
    #expect(driver.screen().contains("veto 11 marked tasks: type 11"))
    #expect(driver.press(.digit(1), .digit(2)).isEmpty)
    driver.press(.backspace, .digit(1))
    #expect(driver.screen().contains("veto 11 marked tasks: why?"))
    #expect(driver.press(.digit(1)).count == 1)
  }

  @Test("u asks for the last verdict back, U gives it again")
  func undo() {
    var driver = queue(2)
    let approval = Effect.send(.review(task: RunScript.task(1), verdict: .approve, reason: nil))
    #expect(driver.press("a") == [approval])
    #expect(driver.press("u") == [.send(.undo(RunScript.task(1)))])
    #expect(driver.press("u").isEmpty)
    #expect(driver.press("U") == [approval])
  }
}

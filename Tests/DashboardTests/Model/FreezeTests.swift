import Core
import Testing

@testable import Dashboard

@Suite("The screen can be held still")
struct FreezeTests {
  @Test("while it is held, events change nothing that is seen; then the run is where it is")
  func freeze() {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
    }
    driver.press("s")
    #expect(driver.screen().contains("STILL"))
    let before = render(driver.state, size: driver.state.size, theme: .default)
    driver.run {
      $0.propose(2)
      $0.finishStep()
      $0.flag(task: 2, rollout: 2, severity: .high)
    }
    #expect(render(driver.state, size: driver.state.size, theme: .default) == before)
    driver.press("s")
    #expect(driver.state.tasks.order.count == 2)
    #expect(driver.state.flags.openCount == 1)
    #expect(!driver.screen().contains("STILL"))
  }

  @Test("the selection and a verdict under way survive it")
  func selection() {
    var driver = Driver()
    driver.run {
      $0.start(policy: .holdAll)
      $0.startStep()
      $0.propose(1)
      $0.hold(1)
      $0.propose(2)
      $0.hold(2)
    }
    driver.press(.digit(2), "j", "s", "a")
    driver.run {
      $0.propose(3)
      $0.hold(3)
      $0.review(2, .approve)
    }
    driver.press("s")
    #expect(driver.state.interface.sent.isEmpty)
    #expect(driver.state.interface.held == RolloutID(rawValue: 3))
  }

  @Test("a run that ends while it is held still ends the dashboard that asked for it")
  func stopping() {
    var driver = Driver()
    driver.run { $0.start() }
    driver.press("s", "q", "y")
    #expect(driver.run { $0.add(.runStopped(RunStopped(reason: .asked))) } == [.quit])
  }
}

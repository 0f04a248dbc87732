import Core
import Testing

@testable import Dashboard

@Suite("Following shows one task for as long as it takes to read it")
struct FollowingTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
    }
    driver.press("f")
    return driver
  }

  @Test("it is off until asked for: nothing is selected, and all that is sampled is shown")
  func offAtFirst() {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
      $0.add(text(11, .deduction, solving: 1))
      $0.add(text(2, .abduction))
    }
    #expect(driver.state.interface.task == nil)
    #expect(driver.press("a", "v", "F").isEmpty)
    #expect(driver.screen().contains("Being sampled  none selected"))
    #expect(driver.screen().contains("#2     abd propose"))
    #expect(driver.screen().contains("ded solve"))
    // The first step selects the row at the top, and Esc goes back to all of them.
    driver.press("j")
    #expect(followed(driver) == 2)
    wait(60, &driver)
    driver.run { $0.add(text(3, .deduction)) }
    #expect(followed(driver) == 2)
    driver.press(.escape)
    #expect(followed(driver) == nil)
  }

  private func text(_ rollout: Int, _ type: TaskType, solving task: Int? = nil) -> RunEvent.Body {
    .rolloutText(
      RolloutText(parts: [
        .init(
          rollout: RolloutID(rawValue: rollout), type: type,
          role: task == nil ? .proposer : .solver,
          task: task.map(RunScript.task), text: "x = ")
      ]))
  }

  /// Lets time go by without touching anything.
  private func wait(_ seconds: Double, _ driver: inout Driver) {
    _ = driver.press("#", after: seconds)
    driver.run { _ in }
  }

  private func followed(_ driver: Driver) -> Int? { driver.state.interface.task?.rawValue }

  @Test("a task is followed from its first token to its reward, whatever else appears")
  func oneTask() {
    var driver = driver()
    driver.run { $0.add(text(1, .deduction)) }
    #expect(followed(driver) == 1)
    driver.run { $0.add(text(2, .deduction)) }
    wait(60, &driver)
    #expect(followed(driver) == 1)
    driver.run { $0.propose(1) }
    driver.run { $0.add(text(11, .deduction, solving: 1)) }
    #expect(driver.screen().contains("rollout 1 of 1"))
    wait(60, &driver)
    driver.run {
      $0.solve(11, task: 1, correct: true)
      $0.score(1, solveRate: 0.5)
      $0.admit(1)
    }
    // Its end stays in sight for a while, and then the next is shown.
    wait(2, &driver)
    #expect(followed(driver) == 1)
    wait(3, &driver)
    #expect(followed(driver) == 2)
  }

  @Test("what is being solved comes before what is being proposed, and the types take turns")
  func turns() {
    var driver = driver()
    driver.run {
      $0.propose(1, .deduction)
      $0.propose(2, .abduction)
      $0.propose(3, .induction)
      $0.add(text(4, .deduction))
      for task in 1...3 { $0.add(text(10 + task, .deduction, solving: task)) }
    }
    var seen: [Int?] = []
    for _ in 1...4 {
      seen.append(followed(driver))
      driver.press("f", "f")
    }
    #expect(seen.count == 4 && Set(seen) == [1, 2, 3])
    #expect(seen[0] == seen[3])
  }

  @Test("nothing under way leaves the selection where it is")
  func rest() {
    var driver = driver()
    driver.run {
      $0.propose(1)
      $0.reject(1, .duplicate)
      $0.propose(2)
      $0.reject(2, .duplicate)
    }
    let first = followed(driver)
    wait(60, &driver)
    #expect(followed(driver) == first)
  }

  @Test("moving ends following; it never turns itself on; f goes to the newest")
  func ends() {
    var driver = driver()
    driver.run {
      $0.propose(1)
      $0.propose(2)
    }
    driver.press("G")
    #expect(!driver.state.interface.isFollowing)
    #expect(followed(driver) == 1)
    driver.run { $0.add(text(3, .deduction)) }
    wait(60, &driver)
    driver.press(.digit(2), .digit(1))
    driver.run { $0.add(text(4, .deduction)) }
    #expect(followed(driver) == 1)
    driver.press("f")
    #expect(followed(driver) == 4)
  }

  @Test("scrolling a text also ends following")
  func scrollingEndsFollow() {
    var driver = driver()
    driver.run { $0.propose(1) }
    driver.press(.tab, "j")
    #expect(!driver.state.interface.isFollowing)
  }
}

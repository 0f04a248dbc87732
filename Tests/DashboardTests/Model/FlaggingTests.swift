import Core
import Testing

@testable import Dashboard

@Suite("A reader flags what no rule saw")
struct FlaggingTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1, chain: "I name no reason.\nHidden: 7.")
      $0.solve(11, task: 1, correct: true)
      $0.score(1, solveRate: 0.5)
      $0.admit(1)
    }
    driver.press("j")
    return driver
  }

  private func raised(_ effects: [Effect]) throws -> Flag {
    guard case .send(.raiseFlag(let flag), _)? = effects.first, effects.count == 1 else {
      throw TypedCommand.Fault(message: "no flag was sent: \(effects)")
    }
    return flag
  }

  @Test("F asks what is seen; Tab makes it graver; what is quoted is the place")
  func byHand() throws {
    var driver = driver()
    driver.press("F", .tab)
    #expect(driver.screen().contains("chain, high: what is seen?"))
    driver.type("says \"Hidden: 7\" to nobody")
    let flag = try raised(driver.press(.enter))
    #expect(flag.rule == Flag.byHand && flag.severity == .high)
    #expect(flag.task == RunScript.task(1) && flag.role == .proposer && flag.field == .chain)
    #expect(flag.text == "I name no reason.\nHidden: 7.")
    #expect((flag.start, flag.end) == (18, 27))
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("the text that was shown is meant, whatever is selected when Enter is pressed")
  func pinned() throws {
    var driver = driver()
    driver.press("]", "F")
    driver.type("odd")
    driver.run { $0.propose(2) }
    driver.state.interface.task = RolloutID(rawValue: 2)
    let flag = try raised(driver.press(.enter))
    #expect(flag.rollout == RolloutID(rawValue: 11) && flag.role == .solver)
    #expect(flag.severity == .medium && (flag.start, flag.end) == (0, 0))
  }

  @Test("without words nothing is raised, and Esc leaves")
  func empty() {
    var driver = driver()
    driver.press("F", " ")
    #expect(driver.press(.enter) == [.bell])
    #expect(driver.screen().contains("say in a few words"))
    #expect(driver.press(.escape).isEmpty)
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("a flag of a reader is told from a monitor's, and the hits of one text are gone through")
  func shown() {
    var driver = driver()
    driver.run { script in
      for (rule, start) in [("second", 9), ("first", 2), ("elsewhere", 0)] {
        script.add(
          .flagRaised(
            Flag(
              id: FlagID(rawValue: start + 1), rule: rule, severity: .medium,
              task: RunScript.task(1), rollout: RolloutID(rawValue: start == 0 ? 1 : 11),
              type: .deduction, role: .solver, field: .chain, text: "3 doubled is 6, plus one.",
              start: start, end: start + 2, detail: rule, by: start == 9 ? "kj" : nil)))
      }
    }
    driver.press(.digit(3))
    driver.state.interface.flag = FlagID(rawValue: 3)
    driver.press("]")
    #expect(driver.state.interface.flag == FlagID(rawValue: 10))
    #expect(driver.screen().contains("kj"))
    driver.press("]")
    #expect(driver.screen().contains("no other hit there: 2 in this text"))
    driver.press("[")
    #expect(driver.state.interface.flag == FlagID(rawValue: 3))
    #expect(driver.press("w") == [.send(.reviewFlag(FlagID(rawValue: 3), .second))])
  }

  @Test("a command flags a task")
  func commands() throws {
    var driver = driver()
    driver.press(":")
    driver.type("flag \(RunScript.task(1)) low reads oddly")
    let flag = try raised(driver.press(.enter))
    #expect(flag.severity == .low && flag.detail == "reads oddly")
  }
}

import Core
import Testing

@testable import Dashboard

@Suite("Flags that hit often do not bury the others")
struct FlagTableTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
      for rollout in 100..<180 {
        $0.flag(task: 1, rollout: rollout, rule: "degenerate-task", severity: .low)
      }
      $0.flag(task: 1, rollout: 1, rule: "chain-contradiction", severity: .medium)
      $0.flag(task: 1, rollout: 1, rule: "executor-limit", severity: .low)
    }
    return driver
  }

  private func rules(_ table: FlagTable) -> [String?] { table.sections.map(\.rule) }

  @Test("the list is by severity, then by rule, the rule with the fewest first")
  func order() {
    var driver = driver()
    #expect(
      rules(driver.state.flags) == ["chain-contradiction", "executor-limit", "degenerate-task"])
    driver.run {
      $0.flag(task: 1, rollout: 1, rule: "alarming-language", severity: .high)
    }
    #expect(rules(driver.state.flags).first == "alarming-language")
    for row in 0..<driver.state.flags.count {
      let flag = driver.state.flags.flag(at: row)
      #expect(flag.flatMap { driver.state.flags.position(of: $0) } == row)
    }
    #expect(driver.state.flags.flag(at: driver.state.flags.count) == nil)
  }

  @Test("the view opens on the gravest; } and { go from rule to rule")
  func rulesByKey() {
    var driver = driver()
    driver.press(.digit(3))
    let screen = driver.screen()
    #expect(screen.contains("medium 1  low 81"))
    #expect(screen.contains("degenerate-task  80"))
    func rule() -> String? {
      driver.state.interface.flag.flatMap { driver.state.flags[$0] }?.flag.rule
    }
    #expect(rule() == "chain-contradiction")
    driver.press("}", "}")
    #expect(rule() == "degenerate-task")
    driver.press("}")
    #expect(rule() == "degenerate-task")
    driver.press("{")
    #expect(rule() == "executor-limit")
    // From here on the selection is the operator's, even if a graver flag is raised.
    driver.press(.digit(1))
    driver.run { $0.flag(task: 1, rollout: 1, rule: "alarming-language", severity: .high) }
    #expect(rule() == "executor-limit")
  }

  @Test("a flag's task can be vetoed even if nothing else is known of the task")
  func unknownTask() {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.flag(task: 77, rollout: 78)
    }
    driver.press(.digit(3))
    #expect(driver.screen().contains("flag 1 task \(RunScript.task(77))"))
    driver.press("v")
    driver.run { $0.finishStep() }
    #expect(
      driver.press(.digit(1))
        == [.send(.review(task: RunScript.task(77), verdict: .veto, reason: .unsafe))])
  }

  @Test("a reviewed flag goes to the end of the list, under its own heading")
  func reviewed() {
    var driver = driver()
    driver.press(.digit(3))
    let flag = driver.state.interface.flag
    driver.run {
      if let flag { $0.add(.flagReviewed(FlagReviewed(flag: flag, verdict: .confirm, by: "kj"))) }
    }
    #expect(rules(driver.state.flags) == ["executor-limit", "degenerate-task", nil])
    #expect(flag.flatMap { driver.state.flags.position(of: $0) } == driver.state.flags.count - 1)
    driver.press("G")
    #expect(driver.screen().contains("reviewed 1"))
    #expect(driver.screen().contains("confirmed chain-"))
  }

  @Test("the selected row is always on the screen, however many headings there are")
  func inSight() {
    var driver = driver()
    driver.run { script in
      for rule in 0..<12 { script.flag(task: 1, rollout: 1, rule: "rule-\(rule)") }
    }
    driver.press(.digit(3))
    for _ in 0..<driver.state.flags.count {
      let frame = render(driver.state, size: driver.state.size, theme: .default)
      #expect(frame.cells.contains { $0.role == .select })
      driver.press("j")
    }
  }

  @Test("flags of one rule and step share a line of the event list, unless they are grave")
  func oneLine() {
    var driver = driver()
    driver.run {
      $0.flag(task: 1, rollout: 1, rule: "alarming-language", severity: .high)
      $0.flag(task: 1, rollout: 1, rule: "alarming-language", severity: .high)
    }
    let texts = driver.state.log.entries.map(\.text)
    #expect(texts.contains("80 flags of degenerate-task in step 1"))
    #expect(texts.count { $0.contains("degenerate-task") } == 1)
    #expect(texts.count { $0.contains("alarming-language") } == 2)
  }

  @Test("only the gravest call out in the alert line")
  func alert() {
    var driver = driver()
    #expect(!driver.screen().contains("3 opens it"))
    driver.run { $0.flag(task: 1, rollout: 1, rule: "alarming-language", severity: .high) }
    #expect(driver.screen().contains("3 opens it"))
    driver.press(.digit(3))
    #expect(!driver.screen().contains("3 opens it"))
  }
}

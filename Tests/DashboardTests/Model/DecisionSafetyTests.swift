import Core
import Testing

@testable import Dashboard

@Suite("Decisions are safe from slips")
struct DecisionSafetyTests {
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

  @Test("decision keys rest for 250 ms after the row changed by itself")
  func restAfterMove() {
    var driver = queue(3)
    driver.run { $0.review(1, .veto, reason: .other, by: "someone else") }
    #expect(driver.state.interface.held == RolloutID(rawValue: 2))
    #expect(driver.press("a", after: 0.2) == [.bell])
    #expect(driver.screen().contains("the selection has just moved"))
    #expect(
      driver.press("a", after: 0.2)
        == [.send(.review(task: RunScript.task(2), verdict: .approve, reason: nil))])
  }

  @Test("the same holds after the window got the focus")
  func restAfterFocus() {
    var driver = queue(1)
    _ = reduce(&driver.state, .focused(at: driver.now))
    #expect(driver.press("v", after: 0.1) == [.bell])
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("events that leave the row alone do not make the keys rest")
  func pinned() {
    var driver = queue(2)
    driver.press("j")
    driver.run {
      $0.propose(9)
      $0.hold(9)
      $0.review(1, .approve)
    }
    #expect(driver.state.interface.held == RolloutID(rawValue: 2))
    #expect(
      driver.press("a", after: 0.1)
        == [.send(.review(task: RunScript.task(2), verdict: .approve, reason: nil))])
  }

  @Test("a key that repeats by itself decides once")
  func keyRepeat() {
    var driver = queue(3)
    #expect(driver.press("a").count == 1)
    driver.run { $0.review(1, .approve) }
    _ = driver.press("a", after: 0.4)
    let repeated = (0..<20).flatMap { _ in driver.press("a", after: 0.03) }
    #expect(repeated.allSatisfy { $0 == .bell })
  }

  @Test("no two keys of a table mean different things, and all that is hinted works")
  func keyTables() {
    var driver = queue(2)
    for view in 1...7 {
      driver.press(.digit(view))
      var seen: [Key: Action] = [:]
      for binding in driver.state.bindings {
        for key in binding.keys where seen[key] == nil { seen[key] = binding.action }
        #expect(binding.keys.contains { seen[$0] == binding.action }, "\(binding.label.text)")
      }
    }
    driver.press("?")
    #expect(driver.screen().contains("Keys valid here"))
    driver.press(.escape)
    #expect(!driver.screen().contains("Keys valid here"))
  }

  @Test("pasted line ends are not Enter")
  func paste() {
    var driver = queue(1)
    driver.press(.digit(4), "j", "e")
    #expect(driver.press(.paste("os\nsys\r\n\u{1B}[2J")).isEmpty)
    guard case .editing(.bannedNames, let editor) = driver.state.interface.mode else {
      Issue.record("the paste ended the edit")
      return
    }
    #expect(editor.text == "os sys   [2J")
    #expect(driver.press(.paste("y")).isEmpty)
  }
}

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

  @Test("Enter answers no question, and a held Enter none either")
  func enterNeverDecides() {
    var driver = queue(12)
    for open: [Key] in [["q"], ["v"], ["h"], [" ", "A"], [" ", "V"], ["p", "q"]] {
      for key in open { driver.press(key) }
      let mode = driver.state.interface.mode
      #expect(mode != .browse)
      for _ in 0..<5 { #expect(driver.press(.enter, after: 0.03).isEmpty, "\(open)") }
      #expect(driver.state.interface.mode == mode)
      driver.press(.escape, "M")
    }
    // Many are counted by typing, and their number alone decides nothing either.
    driver.press("g", "0", .digit(1), .digit(2), " ", "A")
    #expect(driver.screen().contains("type 12 to go on"))
    driver.press(.digit(1), .digit(2), .enter)
    #expect(driver.state.interface.mode == .approveMarked)
    guard case .send(.reviewAll(let tasks, .approve, nil, nil, 12), _)? = driver.press("y").first
    else {
      Issue.record("nothing was sent")
      return
    }
    #expect(Set(tasks).count == 12)
  }

  @Test("a verdict is taken back until the run says that it has taken effect, and given again")
  func undoAndRedo() {
    var driver = queue(2)
    let task = RunScript.task(1)
    #expect(driver.press("a") == [.send(.review(task: task, verdict: .approve, reason: nil))])
    driver.run { $0.review(1, .approve) }
    #expect(driver.press("u") == [.send(.undo(task))])
    driver.run { $0.add(.verdictUndone(VerdictUndone(task: task, verdict: .approve, by: "kj"))) }
    #expect(driver.state.tasks.held.count == 2)
    #expect(
      driver.press("U", after: 2) == [.send(.review(task: task, verdict: .approve, reason: nil))])
    driver.run { $0.review(1, .approve) }
    #expect(driver.press("u", after: 2) == [.send(.undo(task))])
    driver.run {
      $0.add(.commandRefused(CommandRefused(command: "undo", message: "too late", by: "kj")))
    }
    #expect(driver.screen().contains("undo: too late"))
    #expect(driver.press("u", after: 2).isEmpty)
  }
}

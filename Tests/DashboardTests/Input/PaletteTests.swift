import Core
import Testing

@testable import Dashboard

@Suite("Commands by name")
struct PaletteTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start(policy: .holdAll)
      $0.startStep()
      $0.propose(1)
      $0.hold(1)
      $0.propose(2)
      $0.hold(2)
      $0.flag(task: 1, rollout: 1)
    }
    return driver
  }

  @Test("a few letters find a command, its key is beside it, Enter does it")
  func fuzzy() {
    var driver = driver()
    driver.press(":")
    driver.type("tmln")
    #expect(driver.screen().contains("view-timeline"))
    driver.press(.enter)
    #expect(driver.state.interface.view == .timeline)
    #expect(driver.state.interface.mode == .browse)
    // What was used last is offered first.
    driver.press(":")
    #expect(driver.state.paletteEntries("").first?.text == "view-timeline")
  }

  @Test("Enter on a suggestion never decides; a decision is typed in full")
  func decisions() {
    var driver = driver()
    driver.press(.digit(2), ":")
    driver.type("appro")
    #expect(driver.press(.enter) == [.bell])
    #expect(driver.screen().contains("type its name in full"))
    driver.type("ve")
    #expect(
      driver.press(.enter)
        == [.send(.review(task: RunScript.task(1), verdict: .approve, reason: nil))])
  }

  @Test("a decision is not made when the selection has moved since the palette was opened")
  func moved() {
    var driver = driver()
    driver.press(.digit(2), ":")
    driver.type("approve")
    driver.run { $0.review(1, .veto, reason: .other, by: "someone else") }
    #expect(driver.press(.enter) == [.bell])
    #expect(driver.screen().contains("the selection has moved"))
  }

  @Test("commands with arguments reach the run; a task may be named by its first digits")
  func arguments() {
    var driver = driver()
    let task = RunScript.task(2).rawValue
    driver.press(":")
    driver.type("veto \(task.prefix(5)) unsafe")
    #expect(
      driver.press(.enter)
        == [.send(.review(task: RunScript.task(2), verdict: .veto, reason: .unsafe))])
    driver.press(":")
    driver.type("hold 20%")
    #expect(driver.press(.enter) == [.send(.setReviewPolicy(.holdShare(0.2)))])
    driver.press(":")
    driver.type("set lines 5")
    #expect(driver.press(.enter) == [.send(.editConstraints(ConstraintDraft(maximumLines: "5")))])
    driver.press(":")
    driver.type("goto flag 1")
    driver.press(.enter)
    #expect(driver.state.interface.view == .flags)
  }

  @Test("a mistake keeps what was typed and says what is wrong")
  func mistakes() {
    var driver = driver()
    driver.press(":")
    driver.type("veto 123456 because")
    #expect(driver.press(.enter) == [.bell])
    #expect(driver.screen().contains("'because' is no reason"))
    guard case .palette(let editor, _) = driver.state.interface.mode else {
      Issue.record("the palette closed")
      return
    }
    #expect(editor.text == "veto 123456 because")
    driver.press(.escape, ":")
    driver.type("goto zzz")
    driver.press(.enter)
    #expect(driver.screen().contains("no task in memory begins with zzz"))
  }

  @Test("what means nothing now is listed as such and does nothing")
  func invalid() {
    var driver = driver()
    driver.press(":")
    driver.type("step")
    #expect(driver.screen().contains("(not now)"))
    #expect(driver.press(.enter) == [.bell])
  }

  @Test("Tab takes a suggestion over; arrows choose one")
  func completion() {
    var driver = driver()
    driver.press(":")
    driver.type("got")
    driver.press(.tab)
    guard case .palette(let editor, _) = driver.state.interface.mode else { return }
    #expect(editor.text == "goto ")
    driver.press(.escape, ":", .down)
    guard case .palette(_, let selected) = driver.state.interface.mode else { return }
    #expect(selected == 1)
  }
}

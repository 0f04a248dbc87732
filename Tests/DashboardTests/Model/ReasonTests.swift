import Core
import Testing

@testable import Dashboard

@Suite("Every act can say why, before it is done")
struct ReasonTests {
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
      $0.hold(1)
    }
    driver.press(.digit(2), "j")
    return driver
  }

  @Test("a reason that was written goes with the next act and with no other")
  func nextAct() {
    var driver = driver()
    driver.press("\"")
    driver.type("a good one")
    #expect(driver.press(.enter).isEmpty)
    #expect(driver.screen().contains("why: a good one"))
    let approval = RunCommand.Action.review(
      task: RunScript.task(1), verdict: .approve, reason: nil)
    #expect(driver.press("a") == [.send(approval, reason: "a good one")])
    #expect(!driver.screen().contains("why: a good one"))
    #expect(driver.press("p") == [.send(.pause)])
  }

  @Test("a question to the run does not use the reason up")
  func questionsKeepIt() {
    var driver = driver()
    driver.press("\"")
    driver.type("tests")
    driver.press(.enter, .digit(4), "e")
    driver.type("while")
    let draft = ConstraintDraft(bannedConstructs: "while")
    #expect(driver.press(.enter) == [.send(.previewConstraints(draft))])
    // It was said before, so nobody asks again.
    #expect(driver.press("w") == [.send(.editConstraints(draft), reason: "tests")])
  }

  @Test("Esc at the question cancels the act; words that were taken out are no reason")
  func cancelled() {
    var driver = driver()
    driver.press("h", .digit(2))
    #expect(driver.press(.escape).isEmpty)
    #expect(driver.state.interface.mode == .browse)
    driver.press("\"")
    driver.type("x")
    driver.press(.enter, "\"", .backspace, .enter)
    #expect(driver.press("p") == [.send(.pause)])
  }

  @Test("a typed command ends with its reason; texts of their own are left whole")
  func typed() throws {
    var driver = driver()
    driver.press(":")
    driver.type("hold all -- the night shift")
    #expect(
      driver.press(.enter) == [.send(.setReviewPolicy(.holdAll), reason: "the night shift")])
    #expect(driver.state.interface.reason == nil)
    #expect(TypedCommand.splittingReason(from: "edit abc input 3 -- 4").reason == nil)
    #expect(TypedCommand.splittingReason(from: "pause --").reason == nil)
    driver.press(":")
    driver.type("why looks odd")
    #expect(driver.press(.enter).isEmpty)
    driver.press(":")
    driver.type("veto \(RunScript.task(1)) other")
    let veto = RunCommand.Action.review(task: RunScript.task(1), verdict: .veto, reason: .other)
    #expect(driver.press(.enter) == [.send(veto, reason: "looks odd")])
  }

  private static func wide(_ driver: Driver) -> Driver {
    var driver = driver
    _ = reduce(&driver.state, .resize(Size(columns: 160, rows: 50)))
    return driver
  }

  @Test("reasons are shown where acts are listed")
  func shown() {
    var driver = driver()
    driver.run {
      $0.add(
        .taskReviewed(
          TaskReviewed(
            task: RunScript.task(1), verdict: .veto, treatment: .interrupt, reason: .other,
            by: "kj", propensity: 1, note: "too plain")))
      $0.add(
        .reviewPolicyChanged(
          ReviewPolicyChanged(policy: .holdAll, by: "kj", reason: "the night shift")))
      $0.add(
        .flagReviewed(
          FlagReviewed(flag: FlagID(rawValue: 1), verdict: .dismiss, by: "kj", reason: "a joke")))
    }
    #expect(driver.screen().contains("too plain"))
    driver = Self.wide(driver)
    driver.press(.digit(6))
    for reason in ["too plain", "the night shift", "a joke"] {
      #expect(driver.screen().contains(reason), "\(reason)")
    }
  }
}

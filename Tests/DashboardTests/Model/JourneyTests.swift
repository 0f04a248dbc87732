import Core
import Testing

@testable import Dashboard

@Suite("Journeys of an operator")
struct JourneyTests {
  /// A run with one admitted, one held and one rejected task.
  private func driver() -> Driver {
    var driver = Driver()
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
      $0.solve(11, task: 1, correct: true)
      $0.solve(12, task: 1, correct: false)
      $0.score(1, solveRate: 0.5)
      $0.admit(1)
      $0.propose(2)
      $0.hold(2)
      $0.propose(3, isValid: false)
      $0.reject(3, .duplicate)
      $0.finishStep()
    }
    return driver
  }

  @Test("p pauses, . makes one step when paused, p goes on")
  func pauseAndStep() {
    var driver = driver()
    #expect(driver.press(".").isEmpty)
    #expect(driver.press("p") == [.send(.pause)])
    driver.run { $0.add(.runPausing(OperatorAct(by: "kj"))) }
    #expect(driver.screen().contains("PAUSING"))
    #expect(driver.press(".").isEmpty)
    driver.run { $0.add(.runPaused(OperatorAct(by: "kj"))) }
    #expect(driver.screen().contains("PAUSED"))
    #expect(driver.press(".") == [.send(.step)])
    #expect(driver.press("p") == [.send(.resume)])
    driver.run { $0.add(.runContinued(RunContinued(by: "kj", steps: nil))) }
    #expect(driver.screen().contains("RUNNING"))
  }

  @Test("a paused run has a screen that does not change by itself")
  func pausedIsStill() {
    var driver = driver()
    driver.run { $0.add(.runPaused(OperatorAct(by: "kj"))) }
    let before = render(driver.state, size: driver.state.size, theme: .default)
    _ = reduce(&driver.state, .events([], at: 1000))
    #expect(render(driver.state, size: driver.state.size, theme: .default) == before)
    #expect(!driver.screen().contains("/s "))
  }

  @Test("the menu sets the review policy; the header shows the one in force")
  func reviewPolicy() {
    var driver = driver()
    #expect(driver.screen().contains("observe"))
    #expect(driver.press("h", .digit(2)).isEmpty)
    #expect(driver.screen().contains("> why?"))
    #expect(driver.press(.enter) == [.send(.setReviewPolicy(.holdAll))])
    #expect(driver.press("h", .digit(5), .enter) == [.send(.setReviewPolicy(.holdShare(0.2)))])
    #expect(driver.screen().contains("observe"))
    driver.run {
      $0.add(.reviewPolicyChanged(ReviewPolicyChanged(policy: .holdShare(0.2), by: "kj")))
    }
    #expect(driver.screen().contains("hold 20%"))
    #expect(driver.press("h", .escape).isEmpty)
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("a approves the oldest held task, and the queue goes on to the next")
  func approve() {
    var driver = driver()
    driver.run {
      $0.propose(4)
      $0.hold(4)
    }
    driver.press(.digit(2))
    #expect(driver.screen().contains("task \(RunScript.task(2))"))
    #expect(
      driver.press("a")
        == [.send(.review(task: RunScript.task(2), verdict: .approve, reason: nil))])
    #expect(driver.screen().contains("approval sent"))
    #expect(driver.press("a").isEmpty)
    driver.run { $0.review(2, .approve) }
    #expect(driver.state.interface.held == RolloutID(rawValue: 4))
    #expect(driver.state.tasks[RolloutID(rawValue: 2)]?.phase == .approved)
    #expect(driver.screen().contains("task \(RunScript.task(4))"))
    #expect(driver.state.decisions.map(\.review.verdict) == [.approve])
  }

  @Test("v asks for a reason in plain words, and names the task that it is about")
  func veto() {
    var driver = driver()
    driver.press(.digit(2))
    #expect(driver.press("v").isEmpty)
    let question = driver.screen()
    #expect(question.contains("veto \(RunScript.task(2)): why?"))
    #expect(question.contains("Interrupt: no gradient, never a reference, batch refilled"))
    #expect(driver.press(.enter).isEmpty)
    #expect(
      driver.press(.digit(1))
        == [.send(.review(task: RunScript.task(2), verdict: .veto, reason: .unsafe))])
    driver.run { $0.review(2, .veto, reason: .unsafe) }
    #expect(driver.state.tasks.held.isEmpty)
    #expect(driver.screen().contains("now vetoed"))
  }

  @Test("an admitted task can be vetoed in Live; the purge is shown")
  func vetoAdmitted() {
    var driver = driver()
    driver.press("G")
    #expect(driver.press("a").isEmpty)
    #expect(
      driver.press("v", .digit(2))
        == [.send(.review(task: RunScript.task(1), verdict: .veto, reason: .degenerate))])
    driver.run {
      $0.review(1, .veto, reason: .degenerate)
      $0.add(.taskPurged(TaskPurged(task: RunScript.task(1), type: .deduction)))
    }
    #expect(driver.state.tasks[RolloutID(rawValue: 1)]?.phase == .purged)
    driver.press(.digit(2))
    #expect(driver.screen().contains("out of the buffer"))
  }

  @Test("a task that another operator decides ends the question about it")
  func decidedMeanwhile() {
    var driver = driver()
    driver.press(.digit(2), "v")
    driver.run { $0.review(2, .veto, reason: .other, by: "someone else") }
    #expect(driver.state.interface.mode == .browse)
    #expect(driver.press(.digit(1)).isEmpty)
  }

  @Test("a flag opens with its hit in sight; c confirms, x dismisses, the rule's precision follows")
  func flags() {
    var driver = driver()
    let before = String(repeating: "nothing to see here\n", count: 40)
    driver.run {
      $0.flag(task: 1, rollout: 11, text: before + "I could hide this now\n" + before)
    }
    driver.press(.digit(3))
    driver.run { $0.flag(task: 1, rollout: 12, severity: .high) }
    #expect(driver.state.interface.flag == FlagID(rawValue: 1))
    #expect(driver.screen().contains("I could hide this now"))
    let roles = render(driver.state, size: driver.state.size, theme: .default).cells
      .filter { $0.role == .hit }
    #expect(String(String.UnicodeScalarView(roles.map(\.base))) == "hide this")
    #expect(driver.press("c") == [.send(.reviewFlag(FlagID(rawValue: 1), .confirm))])
    driver.run {
      $0.add(.flagReviewed(FlagReviewed(flag: FlagID(rawValue: 1), verdict: .confirm, by: "kj")))
    }
    // A flag that is done with makes room for the one that takes its place: the other open one.
    driver.press("g")
    #expect(driver.state.interface.flag == FlagID(rawValue: 2))
    #expect(driver.press("x") == [.send(.reviewFlag(FlagID(rawValue: 2), .dismiss))])
    driver.run {
      $0.add(.flagReviewed(FlagReviewed(flag: FlagID(rawValue: 2), verdict: .dismiss, by: "kj")))
    }
    #expect(driver.state.flags.rules["alarming-language"]?.precision == 0.5)
    #expect(driver.state.flags.openCount == 0)
    let screen = driver.screen()
    #expect(screen.contains("2 raised, 1 of 2"))
    #expect(screen.contains("(.50)"))
  }

  @Test("no flag is never shown as safe")
  func noFlags() {
    var driver = driver()
    driver.press(.digit(3))
    let screen = driver.screen()
    #expect(screen.contains("does not show"))
    #expect(!screen.lowercased().contains("all safe"))
  }

  @Test("a valid edit becomes a revision that the form and the history show")
  func constraintAccepted() {
    var driver = driver()
    driver.press(.digit(4), "e")
    #expect(driver.screen().contains("nested-function"))
    driver.type("while")
    let draft = ConstraintDraft(bannedConstructs: "while")
    #expect(driver.press(.enter) == [.send(.previewConstraints(draft))])
    #expect(driver.screen().contains("* while"))
    driver.press("w")
    driver.type("loops never end")
    #expect(
      driver.press(.enter) == [.send(.editConstraints(draft), reason: "loops never end")])
    #expect(driver.screen().contains("waits to be checked"))
    driver.run {
      $0.step += 1
      $0.add(
        .constraintsApplied(
          ConstraintsApplied(
            revision: ConstraintRevision(
              number: 1, constraints: Constraints(bannedConstructs: [.while])), by: "kj",
            reason: "loops never end")))
    }
    let screen = driver.screen()
    #expect(screen.contains("applied as R1 from step 3 on"))
    #expect(screen.contains("revision R1"))
    driver.press(.backTab)
    #expect(driver.screen().contains("R1 from step 3 by kj"))
    #expect(driver.screen().contains("loops never end"))
    #expect(driver.screen().contains("R1 in force against R0"))
    #expect(driver.press("b", .enter) == [.send(.revertConstraints(revision: 0))])
  }

  @Test("an edit that changes nothing is not sent, or is told once a step has begun without it")
  func constraintUnchanged() {
    var driver = driver()
    driver.press(.digit(4), "j", "j", "j", "e")
    #expect(driver.press(.enter).isEmpty)
    #expect(driver.screen().contains("no change"))
    driver.press("e")
    driver.type(" ")
    let draft = ConstraintDraft(taskMix: "1 1 1 ")
    #expect(driver.press(.enter) == [.send(.previewConstraints(draft))])
    #expect(driver.press("w", .enter) == [.send(.editConstraints(draft))])
    #expect(!driver.screen().contains("no change"))
    driver.run { $0.startStep() }
    #expect(driver.screen().contains("no change"))
  }

  @Test("a refused edit keeps what was typed, with the reason beside it")
  func constraintRefused() {
    var driver = driver()
    driver.press(.digit(4), "j", "j", .enter)
    driver.type("many")
    #expect(
      driver.press(.enter) == [.send(.previewConstraints(ConstraintDraft(maximumLines: "many")))])
    driver.run {
      $0.add(
        .constraintsRefused(
          ConstraintsRefused(field: .maximumLines, message: "'many' is not a number", by: "kj")))
    }
    let screen = driver.screen()
    #expect(screen.contains("'many' is not a number"))
    driver.press("e")
    guard case .editing(.maximumLines, let editor) = driver.state.interface.mode else {
      Issue.record("the field is not being edited")
      return
    }
    #expect(editor.text == "many")
    #expect(driver.press(.escape).isEmpty)
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("q asks once, the default is no, Enter never confirms")
  func quit() {
    var driver = driver()
    #expect(driver.press("q").isEmpty)
    #expect(driver.screen().contains("stop at the next safe point, save and quit? y/n"))
    #expect(driver.press(.enter).isEmpty)
    #expect(driver.state.interface.mode == .quitPrompt)
    #expect(driver.press("n").isEmpty)
    #expect(driver.press("q", "y") == [.send(.stop)])
    #expect(driver.screen().contains("stopping at the next safe point"))
    #expect(driver.run { $0.finishStep() }.isEmpty)
    #expect(driver.run { $0.add(.runStopped(RunStopped(reason: .asked))) } == [.quit])
  }

  @Test("a run that ends by itself stays on the screen until q")
  func finished() {
    var driver = driver()
    #expect(driver.run { $0.add(.runStopped(RunStopped(reason: .finished))) }.isEmpty)
    #expect(driver.screen().contains("STOPPED finished"))
    #expect(driver.press("q") == [.quit])
  }

  @Test("Ctrl-Z and Ctrl-L ask the surroundings")
  func surroundings() {
    var driver = driver()
    #expect(driver.press(.control("z")) == [.suspend])
    #expect(driver.press(.control("l")) == [.repaint])
  }
}

import Core
import Testing

@testable import Dashboard

@Suite("A rollback is planned, typed and confirmed, and a replay decides nothing")
struct RollbackTests {
  private let plan = RollbackPlan(
    run: "first-light", checkpoint: 12, steps: 7, tasks: 40, verdicts: 3, revisions: 1,
    events: 2_345, seconds: 95, bytes: 9 << 20)

  private func driver(_ columns: Int = 80, _ rows: Int = 24) -> Driver {
    var driver = Driver(columns, rows)
    driver.run { script in
      script.start()
      for checkpoint in [0, 1] {
        script.startStep()
        script.finishStep()
        script.add(
          .checkpointSaved(CheckpointSaved(checkpoint: checkpoint, path: "c", hash: "h")))
      }
    }
    return driver
  }

  @Test("R asks for the plan; the number and y roll back, and nothing else does")
  func confirm() {
    var driver = driver()
    #expect(driver.press("R") == [.planRollback(checkpoint: nil)])
    _ = reduce(&driver.state, .rollbackPlanned(plan))
    let screen = driver.screen()
    for words in ["step 12", "7 steps, 1 min of work", "40 admitted tasks", "2345 events", "9 MiB"]
    {
      #expect(screen.contains(words), "\(words)")
    }
    #expect(driver.press("y", .enter, .digit(2), "y").isEmpty)
    #expect(driver.press(.backspace, .digit(1), .digit(2), .enter).isEmpty)
    #expect(driver.screen().contains("y roll back"))
    #expect(driver.press("y") == [.rollBack(checkpoint: 12)])
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("Esc leaves everything as it is, and a late answer opens nothing over another question")
  func cancel() {
    var driver = driver()
    driver.press("R")
    _ = reduce(&driver.state, .rollbackPlanned(plan))
    #expect(driver.press(.escape).isEmpty)
    #expect(!driver.screen().contains("Roll back"))
    driver.press("q")
    _ = reduce(&driver.state, .rollbackPlanned(plan))
    #expect(driver.state.interface.mode == .quitPrompt)
  }

  @Test("in the timeline it is the checkpoint at or before the selected moment")
  func moment() {
    var driver = driver()
    driver.press(.digit(6), "g")
    #expect(driver.press("R") == [.planRollback(checkpoint: 2)])
    driver.press("G")
    #expect(driver.press("R") == [.planRollback(checkpoint: nil)])
  }

  @Test("every size shows the number to type", arguments: [(40, 10), (80, 24), (160, 50)])
  func sizes(columns: Int, rows: Int) {
    var driver = driver(columns, rows)
    _ = reduce(&driver.state, .rollbackPlanned(plan))
    #expect(driver.screen().contains("type 12"))
  }

  @Test("a run that is for reading only is not rolled back")
  func readOnly() {
    var driver = driver()
    driver.state = State(size: driver.state.size, isReadOnly: true)
    _ = reduce(&driver.state, .rollbackPlanned(plan))
    driver.press(.digit(1), .digit(2))
    #expect(driver.press("y").isEmpty)
  }

  @Test("typed commands plan first and act on yes")
  func typed() throws {
    #expect(try TypedCommand("rollback") == .rollback(nil, isConfirmed: false))
    #expect(try TypedCommand("rollback 4") == .rollback(4, isConfirmed: false))
    #expect(try TypedCommand("rollback 4 yes") == .rollback(4, isConfirmed: true))
    for wrong in ["rollback yes", "rollback 4 no", "rollback 4 yes now", "rollback x"] {
      #expect(throws: TypedCommand.Fault.self) { try TypedCommand(wrong) }
    }
    var console = PlainConsole()
    #expect(console.obey("rollback 4").rollback == .plan(checkpoint: 4))
    #expect(console.obey("rollback 4 yes").rollback == .go(checkpoint: 4))
  }

  @Test("a branch says where it comes from")
  func branch() {
    var driver = Driver()
    driver.run { script in
      script.start()
      var started = RunStarted?.none
      if case .runStarted(let first) = script.take()[0].body { started = first }
      started?.run = "run-0002"
      started?.branch = BranchPoint(run: "run-0001", checkpoint: 7, seq: 9, hash: nil, by: "ann")
      if let started { script.add(.runStarted(started)) }
    }
    driver.press(.digit(6))
    #expect(driver.screen().contains("a branch of run-0001"))
  }

  // MARK: - Replays

  @Test("the header tells a replay from a run, with its speed and place")
  func header() {
    var driver = driver(120, 30)
    #expect(!driver.screen().contains("REPLAY"))
    var place = ReplayPlace(isPlaying: true, speed: 4, seq: 120, last: 3_400)
    _ = reduce(&driver.state, .replay(place))
    #expect(driver.screen().contains("REPLAY 4x"))
    #expect(driver.screen().contains("event 120/3400"))
    place.isPlaying = false
    _ = reduce(&driver.state, .replay(place))
    #expect(driver.screen().contains("REPLAY paused"))
    #expect(driver.state.restarted().replay == place)
  }

  @Test("keys play it; those that decide mean nothing and are not in the help")
  func keys() {
    var driver = driver()
    driver.run { script in
      script.propose(1)
      script.hold(1)
    }
    _ = reduce(
      &driver.state, .replay(ReplayPlace(isPlaying: true, speed: 1, seq: 1, last: 2)))
    #expect(driver.press(" ") == [.replay(.toggle)])
    #expect(
      driver.press("h", "l", ")") == [.replay(.steps(-1)), .replay(.steps(1)), .replay(.steps(10))])
    #expect(driver.press(.digit(0), .digit(5), "l") == [.replay(.steps(5))])
    #expect(driver.press("<", ">") == [.replay(.slower), .replay(.faster)])
    for view in 1...7 {
      driver.press(.digit(view))
      for key in ["a", "v", "e", "d", "A", "V", "c", "x", "u", "w", "p", "."] as [Key] {
        let effects = driver.press(key)
        let asksRun = effects.contains { if case .send = $0 { true } else { false } }
        #expect(!asksRun, "\(key) in view \(view)")
        driver.press(.escape)
      }
    }
    driver.press(.digit(2), "?")
    #expect(!driver.screen().contains("approve"))
  }
}

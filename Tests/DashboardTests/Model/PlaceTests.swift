import Core
import Testing

@testable import Dashboard

@Suite("Views lead to each other")
struct PlaceTests {
  private func driver() -> Driver {
    var driver = Driver(160, 50)
    driver.run {
      $0.start(policy: .holdAll)
      $0.startStep()
      $0.propose(1)
      $0.hold(1)
      $0.review(1, .approve)
      $0.flag(task: 1, rollout: 1, severity: .high)
      $0.add(.checkpointSaved(CheckpointSaved(checkpoint: 1, path: "checkpoints/1", hash: "ab")))
      $0.add(.alarmRaised(AlarmRaised(code: "S1", message: "entropy fell")))
      $0.finishStep()
    }
    return driver
  }

  @Test("the timeline has acts, checkpoints, alarms and grave flags on one axis")
  func timeline() {
    var driver = driver()
    driver.press(.digit(6))
    let screen = driver.screen()
    for text in [
      "approved by kj", "checkpoint of step 1", "ALARM S1", "flag 1", "verdicts 1", "alarms 1",
    ] {
      #expect(screen.contains(text), "\(text)")
    }
  }

  @Test("Enter in the timeline opens the task or flag that a moment is about; - goes back")
  func jump() throws {
    var driver = driver()
    driver.press(.digit(6))
    let entries = driver.state.timeline.entries
    let index = try #require(entries.lastIndex { $0.lane == .verdicts })
    driver.press(.digit(0), .digit(entries.count - index))
    driver.press("G", .enter, .enter)
    #expect(driver.state.interface.view == .live)
    #expect(driver.state.interface.task == RolloutID(rawValue: 1))
    driver.press("-")
    #expect(driver.state.interface.view == .timeline)
    #expect(driver.state.shownMoment?.lane == .verdicts)
    driver.press("+")
    #expect(driver.state.interface.view == .live)
  }

  @Test("the log lists every event; e jumps to what warns; Enter opens the flag")
  func log() {
    var driver = driver()
    driver.press(.digit(7))
    #expect(driver.state.rowCount == driver.state.trace.events.count)
    driver.press("e")
    #expect(driver.state.shownEvent?.kind == .alarmRaised)
    driver.press("e")
    #expect(driver.state.shownEvent?.kind == .flagRaised)
    driver.press(.enter, .enter)
    #expect(driver.state.interface.view == .flags)
    #expect(driver.state.interface.flag == FlagID(rawValue: 1))
  }

  @Test("a new event does not move what is read in the log")
  func pinned() {
    var driver = driver()
    driver.press(.digit(7), "j")
    let event = driver.state.shownEvent
    driver.run { $0.propose(9) }
    #expect(driver.state.shownEvent == event)
  }

  @Test("the Runs view asks for the list and shows curves of pinned runs")
  func runs() {
    var driver = driver()
    #expect(driver.press(.digit(5)) == [.listRuns])
    let runs = ["one", "two"].map { name in
      RunListing(
        path: "/runs/\(name)", name: name, state: "finished", steps: 40, checkpoint: 40, events: 99,
        seed: 7,
        curve: (1...40).map {
          RunListing.Point(step: $0, solveRate: Double($0) / 40, learnability: nil, entropy: 0.5)
        })
    }
    _ = reduce(&driver.state, .runs(runs))
    driver.press(" ", "j", " ")
    #expect(driver.state.interface.pinnedRuns == ["/runs/one", "/runs/two"])
    let screen = driver.screen()
    #expect(screen.contains("1 one"))
    #expect(screen.contains("2 two"))
    #expect(screen.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    driver.press("M")
    #expect(driver.state.interface.pinnedRuns.isEmpty)
  }

  @Test("a click selects a row, a tab or a pane, and never decides")
  func pointer() {
    var driver = driver()
    driver.run { $0.propose(5) }
    func press(_ row: Int, _ column: Int) -> [Effect] {
      reduce(
        &driver.state, .pointer(Pointer(.press, at: Position(row: row, column: column)), at: 9))
    }
    _ = press(1, 10)
    #expect(driver.state.interface.view == .queue)
    driver.press(.digit(1))
    _ = press(5, 3)
    #expect(driver.state.selectedRow == 1)
    _ = press(5, 80)
    #expect(driver.state.interface.focusedPane == .chain)
    let wheel = Pointer(.wheelDown, at: Position(row: 5, column: 3))
    _ = reduce(&driver.state, .pointer(wheel, at: 9))
    #expect(driver.state.interface.isFollowing == false)
    driver.run {
      $0.propose(6)
      $0.hold(6)
    }
    driver.press(.digit(2))
    #expect(press(48, 2) == [.bell])
    #expect(driver.screen().contains("a click decides nothing"))
  }

  @Test("the bytes of a text show what its characters hide")
  func bytes() {
    var driver = driver()
    driver.run { $0.propose(8, chain: "xyza\u{200B}b") }
    driver.press("g", "r")
    #expect(driver.screen().contains("61 e2 80 8b 62"))
    driver.press("r")
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("copied text has passed the sanitiser")
  func copy() {
    var driver = driver()
    driver.run { $0.propose(8, chain: "a\u{1B}]52;c;x\u{7}b") }
    driver.press("g")
    guard case .copy(let text)? = driver.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.contains("a^[]52;c;x^Gb"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }
}

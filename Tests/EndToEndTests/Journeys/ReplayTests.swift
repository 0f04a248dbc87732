import Foundation
import Testing

/// Looking back: a run played again, two runs over each other, and a way back that is taken.
@Suite struct ReplayTests {
  @Test func aReplayIsPlayedScrubbedAndDecidesNothing() throws {
    let proctor = try ProctorProgram()
    _ = try proctor(
      "run", "--headless", "--resume", "run", "--steps", "4", "--threads", "1")
    let before = try proctor.journal().count
    let driver = try proctor.screen(["replay", "run", "--from", "2", "--speed", "1"])
    try driver.waitUntil(contains: "REPLAY 1x")
    // Space holds it; then nothing moves by itself.
    try driver.type(" ")
    try driver.waitUntil(contains: "REPLAY paused")
    // From the beginning step by step to the third, back and on again, by the events' numbers.
    try driver.type("(")
    try driver.waitUntil(contains: "event 0/")
    while !driver.text.contains("step 3/") {
      let here = driver.replayEvent
      try driver.type("l")
      try driver.wait(for: "the next step") { _ in driver.replayEvent != here }
    }
    let third = driver.replayEvent
    try driver.type("h")
    try driver.wait(for: "the step before") { _ in
      (driver.replayEvent ?? .max) < (third ?? 0)
    }
    try driver.type("l")
    try driver.wait(for: "the same place") { _ in driver.replayEvent == third }
    let screen = driver.text
    try driver.type("(")
    try driver.waitUntil(contains: "event 0/")
    try driver.type(")")
    try driver.wait(for: "the end") { $0.lines[0].contains(#/event (\d+)\/\1 /#) }
    // The same place shows the same screen, whichever way one came.
    while driver.replayEvent != third {
      let here = driver.replayEvent
      try driver.type("h")
      try driver.wait(for: "another place") { _ in driver.replayEvent != here }
    }
    #expect(driver.text == screen)
    // Nothing can be decided, and the help does not offer it.
    try driver.type("?")
    try driver.waitUntil(contains: "play or pause")
    #expect(!driver.text.contains("approve"))
    try driver.type(Keys.escape)
    try driver.type(">>")
    try driver.type(" ")
    try driver.waitUntil(contains: "REPLAY 4x")
    try driver.press("q")
    #expect(try driver.waitForExit() == .status(0))
    #expect(driver.screen.leftModes == [])
    #expect(try proctor.journal().count == before)
  }

  @Test func rollbackShowsItsPlanAndGoesOnAsABranch() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard(columns: 160, rows: 50)
    try driver.waitUntil(status: "RUNNING")
    try driver.wait(for: "a step") { _ in (driver.step ?? 0) >= 2 }
    // The plan; Enter confirms nothing, and no more does a wrong number.
    try driver.type("R")
    try driver.waitUntil(contains: "A new run goes on from its checkpoint at step")
    let step = try #require(
      driver.text.firstMatch(of: /its checkpoint at step (\d+)/).map { String($0.1) })
    try driver.type("\r")
    try driver.type("9999y")
    #expect(driver.text.contains("A new run goes on"))
    try driver.type(Keys.escape)
    try driver.wait(for: "the plan to go") { !$0.text.contains("A new run goes on") }
    #expect(driver.lines[0].contains(" run "))
    // The number and y.
    try driver.type(":rollback \(step)\r")
    try driver.waitUntil(contains: "type \(step), then y")
    try driver.type(step)
    try driver.waitUntil(contains: "roll back")
    try driver.type("y")
    try driver.waitUntil(contains: "run-0001")
    try driver.waitUntil(status: "RUNNING")
    // The run that was gone back in is anybody's again.
    let lock = open(proctor.run + "/lock", O_RDONLY)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    close(lock)
    // The branch says where it comes from, and the past of the other run is still there.
    try driver.type("6")
    try driver.waitUntil(contains: "a branch of run")
    try driver.waitUntil(contains: "run run started")
    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.leftModes == [])

    let old = try proctor.journal()
    #expect(old.last?.kind == "run.stopped")
    #expect(old.map(\.seq) == Array(1...old.count))
    let branch = try proctor("verify", "run-0001")
    #expect(branch.status == 0, "\(branch.output)")
    #expect(try proctor("runs").lines.contains { $0.hasPrefix("run-0001") })
  }

  @Test func rollbackByTypedCommands() throws {
    let proctor = try ProctorProgram()
    let result = try proctor.plain(
      """
      lines none
      rollback 7
      rollback 0
      rollback 0 yes
      wait step 1
      wait running
      stop
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("the run has no checkpoint of step 7; there are 0, 1"))
    #expect(result.output.contains("type 'rollback 0 yes' to go back"))
    #expect(result.output.contains("rolled back to step 0: this is run-0001"))
    #expect(try proctor("verify", "run-0001").status == 0)
    #expect(try proctor("verify", "run").status == 0)
  }

  @Test func curvesOfTwoRunsLieOverEachOther() throws {
    let proctor = try ProctorProgram()
    #expect(try proctor("branch", "run", "--into", "other", "--yes").status == 0)
    let driver = try proctor.dashboard(columns: 160, rows: 50)
    try driver.waitUntil(status: "RUNNING")
    try driver.type("5")
    try driver.wait(for: "both runs in the list") {
      $0.text.contains(#/other +interrupted/#) && $0.text.contains(#/run +running/#)
    }
    try driver.type("g j ")
    try driver.wait(for: "both in the legend") {
      $0.text.contains(#/1 (run|other) /#) && $0.text.contains(#/2 (run|other) /#)
    }
    try driver.type("M")
    try driver.wait(for: "one curve again") { !$0.text.contains(#/2 (run|other) /#) }
    #expect(try driver.quit() == .status(0))
  }
}

extension TerminalDriver {
  /// The event that a replay has come to, as the header says.
  var replayEvent: Int? {
    lines[0].firstMatch(of: /event (\d+)\//).flatMap { Int($0.1) }
  }
}

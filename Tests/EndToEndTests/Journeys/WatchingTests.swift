import Testing

/// The first journey: watching a live run.
@Suite(.timeLimit(.minutes(5))) struct WatchingTests {
  @Test func tasksAppearAndTheRunPausesStepsAndGoesOn() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.wait(for: "a task that was tried") {
      $0.text.contains(/(ded|abd|ind) (ok|valid|scored|solve|x )/)
    }
    try driver.pause()
    let before = try #require(driver.step)

    // A key that changes nothing makes a paused run write its idle mark and nothing else.
    let bytes = driver.screen.byteCount
    try driver.type(Keys.escape)
    #expect(driver.screen.byteCount - bytes < 80)

    try driver.singleStep()
    #expect(driver.step == before + 1)
    try driver.decide("p", until: "RUNNING")
    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.unknown == [])
  }

  @Test(arguments: [(160, 50), (80, 24), (40, 10), (20, 3)])
  func everySizeIsUsable(columns: Int, rows: Int) throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.resize(columns: columns, rows: rows)
    #expect(driver.lines.count == rows)
    #expect(driver.lines[0].contains(/RUNNING|PAUS/))
    try driver.resize(columns: 80, rows: 24)
    try driver.waitUntil(contains: "1 Live")
    #expect(try driver.quit() == .status(0))
  }

  @Test func quittingSaysHowToContinueAndResumingDoes() throws {
    let proctor = try ProctorProgram()
    var driver = try proctor.dashboard()
    try driver.wait(for: "the second step") { $0.lines[0].contains(/step ([2-9]|\d\d)/) }
    #expect(try driver.quit() == .status(0))
    #expect(driver.text.contains("--resume"))
    #expect(driver.screen.leftModes == [])
    #expect(driver.localModes == ["ECHO", "ICANON", "ISIG"])
    let stopped = try proctor.journal()
    #expect(stopped.last?["kind"] as? String == "run.stopped")

    driver = try proctor.dashboard(["run", "--resume", proctor.run])
    try driver.waitUntil(status: "RUNNING")
    #expect(try driver.quit() == .status(0))
    let journal = try proctor.journal()
    #expect(journal.count > stopped.count)
    #expect(journal.contains { $0["kind"] as? String == "run.resumed" })
    #expect(journal.compactMap { $0["seq"] as? Int } == Array(1...journal.count))
  }

  @Test func withoutColourOrUnicodeTheScreenIsPlain() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard(environment: ["NO_COLOR": "1", "LC_ALL": "C"])
    try driver.waitUntil(status: "RUNNING")
    #expect(driver.screen.colorChanges == 0)
    #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(try driver.quit() == .status(0))
  }
}

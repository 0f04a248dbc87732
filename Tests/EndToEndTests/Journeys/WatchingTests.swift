import Testing

/// The first journey: watching a live run.
@Suite struct WatchingTests {
  @Test func aNewRunShowsItsTasksPausesStepsGoesOnAndIsResumed() throws {
    let proctor = try ProctorProgram(seeded: false)
    var driver = try proctor.dashboard(isNew: true)
    try driver.wait(for: "a task that was tried") {
      $0.text.contains(/(ded|abd|ind) (ok|valid|scored|solve|x )/)
    }
    try driver.pause()
    let before = try #require(driver.step)

    // A key that changes nothing makes a paused run write its idle mark and nothing else.
    try driver.type(Keys.escape)
    let bytes = driver.screen.byteCount
    try driver.type(Keys.escape)
    #expect(driver.screen.byteCount - bytes < 80)

    try driver.singleStep()
    #expect(driver.step == before + 1)
    try driver.decide("p", until: "RUNNING")

    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.unknown == [])
    #expect(driver.screen.leftModes == [])
    #expect(driver.localModes == ["ECHO", "ICANON", "ISIG"])
    #expect(driver.text.contains("Go on with: proctor run --resume run"))
    let stopped = try proctor.journal()
    #expect(stopped.last?.kind == "run.stopped")
    let last = try #require(stopped.of("step.finished").last?.step)

    // By its name, as the program said.
    driver = try proctor.dashboard()
    try driver.wait(for: "the step after the last") { _ in (driver.step ?? 0) > last }
    #expect(try driver.quit() == .status(0))
    let journal = try proctor.journal()
    let resumed = try #require(journal.of("run.resumed").first)
    #expect(resumed["checkpoint"] == last)
    #expect(resumed["repeatedSteps"] == 0)
    #expect(journal.map(\.seq) == Array(1...journal.count))
    let steps = journal.of("step.finished").map(\.step)
    #expect(steps == Array(1...steps.count))
  }

  @Test func everySizeIsUsable() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    for (columns, rows) in [(160, 50), (40, 10), (20, 3), (300, 90), (80, 24)] {
      try driver.resize(columns: columns, rows: rows)
      #expect(driver.lines.count == rows)
      #expect(driver.lines[0].contains(/RUNNING|SEED/), "at \(columns)x\(rows)")
    }
    try driver.pause()
    for (columns, rows) in [(160, 50), (40, 10), (80, 24)] {
      try driver.resize(columns: columns, rows: rows)
      for (key, text) in [("2", "2 Queue"), ("3", "3 Flags"), ("4", "4 Cons"), ("1", "1 Live")] {
        try driver.type(key)
        #expect(driver.text.contains("[\(text)"), "at \(columns)x\(rows)")
      }
    }
    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.unknown == [])
  }

  @Test func noColorIsHonoured() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard(environment: ["NO_COLOR": "1"])
    try driver.waitUntil(status: "RUNNING")
    try driver.waitForIdle()
    #expect(driver.screen.colorChanges == 0)
    #expect(driver.text.contains("┌"))
  }

  @Test func aLocaleWithoutUnicodeGetsASCII() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard(environment: ["LC_ALL": "C"])
    try driver.waitUntil(status: "RUNNING")
    try driver.waitForIdle()
    #expect(driver.screen.colorChanges > 0)
    #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(driver.text.contains("+="))
  }
}

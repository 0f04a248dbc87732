import Testing

/// Finding one's way: views, commands by name, filters, themes, and back again.
@Suite struct FindingTests {
  @Test func everyViewFilterAndCommandLeadsWhereItSays() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.pause()

    // Every view by its number; the log has what the journal has.
    for (key, text) in [
      ("5", "Runs ("), ("6", "Timeline (UTC)"), ("7", "Log (UTC)"), ("1", "Tasks"),
    ] {
      try driver.type(key)
      try driver.waitUntil(contains: text)
    }
    try driver.type("5")
    try driver.wait(for: "this run in the list") { $0.text.contains(#/run +(running|paused) /#) }

    // A filter narrows the log to checkpoints and says so in the border; Esc takes it away.
    try driver.type("7\\checkpoint.saved\r")
    try driver.waitUntil(contains: "\\ checkpoint.saved")
    #expect(driver.lines[2..<14].allSatisfy { !$0.contains("rollout.finished") })
    try driver.type(Keys.escape)
    try driver.wait(for: "the whole log") { !$0.text.contains("\\ checkpoint.saved") }

    // A command by a few letters of its name.
    try driver.type(":tmln\r")
    try driver.waitUntil(contains: "[6 Time")
    // Back to where one was.
    try driver.type("-")
    try driver.waitUntil(contains: "[7 Log")

    // A theme is tried on while it is chosen; the colours change, the text does not.
    let before = driver.screen.colorChanges
    try driver.type("T")
    try driver.waitUntil(contains: "in use")
    try driver.type("G\r")
    try driver.wait(for: "the list of themes to close") { !$0.text.contains("in use") }
    #expect(driver.screen.colorChanges > before)

    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.unknown == [])
    #expect(driver.screen.leftModes == [])
  }

  @Test func theScreenHeldStillWritesNothingWhileTheRunGoesOn() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.type("s")
    try driver.waitUntil(contains: "STILL")
    let step = driver.step
    try driver.look()
    let frame = try #require(driver.screen.idle?.frame)
    try driver.look()
    try driver.look()
    // Events came, and not one frame was drawn.
    #expect(driver.screen.idle?.frame == frame)
    #expect(driver.step == step)
    try driver.type("s")
    try driver.wait(for: "the run to be shown again") { !$0.text.contains("STILL") }
    #expect(try driver.quit() == .status(0))
  }

  @Test func keysAreTakenFromAFileAndConflictsAreRefused() throws {
    let proctor = try ProctorProgram()
    let keys = proctor.directory.appending(path: "keys.toml")
    try "[keys]\nquit = \"X\"\n".write(to: keys, atomically: true, encoding: .utf8)
    let driver = try proctor.dashboard(["--keys", keys.path])
    try driver.waitUntil(status: "RUNNING")
    try driver.type("X")
    try driver.waitUntil(contains: "save and quit?")
    try driver.press("y")
    #expect(try driver.waitForExit() == .status(0))

    try "[keys]\nquit = \"p\"\n".write(to: keys, atomically: true, encoding: .utf8)
    let refused = try proctor("run", "--resume", "run", "--keys", keys.path)
    #expect(refused.status != 0)
    #expect(refused.errors.contains("keys.toml:2: keys.quit: 'p' is also the key of 'pause'"))
  }
}

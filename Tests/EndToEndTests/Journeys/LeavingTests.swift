import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// However the program ends, the shell finds its terminal as it left it.
@Suite struct LeavingTests {
  private static let shellModes: Set<String> = ["ECHO", "ICANON", "ISIG"]

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalSavesTheRunAndGivesTheTerminalBack(signal: Int32) throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    #expect(driver.screen.leftModes.contains(1049))
    #expect(driver.localModes == [])
    driver.send(signal: signal)
    _ = try driver.waitForExit()
    #expect(driver.screen.leftModes == [])
    #expect(driver.localModes == Self.shellModes)

    let journal = try proctor.journal()
    #expect(journal.last?.kind == "run.stopped")
    let saved: Int? = journal.of("checkpoint.saved").last?["checkpoint"]
    #expect(saved == journal.of("step.finished").last?.step)
  }

  @Test func aTerminalThatGoesAwaySavesTheRun() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.closeTerminal()
    _ = try driver.waitForExit()
    let journal = try proctor.journal()
    #expect(journal.last?.kind == "run.stopped")
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP])
  func aCrashGivesTheTerminalBack(signal: Int32) throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitForIdle()
    driver.send(signal: signal)
    #expect(try driver.waitForExit() == .signal(signal))
    #expect(driver.screen.leftModes == [])
    #expect(driver.localModes == Self.shellModes)
  }

  @Test func ctrlZStopsTheJobAndTheShellCanContinueIt() throws {
    let proctor = try ProctorProgram()
    // A shell with job control, so that there is somebody to stop for and to continue it.
    let driver = try proctor.dashboard(
      under: "stty size; %; stty -a | grep -o ' icanon'; echo STOPPED; read line; fg; echo DONE")
    try driver.waitForIdle()
    #expect(driver.screen.leftModes.contains(1049))
    try driver.press(Keys.control("z"))
    try driver.waitUntil(contains: "STOPPED")
    #expect(driver.screen.leftModes == [])
    #expect(driver.text.contains(" icanon"))
    try driver.press("\n")
    try driver.wait(for: "the dashboard to come back") { $0.leftModes.contains(1049) }
    try driver.waitUntil(status: "RUNNING")
    // The shell read a key of those that were sent, so the dashboard's count of them is of no use.
    try driver.press("q")
    try driver.waitUntil(contains: "save and quit?")
    try driver.press("y")
    #expect(try driver.waitForExit() == .status(0))
    #expect(driver.text.contains("DONE"))
  }
}

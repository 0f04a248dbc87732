import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct TerminalDriverTests {
  @Test func aProgramsOutputAndStatusAreSeen() throws {
    let driver = try TerminalDriver("/bin/sh", ["-c", "echo hello; exit 3"])
    #expect(try driver.waitForExit() == .status(3))
    #expect(driver.lines[0] == "hello")
  }

  @Test func keysReachTheProgram() throws {
    let driver = try TerminalDriver("/bin/sh", ["-c", "read line; echo \"<$line>\""])
    try driver.press("abc\n")
    try driver.waitUntil(contains: "<abc>")
  }

  @Test func theTerminalIsTheControllingOneAndHasItsSize() throws {
    let driver = try TerminalDriver(
      "/bin/sh", ["-c", "stty size < /dev/tty"], columns: 61, rows: 17)
    _ = try driver.waitForExit()
    #expect(driver.lines[0] == "17 61")
  }

  @Test func aSignalEndsTheProgram() throws {
    let driver = try TerminalDriver("/bin/sh", ["-c", "echo ready; read line"])
    try driver.waitUntil(contains: "ready")
    driver.send(signal: SIGTERM)
    #expect(try driver.waitForExit() == .signal(SIGTERM))
  }

  @Test func theEndWhileWaitingIsAnErrorWithTheScreen() throws {
    let driver = try TerminalDriver("/bin/sh", ["-c", "echo oops"])
    let error = #expect(throws: DriverError.self) {
      try driver.waitUntil(contains: "never")
    }
    #expect(error?.code == .ended)
    #expect(error?.screen.first == "oops")
  }

  @Test func rawModesAreSeen() throws {
    let driver = try TerminalDriver("/bin/sh", ["-c", "stty raw -echo; echo now; read line"])
    try driver.waitUntil(contains: "now")
    #expect(driver.localModes == [])
  }

  @Test func whatAProgramLeavesBehindIsSeenAfterItsEnd() throws {
    let driver = try TerminalDriver(
      "/bin/sh", ["-c", "stty raw -echo; printf '\\033[?1049h\\033[?25l'"])
    #expect(try driver.waitForExit() == .status(0))
    #expect(driver.screen.leftModes == [25, 1049])
    #expect(driver.localModes == [])
  }
}

import Foundation
import Testing

/// A run that goes on without a screen, and those who attach to it.
@Suite struct AttachingTests {
  /// A run without a screen, which the test ends.
  private func headless(_ proctor: ProctorProgram) throws -> Process {
    // What an earlier one left is not yet the new one's.
    let before = socketIdentity(proctor)
    let run = try proctor.background(
      "run", "--headless", "--resume", "run", "--steps", "100000", "--threads", "1")
    let deadline = Date(timeIntervalSinceNow: 60)
    while [nil, before].contains(socketIdentity(proctor)), run.isRunning, Date() < deadline {
      Thread.sleep(forTimeInterval: 0.02)
    }
    return run
  }

  /// When the run's socket was made.
  private func socketIdentity(_ proctor: ProctorProgram) -> Date? {
    let facts = try? FileManager.default.attributesOfItem(atPath: proctor.run + "/attach.sock")
    return facts?[.modificationDate] as? Date
  }

  @Test func oneWatchesAndSteersOnTheScreenAndLeaves() throws {
    let proctor = try ProctorProgram()
    let run = try headless(proctor)
    defer { run.terminate() }
    let driver = try proctor.screen(["attach", "run"])
    try driver.waitUntil(contains: "ATTACHED")
    try driver.pause()
    try driver.singleStep()
    // q asks nothing: the run goes on without this screen.
    try driver.press("q")
    #expect(try driver.waitForExit() == .status(0))
    #expect(driver.screen.leftModes == [])
    #expect(run.isRunning)
    // The next one finds it as it was left, and ends it, in words.
    let plain = try proctor(
      arguments: ["attach", "run", "--plain"],
      input: "lines none\nstatus\nresume\nwait running\nrollback\nstop\nwait stopped\nstatus\n")
    #expect(plain.status == 0)
    #expect(plain.output.contains("run run: paused, step"))
    #expect(plain.output.contains("A new run goes on from its checkpoint"))
    #expect(plain.output.contains("run run: stopped"))
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    let journal = try proctor.journal()
    #expect(journal.of("run.paused").count == 2)
    #expect(journal.last?.kind == "run.stopped")
    #expect(!FileManager.default.fileExists(atPath: proctor.run + "/attach.sock"))
  }

  @Test func severalAttachAndASignalEndsOnlyTheScreen() throws {
    let proctor = try ProctorProgram()
    let run = try headless(proctor)
    defer { run.terminate() }
    let first = try proctor.screen(["attach", "run"])
    let second = try proctor.screen(["attach", "run", "--read-only"])
    try first.waitUntil(contains: "ATTACHED")
    try second.waitUntil(contains: "READ-ONLY")
    try first.pause()
    try second.waitUntil(status: "PAUSED")
    // Who only looks cannot let it go on.
    try second.type("p")
    try second.waitUntil(contains: "for reading only")
    second.send(signal: SIGTERM)
    _ = try second.waitForExit()
    #expect(second.screen.leftModes == [])
    #expect(run.isRunning)
    try first.decide("p", until: "RUNNING")
  }

  @Test func whereNoRunGoesOnItIsSaid() throws {
    let proctor = try ProctorProgram()
    let never = try proctor("attach", "run")
    #expect(never.status != 0)
    #expect(never.errors.contains("proctor run --resume run"))
    // A killed run leaves its socket; nobody is behind it.
    let run = try headless(proctor)
    kill(run.processIdentifier, SIGKILL)
    run.waitUntilExit()
    #expect(FileManager.default.fileExists(atPath: proctor.run + "/attach.sock"))
    let killed = try proctor("attach", "run")
    #expect(killed.errors.contains("is not going on"))
    // And it is in nobody's way.
    let next = try headless(proctor)
    let plain = try proctor(
      arguments: ["attach", "run", "--plain"], input: "lines none\nstop\nwait stopped\n")
    #expect(plain.status == 0)
    next.waitUntilExit()
    #expect(next.terminationStatus == 0)
  }
}

import Testing

/// Runs without a dashboard: for pipes, for screen readers, and over night.
@Suite struct WithoutTerminalTests {
  @Test func withoutATerminalThereIsALineAnEvent() throws {
    let proctor = try ProctorProgram()
    let before = try proctor.journal().count
    let result = try proctor("run", "--resume", proctor.run, "--steps", "2", "--threads", "1")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(!result.output.utf8.contains(0x1B))
    let journal = try proctor.journal()
    let numbered = result.lines.prefix { $0.first?.isNumber ?? false }
    let expected = journal[before...].map { "\($0.seq) step \($0.step) \($0.kind)" }
    #expect(numbered.count == expected.count)
    for (line, beginning) in zip(numbered, expected) { #expect(line.hasPrefix(beginning)) }
    #expect(result.lines.last == "Go on with: proctor run --resume run")
  }

  @Test func headlessIsSilentButForTheSummary() throws {
    let proctor = try ProctorProgram()
    let result = try proctor(
      "run", "--headless", "--resume", proctor.run, "--steps", "2", "--threads", "1")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.lines.count == 2)
    #expect(result.lines.first?.hasPrefix("run: finished after step 2") ?? false)
    let journal = try proctor.journal()
    #expect(journal.map(\.seq) == Array(1...journal.count))
    #expect(journal.last?.kind == "run.stopped")
  }

  @Test func mistakesAreToldBeforeAnythingStarts() throws {
    let proctor = try ProctorProgram(seeded: false)
    let theme = try proctor.dashboard(["--theme", "no-such-theme"], isNew: true)
    #expect(try theme.waitForExit() != .status(0))
    #expect(theme.text.contains("no-such-theme"))
    #expect(theme.screen.leftModes == [])
    let resumed = try proctor("run", "--resume", "no-such-run")
    #expect(resumed.status != 0)
    #expect(resumed.errors.contains("no run"))
    #expect(try proctor("runs").lines.count <= 1)
  }
}

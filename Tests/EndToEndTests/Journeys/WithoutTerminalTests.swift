import Foundation
import Testing

/// Runs without a dashboard: for pipes, for screen readers, and over night.
@Suite struct WithoutTerminalTests {
  @Test func withoutATerminalThereIsALineAnEvent() throws {
    let proctor = try ProctorProgram()
    let before = try proctor.journal().count
    let result = try proctor("run", "--resume", proctor.run, "--steps", "2", "--threads", "1")
    #expect(result.status == 0)
    #expect(!result.errors.contains("Error"))
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
    #expect(!result.errors.contains("Error"))
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

/// Every journey by typed commands, without a screen.
@Suite struct PlainJourneyTests {
  @Test func aScriptPausesReviewsFlagsConstrainsAndStops() throws {
    let proctor = try ProctorProgram()
    let result = try proctor.plain(
      """
      lines none
      hold all
      wait queue
      pause
      wait paused
      status
      queue
      set lines 9
      step
      wait step 3
      wait paused
      constraints
      help
      stop
      """)
    #expect(result.status == 0)
    #expect(!result.errors.contains("Error"))
    #expect(result.output.contains("paused, step"))
    #expect(result.output.contains("HELD: "))
    let journal = try proctor.journal()
    #expect(journal.of("review.policy").count == 1)
    #expect(journal.of("run.paused").count >= 1)
    #expect(journal.of("constraints.applied").count == 1)
    #expect(journal.last?.kind == "run.stopped")
  }

  @Test func aPausedRunGoesOnWhenItsScriptHasEnded() throws {
    let proctor = try ProctorProgram()
    let result = try proctor.plain("pause\nwait paused\n", ["--steps", "3"])
    #expect(result.status == 0)
    #expect(result.output.contains("the input has ended: the run goes on"))
    #expect(try proctor.journal().last?.kind == "run.stopped")
  }
}

/// What the machine has and lacks.
@Suite struct MachineTests {
  @Test func theDoctorReportsAndThemesCheck() throws {
    let proctor = try ProctorProgram(seeded: false)
    let doctor = try proctor("doctor", "--json")
    #expect(doctor.status == 0)
    let found = try JSONSerialization.jsonObject(with: Data(doctor.output.utf8)) as? [String: Any]
    let findings = found?["findings"] as? [[String: Any]] ?? []
    let names = Set(findings.compactMap { $0["name"] as? String })
    #expect(names.isSuperset(of: ["SQLite", "BLAS kernels", "locale", "runs", "theme"]))

    let check = try proctor("theme", "check")
    #expect(check.status == 0)
    #expect(check.lines.count { $0.contains("readable") } >= 8)
    let list = try proctor("theme", "list")
    for name in ["nord", "paper", "deuter", "mono"] { #expect(list.output.contains(name)) }
    #expect(try proctor("manual").output.hasPrefix(".TH PROCTOR 1"))
  }
}

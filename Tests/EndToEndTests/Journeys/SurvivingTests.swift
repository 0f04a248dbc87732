import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What a run survives: being killed at any event, and a file that cannot grow.
@Suite struct SurvivingTests {
  @Test func killedAtAnyEventARunLosesNothingAndGoesOnTheSame() throws {
    let (undisturbed, killed) = (try ProctorProgram(), try ProctorProgram())
    let steps = "3"
    #expect(
      try undisturbed("run", "--headless", "--resume", "run", "--steps", steps).status == 0)
    // Places all over a start, a step and a save, the same in every run of this test.
    for count in [1, 2, 9, 40, 170, 333, 420] {
      let run = try LineByLine(killed, ["run", "--plain", "--resume", "run", "--steps", steps])
      var last = 0
      for _ in 0..<count {
        guard let line = run.next() else { break }
        last = line.split(separator: " ").first.flatMap { Int($0) } ?? last
      }
      run.kill()
      let journal = try killed.journal()
      // What was shown was in the journal before.
      #expect(journal.count >= last)
      #expect(journal.map(\.seq) == Array(1...journal.count))
      let check = try killed("verify", "run")
      #expect(check.status == 0, "after \(count) lines: \(check.output)")
    }
    let resumed = try killed("run", "--headless", "--resume", "run", "--steps", steps)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("Goes on from the checkpoint at step"))
    let hashes = try [undisturbed, killed].map { program -> String? in
      try program.journal().of("checkpoint.saved").last?["hash"]
    }
    #expect(hashes[0] != nil && hashes[0] == hashes[1])
  }

  @Test func aFileThatCannotGrowPausesTheRunUntilItCan() throws {
    let proctor = try ProctorProgram()
    let run = try LineByLine(
      proctor, ["run", "--plain", "--resume", "run", "--steps", "3"], limit: 300)
    var lines: [String] = []
    func read(until text: String) -> Bool {
      while let line = run.next() {
        lines.append(line)
        if line.contains(text) { return true }
      }
      return false
    }
    #expect(read(until: "journal.failed"), "\(lines.suffix(5))")
    try run.liftLimit()
    #expect(read(until: "journal.recovered"), "\(lines.suffix(5))")
    while let line = run.next() { lines.append(line) }
    #expect(lines.contains { $0.contains("run.stopped") })
    let journal = try proctor.journal()
    #expect(journal.map(\.seq) == Array(1...journal.count))
    #expect(journal.last?.kind == "run.stopped")
    #expect(try proctor("verify", "run").status == 0)
  }
}

/// The program with its output read a line at a time.
private final class LineByLine {
  private let process = Process()
  private let output = Pipe()
  private var rest = Data()

  /// - Parameter limit: How large a file may grow, in KiB; nil for any size.
  init(_ program: ProctorProgram, _ arguments: [String], limit: Int? = nil) throws {
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let command = limit.map { "ulimit -S -f \($0); exec \"$0\" \"$@\"" } ?? "exec \"$0\" \"$@\""
    process.arguments = ["-c", command, program.path] + arguments
    process.environment = program.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
    // Commands would be read from it, and its end would be the end of them.
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try output.fileHandleForWriting.close()
  }

  /// The next line of the output; nil at its end.
  func next() -> String? {
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        defer { rest = rest[rest.index(after: end)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      rest = Data(rest) + more
    }
  }

  func kill() {
    _ = Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func liftLimit() throws {
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
    tool.arguments = ["--pid", "\(process.processIdentifier)", "--fsize=unlimited"]
    try tool.run()
    tool.waitUntilExit()
  }

  deinit {
    if process.isRunning { kill() }
  }
}

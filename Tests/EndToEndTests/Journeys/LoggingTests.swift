import Foundation
import Testing

/// The program's own log.
@Suite struct LoggingTests {
  private func log(_ proctor: ProctorProgram) throws -> [String] {
    let path = proctor.directory.appending(path: ".local/state/proctor/proctor.log").path
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func itTellsWhatStartedAndHowItEnded() throws {
    let proctor = try ProctorProgram()
    _ = try proctor(
      "run", "--resume", "run", "--steps", "2", "--threads", "1", "--plain")
    let lines = try log(proctor)
    #expect(lines.first?.contains("/runs/run: ") ?? false)
    #expect(lines.contains { $0.contains(" info [") && $0.hasSuffix("step 2: finished") })
    // A time in UTC, a level and a process in each.
    let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (debug|info|warning|error) \[\d+\] .+/
    #expect(lines.allSatisfy { $0.wholeMatch(of: form) != nil })
    #expect(!lines.contains { $0.contains(" debug ") })
  }

  @Test func hostileArgumentsStayOnTheirLine() throws {
    let proctor = try ProctorProgram(seeded: false)
    let name = "a\u{1B}]0;title\u{07}\nforged info [1] line"
    _ = try proctor(
      arguments: [
        "run", "--headless", "--steps", "1", "--threads", "1", "--seed", "1",
        "--evaluate-every", "0", "--run-dir", proctor.directory.path + "/runs/" + name,
      ])
    let lines = try log(proctor)
    #expect(!lines.contains { $0.hasPrefix("forged") })
    #expect(lines.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } })
  }
}

import Foundation
import Testing

/// What is done with a run's record without a screen: checked, taken elsewhere and back, searched,
/// reported on, compared, branched.
@Suite struct RecordTests {
  private func object(_ line: some StringProtocol) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
  }

  @Test func anExportedRunComesBackEqual() throws {
    let proctor = try ProctorProgram()
    let file = proctor.directory.appending(path: "run.jsonl").path
    #expect(try proctor("export", "run", "--output", file).status == 0)
    let imported = try proctor("import", file, "--run-dir", proctor.directory.path + "/back")
    #expect(imported.status == 0, "\(imported.errors)")
    let original = try proctor("verify", "run")
    #expect(original.status == 0)
    let link = try #require(original.lines.first { $0.hasPrefix("journal: last link ") })
    let copy = try proctor("verify", proctor.directory.path + "/back")
    #expect(copy.lines.contains(link))
    let again = try proctor("export", proctor.directory.path + "/back")
    #expect(try again.output == String(contentsOfFile: file, encoding: .utf8))
  }

  @Test func damageIsNamedAndIsAnError() throws {
    let proctor = try ProctorProgram()
    let state = proctor.run + "/checkpoints/step-000001/state.json"
    let handle = try #require(FileHandle(forWritingAtPath: state))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(" ".utf8))
    try handle.close()
    let result = try proctor("verify", "run")
    #expect(result.status == 1)
    #expect(result.output.contains("checkpoints/step-000001/state.json is not the file"))
    #expect(result.output.contains("checkpoint 0: 3 files, whole"))
    let branch = try proctor("branch", "run", "--from-checkpoint", "1", "--yes")
    #expect(branch.status != 0)
    #expect(branch.errors.contains("not the one that was saved"))
  }

  @Test func tablesAndSamplesHoldWhatTheJournalHolds() throws {
    let proctor = try ProctorProgram()
    let journal = try proctor.journal()
    let folder = proctor.directory.appending(path: "tables").path
    #expect(try proctor("export", "run", "--format", "csv", "--output", folder).status == 0)
    let rollouts = try String(contentsOfFile: folder + "/rollouts.csv", encoding: .utf8)
    #expect(rollouts.hasPrefix("seq,time,step,rollout,task,type,chain,answer,correct,reward"))
    let flags = try proctor("export", "run", "--format", "csv", "--table", "flags")
    #expect(flags.lines.first?.hasPrefix("seq,time,step,id,rule,severity") == true)

    let samples = try proctor("export", "run", "--format", "inspect")
    let finished = journal.of("rollout.finished")
    #expect(samples.lines.count == finished.count)
    for (line, event) in zip(samples.lines, finished).prefix(40) {
      let sample = try object(line)
      let metadata = try #require(sample["metadata"] as? [String: Any])
      #expect(metadata["seq"] as? Int == event.seq)
      #expect(metadata["chain"] as? String == event["chain"])
      #expect((sample["input"] as? String)?.isEmpty == false)
      #expect(sample["target"] is String && sample["id"] is String)
    }
  }

  @Test func searchAndTaskFindWhatWasWritten() throws {
    let proctor = try ProctorProgram()
    let proposed = try #require(try proctor.journal().of("task.validated").last)
    let id: String = try #require(proposed["task"])
    let hits = try proctor("search", "run", "task:return")
    #expect(hits.status == 0)
    #expect(hits.output.contains("task.proposed"))
    #expect(try proctor("search", "run", "zzzzunheardof").lines.count <= 1)
    let task = try proctor("task", "run", String(id.prefix(8)))
    #expect(task.status == 0)
    #expect(task.output.contains(id))
    #expect(try proctor("task", "run", "zzzz").status != 0)
  }

  @Test func reportIsOneFileThatLoadsNothing() throws {
    let proctor = try ProctorProgram()
    let file = proctor.directory.appending(path: "run.html").path
    let result = try proctor("report", "run", "--output", file)
    #expect(result.status == 0, "\(result.errors)")
    let html = try String(contentsOfFile: file, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>"))
    #expect(html.contains("<svg") && html.contains("whole"))
    for loaded in ["<script", "http://", "https://", "src=", "@import", "url("] {
      let places = html.replacing("http://www.w3.org/2000/svg", with: "").contains(loaded)
      #expect(!places, "\(loaded)")
    }
  }

  @Test func branchIsARunThatGoesOnAndCanBeCompared() throws {
    let proctor = try ProctorProgram()
    let refused = try proctor(arguments: ["branch", "run"], input: "7\n")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("nothing was done"))
    let made = try proctor(arguments: ["branch", "run", "--into", "other"], input: "1\n")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("A new run goes on from its checkpoint at step 1."))
    let resumed = try proctor(
      "run", "--headless", "--resume", "other", "--steps", "2", "--threads", "1")
    #expect(resumed.status == 0, "\(resumed.errors)")
    let runs = try proctor("runs")
    #expect(runs.lines.contains { $0.hasPrefix("other") && $0.contains("finished") })
    #expect(runs.lines.contains { $0.hasPrefix("run ") })

    let page = proctor.directory.appending(path: "both.html").path
    for alignment in ["step", "tokens", "time"] {
      let both = try proctor("compare", "run", "other", "--by", alignment, "--html", page)
      #expect(both.status == 0, "\(both.errors)")
      #expect(both.output.hasPrefix("A = run, B = other"))
      #expect(both.output.contains("Constraint revisions: the same"))
    }
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<svg"))
    // The branch knows its past: the first steps are in its dashboard, not in its journal.
    let other = try proctor("export", "other")
    #expect(other.output.contains(#""branch":{"run":"run","checkpoint":1"#))
  }

  @Test func replayPrintsTheEventsAndRecordsTheScreens() throws {
    let proctor = try ProctorProgram()
    let journal = try proctor.journal()
    let plain = try proctor("replay", "run")
    #expect(plain.lines.count == journal.count)
    let cast = proctor.directory.appending(path: "run.cast").path
    let made = try proctor(
      "replay", "run", "--asciicast", cast, "--size", "100x30", "--speed", "20")
    #expect(made.status == 0, "\(made.errors)")
    let lines = try String(contentsOfFile: cast, encoding: .utf8).split(separator: "\n")
    let header = try object(try #require(lines.first))
    #expect(header["version"] as? Int == 2 && header["width"] as? Int == 100)
    var screen = VirtualScreen(columns: 100, rows: 30)
    var last = 0.0
    for line in lines.dropFirst() {
      let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any] ?? []
      let time = try #require(entry.first as? Double)
      #expect(time >= last && entry[1] as? String == "o")
      last = time
      screen.feed(try #require(entry[2] as? String).utf8)
    }
    #expect(screen.lines[0].contains("REPLAY") && screen.lines[0].contains("STOPPED"))
    #expect(screen.unknown == [])
    #expect(try proctor("replay", "run", "--asciicast", cast).status != 0)
    let again = proctor.directory.appending(path: "again.cast").path
    _ = try proctor("replay", "run", "--asciicast", again, "--size", "100x30", "--speed", "20")
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: again))
        == Data(contentsOf: URL(fileURLWithPath: cast)))
  }
}

import Core
import EventSamples
import Foundation
import GRDB
import Journal
import Testing

let identity = RunIdentity(
  name: "run-0001", seed: .max, preset: "fixed", version: "0.1", created: 1_700_000_000.125)

/// Small events numbered from `first` to `last`.
func numbered(_ range: ClosedRange<Int64>) -> [RunEvent] {
  range.map { seq in
    RunEvent(
      seq: seq, time: Double(seq) / 8, step: Int(seq) / 10,
      body: .taskAdmitted(
        TaskAdmitted(task: TaskID(rawValue: "task-\(seq % 7)"), type: .deduction)))
  }
}

@Suite struct JournalTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("journal.sqlite")
  }

  @Test(arguments: [false, true])
  func everyKindIsReadBackEqual(durably: Bool) throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(RunEvent.samples, durably: durably)
    let reader = try JournalReader(path: path)
    #expect(try reader.events(limit: 100) == RunEvent.journaledSamples)
    #expect(try reader.lastSeq() == Int64(RunEvent.journaledSamples.count))
    #expect(try reader.count() == RunEvent.journaledSamples.count)
    #expect(try reader.count(of: .rolloutText) == 0)
    #expect(try reader.count(of: .flagRaised) == 1)
    #expect(try reader.identity() == identity)
  }

  @Test func numbersThatJSONCannotWriteAreReadBack() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    let update = PolicyUpdated(
      policyVersion: 1, rows: 0, loss: -.infinity, gradientNorm: .infinity, clipShare: 0,
      divergence: .nan)
    try writer.append([RunEvent(seq: 1, time: 0, step: 1, body: .policyUpdated(update))])
    let events = try JournalReader(path: path).events(limit: 1)
    guard case .policyUpdated(let read) = events.first?.body else {
      Issue.record("no update was read back")
      return
    }
    #expect(read.loss == -.infinity && read.gradientNorm == .infinity && read.divergence.isNaN)
  }

  @Test func gapsRepetitionsAndDisorderAreRefusedWhole() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...3))
    for wrong in [numbered(5...6), numbered(3...4), Array(numbered(4...5).reversed())] {
      let error = #expect(throws: JournalError.self) { try writer.append(wrong) }
      #expect(error?.code == .notGapless)
    }
    // The first of these two continues the numbers; the batch is still all or none.
    let error = #expect(throws: JournalError.self) {
      try writer.append(numbered(4...4) + numbered(6...6))
    }
    #expect(error?.message == "event 6 (task.admitted) does not follow 4")
    #expect(writer.lastSeq == 3)
    try writer.append(numbered(4...4))
    #expect(try JournalReader(path: path).events(limit: 100) == numbered(1...4))
  }

  @Test func readerFollowsAWriter() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    let reader = try JournalReader(path: path)
    #expect(try reader.lastSeq() == 0)
    #expect(try reader.events(limit: 10).isEmpty)
    try writer.append(numbered(1...5))
    #expect(try reader.events(from: 4, limit: 10) == numbered(4...5))
    try writer.append(numbered(6...9), durably: true)
    try writer.flush()
    #expect(try reader.events(from: 5, limit: 3) == numbered(5...7))
  }

  @Test func queriesByKindAndTaskUseTheirIndexes() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...20))
    let reader = try JournalReader(path: path)
    #expect(try reader.events(about: TaskID(rawValue: "task-3")).map(\.seq) == [3, 10, 17])
    #expect(try reader.events(of: .taskAdmitted).count == 20)
    #expect(try reader.events(of: .taskHeld).isEmpty)
    let database = try DatabaseQueue(path: path)
    for (column, index) in [("kind", "event_on_kind"), ("task", "event_on_task")] {
      let plan = try database.read { db in
        try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN SELECT * FROM event WHERE \(column) = 'x' ORDER BY seq")
      }
      #expect(plan.map { $0["detail"] as String }.joined().contains(index))
    }
  }

  @Test func iterationComesInBatchesAndInOrder() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...1_300))
    var sizes: [Int] = []
    var seqs: [Int64] = []
    try JournalReader(path: path).forEachBatch(from: 2) { events in
      sizes.append(events.count)
      seqs += events.map(\.seq)
    }
    #expect(seqs == Array(2...1_300))
    #expect(sizes == [512, 512, 275])
  }

  @Test func exportIsTheEventsOneALine() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(RunEvent.samples)
    var text = ""
    try JournalReader(path: path).exportJSONLines { text += String(decoding: $0, as: UTF8.self) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "")
    let encoder = OrderedJSONEncoder()
    let events = lines.dropFirst().dropLast()
    #expect(try events.map(String.init) == RunEvent.journaledSamples.map(encoder.string))
    let seqs = try lines.dropLast().map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["seq"] as? Int
    }
    // The header has number 0, so that a table of the lines can do without it.
    #expect(seqs == Array(0...RunEvent.journaledSamples.count))
    #expect(lines[0].hasPrefix(#"{"seq":0,"time":1700000000.125,"step":0,"kind":"journal","#))
  }

  @Test func exportGoesThroughAPipeAndSaysWhenItBreaks() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...2))
    let reader = try JournalReader(path: path)
    let out = folder.file("out.jsonl")
    #expect(FileManager.default.createFile(atPath: out, contents: nil))
    let handle = try #require(FileHandle(forWritingAtPath: out))
    try reader.exportJSONLines(to: handle.fileDescriptor)
    try handle.close()
    let text = try String(contentsOfFile: out, encoding: .utf8)
    #expect(text.hasSuffix((try OrderedJSONEncoder().string(numbered(2...2)[0])) + "\n"))
    let error = #expect(throws: JournalError.self) { try reader.exportJSONLines(to: -1) }
    #expect(error?.code == .outputFailed)
  }
}

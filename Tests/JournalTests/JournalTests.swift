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

  @Test func eventsAreFoundByKindAndTaskFiledOrNot() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    let reader = try JournalReader(path: path)
    let task = TaskID(rawValue: "task-3")
    func check(upTo last: Int64) throws {
      let wanted = (1...last).filter { $0 % 7 == 3 }
      #expect(try reader.events(about: task).map(\.seq) == wanted)
      #expect(try reader.count(of: .taskAdmitted) == Int(last))
      #expect(try reader.tasks(beginningWith: "task").count == 7)
      #expect(try reader.events(about: [task, TaskID(rawValue: "none")]).count == wanted.count)
    }
    try writer.append(numbered(1...20))
    try check(upTo: 20)
    // Tasks are filed some thousand events at a time: these are, and the last ones are not yet.
    for first in stride(from: Int64(21), to: 5_021, by: 500) {
      try writer.append(numbered(first...first + 499))
    }
    try check(upTo: 5_020)
    let database = try DatabaseQueue(path: path)
    let filed = try database.read { try Int64.fetchOne($0, sql: "SELECT filed FROM chain") }
    #expect(try #require(filed) > 4_000)
    try writer.close()
    let next = try JournalWriter(resuming: path)
    try next.append(numbered(5_021...5_030))
    try check(upTo: 5_030)
    #expect(try reader.verify().problem == nil)
  }

  @Test func rareKindsAreFoundWithoutGoingThroughAllEvents() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(RunEvent.samples)
    let reader = try JournalReader(path: path)
    for event in RunEvent.journaledSamples {
      #expect(try reader.events(of: event.kind) == [event])
      #expect(try reader.count(of: event.kind, after: event.seq) == 0)
    }
    let database = try DatabaseQueue(path: path)
    let plan = try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT body FROM landmark CROSS JOIN event USING (seq, kind)
          WHERE kind = 'flag.raised' AND seq >= 1 ORDER BY seq LIMIT 9
          """)
    }
    let steps = plan.map { $0["detail"] as String }
    #expect(steps.allSatisfy { $0.hasPrefix("SEARCH") }, "\(steps)")
  }

  @Test func newestFlagsAndThoseAskedForAreFound() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    guard case .flagRaised(var flag) = RunEvent.Body.sample(of: .flagRaised) else { return }
    try writer.append(
      (1...40).map { seq in
        flag.id = FlagID(rawValue: 100 + seq)
        let body: RunEvent.Body = seq % 4 == 0 ? .flagRaised(flag) : numbered(1...1)[0].body
        return RunEvent(seq: Int64(seq), time: 0, step: 1, body: body)
      })
    let reader = try JournalReader(path: path)
    let ids = Set([108, 104, 105, 140].map(FlagID.init(rawValue:)))
    #expect(try reader.flags(newest: 3, and: []).map(\.seq) == [32, 36, 40])
    #expect(try reader.flags(newest: 3, and: ids).map(\.seq) == [4, 8, 32, 36, 40])
    #expect(try reader.flags(newest: 2, and: ids, upTo: 20).map(\.seq) == [4, 8, 16, 20])
    #expect(try reader.flags(newest: 99, and: ids, upTo: 20).map(\.seq) == [4, 8, 12, 16, 20])
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

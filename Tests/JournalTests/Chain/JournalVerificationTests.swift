import Core
import EventSamples
import Foundation
import GRDB
import Journal
import Testing

@Suite struct JournalVerificationTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("journal.sqlite")
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...40))
    try writer.append(numbered(41...60), durably: true)
    try writer.close()
  }

  /// Verifies the journal after it was changed behind the program's back.
  private func verify(after sql: String) throws -> JournalVerification {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { db in try db.execute(sql: sql) }
    try database.close()
    return try JournalReader(path: path).verify()
  }

  private func problem(
    after sql: String
  ) throws -> (kind: JournalVerification.Problem.Kind, seq: Int64)? {
    try verify(after: sql).problem.map { ($0.kind, $0.seq) }
  }

  @Test func untouchedJournalIsWhole() throws {
    let result = try JournalReader(path: path).verify()
    #expect(result.problem == nil)
    #expect(result.events == 60)
    #expect(result.chainedFrom == 1)
  }

  @Test func headIsTheSameForTheSameEventsHoweverTheyWereAppended() throws {
    let other = folder.file("other.sqlite")
    let writer = try JournalWriter(creating: other, run: identity)
    for event in numbered(1...60) { try writer.append([event]) }
    #expect(try JournalReader(path: path).verify().head == writer.lastHash)
    var identity = identity
    identity.seed = 1
    let third = try JournalWriter(creating: folder.file("third.sqlite"), run: identity)
    try third.append(numbered(1...60))
    #expect(third.lastHash != writer.lastHash)
  }

  @Test func chainIsWhatTheExportGives() throws {
    var lines: [Substring] = []
    try JournalReader(path: path).exportJSONLines { bytes in
      lines += String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
    // The recipe of `EventHash`, in another implementation of it: the system's sha256sum.
    let seed = rowsOfIdentity.map { "\($0)\n" }.joined()
    var link = try sha256(Data("proctor journal\n\(seed)".utf8))
    for line in lines.dropFirst() { link = try sha256(link + Data(line.utf8)) }
    let head = try JournalReader(path: path).verify().head
    #expect(head?.bytes == Array(link))
    #expect(lines[0].contains(#""head":"\#(try #require(head))""#))
  }

  private var rowsOfIdentity: [String] {
    [
      "name=\(identity.name)", "seed=\(identity.seed)", "preset=\(identity.preset)",
      "version=\(identity.version)", "created=\(identity.created)",
    ]
  }

  private func sha256(_ data: Data) throws -> Data {
    let input = folder.file("bytes")
    try data.write(to: URL(fileURLWithPath: input))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [input]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let digits = Array(text.prefix(64)).compactMap(\.hexDigitValue)
    return Data(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }

  @Test(arguments: [
    "UPDATE event SET body = replace(body, 'task-3', 'task-4') WHERE seq = 17",
    "UPDATE event SET time = time + 1 WHERE seq = 17",
    "UPDATE event SET step = 0 WHERE seq = 17",
    "UPDATE event SET kind = 'task.purged' WHERE seq = 17",
    "UPDATE event SET hash = zeroblob(32) WHERE seq = 17",
    "UPDATE event SET hash = NULL WHERE seq = 17",
    "UPDATE event SET task = 'task-5' WHERE seq = 17",
    "UPDATE event SET task = NULL WHERE seq = 17",
  ])
  func alteredEventIsNamed(sql: String) throws {
    let found = try #require(try problem(after: sql))
    #expect(found == (.altered, 17))
  }

  @Test func missingEventsAreNamed() throws {
    let result = try verify(after: "DELETE FROM event WHERE seq = 17")
    #expect(result.problem?.kind == .missing)
    #expect(result.problem?.message == "event 17 is missing")
    #expect(result.events == 16)
    let more = try verify(after: "DELETE FROM event WHERE seq BETWEEN 5 AND 9")
    #expect(more.problem?.message == "events 5 to 9 are missing")
  }

  @Test func missingEventsAtBothEndsAreNamed() throws {
    let last = try verify(after: "DELETE FROM event WHERE seq > 58")
    #expect(last.problem?.kind == .missing)
    #expect(last.problem?.seq == 59)
    let first = try verify(after: "DELETE FROM event WHERE seq = 1")
    #expect(first.problem?.seq == 1)
  }

  @Test func closedGapIsStillNamed() throws {
    let found = try #require(
      try problem(
        after: """
          DELETE FROM event WHERE seq BETWEEN 17 AND 18;
          UPDATE event SET seq = -(seq - 2) WHERE seq > 18;
          UPDATE event SET seq = -seq WHERE seq < 0;
          """))
    #expect(found == (.missing, 17))
  }

  @Test func swappedEventsAreNamed() throws {
    let rows = try verify(
      after: """
        UPDATE event SET seq = -1 WHERE seq = 17;
        UPDATE event SET seq = 17 WHERE seq = 20;
        UPDATE event SET seq = 20 WHERE seq = -1;
        """)
    #expect(rows.problem?.kind == .reordered)
    #expect(rows.problem?.message == "event 17 holds what was event 20 (task.admitted)")
  }

  @Test func swappedContentsAreNamed() throws {
    let result = try verify(
      after: """
        CREATE TEMP TABLE a AS SELECT * FROM event WHERE seq IN (30, 35);
        UPDATE event SET (time, step, kind, task, body) =
          (SELECT time, step, kind, task, body FROM a WHERE seq = 35) WHERE seq = 30;
        UPDATE event SET (time, step, kind, task, body) =
          (SELECT time, step, kind, task, body FROM a WHERE seq = 30) WHERE seq = 35;
        """)
    #expect(result.problem?.kind == .reordered)
    #expect(result.problem?.message == "event 30 holds what was event 35 (task.admitted)")
  }

  @Test func insertedEventsAreNamed() throws {
    let between = try #require(
      try problem(
        after: """
          UPDATE event SET seq = -(seq + 1) WHERE seq >= 17;
          UPDATE event SET seq = -seq WHERE seq < 0;
          INSERT INTO event SELECT 17, time, step, kind, task, rollout, body, hash
            FROM event WHERE seq = 3;
          """))
    #expect(between == (.inserted, 17))
  }

  @Test func eventAddedAtTheEndIsNamed() throws {
    let found = try #require(
      try problem(
        after: """
          INSERT INTO event SELECT 61, time, step, kind, task, rollout, body, hash
            FROM event WHERE seq = 60
          """))
    #expect(found == (.inserted, 61))
  }

  @Test(arguments: [
    ("UPDATE run SET value = '12' WHERE key = 'seed'", 1),
    ("UPDATE chain SET first = 30; UPDATE event SET hash = NULL WHERE seq < 30", 30),
    ("UPDATE chain SET first = 30", 1),
    ("UPDATE chain SET hash = zeroblob(32)", 60),
  ])
  func alteredRunAndChainAreNamed(sql: String, seq: Int64) throws {
    let found = try #require(try problem(after: sql))
    #expect(found == (.altered, seq))
  }

  @Test func removedChainIsNamed() throws {
    #expect(try problem(after: "DELETE FROM chain")?.kind == .missing)
  }

  @Test func alteredEndIsNotContinued() throws {
    _ = try verify(after: "DELETE FROM event WHERE seq = 60")
    let error = #expect(throws: JournalError.self) { try JournalWriter(resuming: path) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("proctor verify") == true)
  }

  @Test func chainGoesOnAfterAResume() throws {
    let writer = try JournalWriter(resuming: path)
    try writer.append(numbered(61...70))
    let result = try JournalReader(path: path).verify()
    #expect(result.problem == nil && result.events == 70 && result.head == writer.lastHash)
  }

  /// A journal as the first format wrote it.
  private func makeOldJournal(_ name: String) throws -> String {
    let old = folder.file(name)
    try FileManager.default.copyItem(atPath: path, toPath: old)
    let database = try DatabaseQueue(path: old)
    try database.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          ALTER TABLE event DROP COLUMN hash;
          DROP TABLE chain;
          DROP TABLE subject;
          DROP TABLE landmark;
          CREATE INDEX event_on_kind ON event(kind);
          CREATE INDEX event_on_step ON event(step);
          CREATE INDEX event_on_task ON event(task) WHERE task IS NOT NULL;
          DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1:%';
          PRAGMA user_version = 1;
          """)
    }
    try database.close()
    return old
  }

  @Test func oldJournalOpensAndSaysThatItIsNotChained() throws {
    let old = try makeOldJournal("old.sqlite")
    let reader = try JournalReader(path: old)
    #expect(try reader.events(limit: 100) == numbered(1...60))
    let result = try reader.verify()
    #expect(result.problem == nil && result.chainedFrom == nil && result.head == nil)
  }

  @Test func oldJournalIsSearchedByKindAndTaskBeforeAndAfterItsMigration() throws {
    let old = try makeOldJournal("old.sqlite")
    let before = try JournalReader(path: old)
    let task = TaskID(rawValue: "task-3")
    let wanted = try JournalReader(path: path).events(about: task)
    #expect(try before.events(about: task) == wanted)
    #expect(try before.count(of: .taskAdmitted) == 60)
    try JournalWriter(resuming: old).close()
    for reader in [before, try JournalReader(path: old)] {
      #expect(try reader.events(about: task) == wanted)
      #expect(try reader.count(of: .taskAdmitted) == 60)
      #expect(try reader.tasks(beginningWith: "task-").count == 7)
    }
    #expect(try JournalReader(path: old).verify().problem == nil)
  }

  @Test func eventTakenOutOfTheListsIsNamed() throws {
    let writer = try JournalWriter(resuming: path)
    let pause = RunEvent(seq: 61, time: 9, step: 6, body: .runPaused(OperatorAct(by: "ann")))
    try writer.append([pause])
    for first in stride(from: Int64(62), to: 5_562, by: 500) {
      try writer.append(numbered(first...first + 499))
    }
    #expect(try JournalReader(path: path).verify().problem == nil)
    #expect(try problem(after: "DELETE FROM landmark WHERE seq = 61")?.seq == 61)
    let tasks = "DELETE FROM subject WHERE task = 'task-1' AND block = 1"
    #expect(
      try problem(after: "INSERT INTO landmark VALUES ('run.paused', 61); \(tasks)")?.seq == 1_030)
  }

  @Test func oldJournalIsChainedFromItsNextEventOn() throws {
    let old = try makeOldJournal("old.sqlite")
    let writer = try JournalWriter(resuming: old)
    try writer.append(numbered(61...70))
    try writer.close()
    #expect(try JournalReader(path: old).verify().chainedFrom == 61)
    try JournalWriter(resuming: old).close()
    let database = try DatabaseQueue(path: old)
    try database.write { db in
      try db.execute(sql: "UPDATE event SET time = 0 WHERE seq IN (7, 65)")
    }
    try database.close()
    let problem = try JournalReader(path: old).verify().problem
    #expect(problem?.seq == 65 && problem?.kind == .altered)
  }
}

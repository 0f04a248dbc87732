import Core
import EventSamples
import Foundation
import GRDB
import Journal
import Testing

@Suite struct JournalRecoveryTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("journal.sqlite")
  }

  /// What a killed writer leaves behind: the files as they are while it still has them open.
  private func copyMidway(to name: String, with suffixes: [String]) throws -> String {
    let copy = folder.file(name)
    for suffix in suffixes {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  @Test(arguments: [["", "-wal"], ["", "-wal", "-shm"]])
  func nothingAppendedIsLostToAKill(suffixes: [String]) throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...40))
    try writer.append(numbered(41...50), durably: true)
    let copy = try copyMidway(to: "copy.sqlite", with: suffixes)
    #expect(try JournalReader(path: copy).events(limit: 100) == numbered(1...50))
    let resumed = try JournalWriter(resuming: copy)
    #expect(resumed.lastSeq == 50)
    try resumed.append(numbered(51...60))
    #expect(try JournalReader(path: copy).events(limit: 100) == numbered(1...60))
  }

  @Test func logCutShortLosesWholeAppendsOnly() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.flush()
    // More than the log held before: what is cut off at its end is the last append.
    for append in 0..<40 {
      try writer.append(numbered(Int64(append * 10 + 1)...Int64(append * 10 + 10)))
    }
    let copy = try copyMidway(to: "copy.sqlite", with: ["", "-wal"])
    let log = try FileHandle(forUpdating: URL(fileURLWithPath: copy + "-wal"))
    let size = try log.seekToEnd()
    try log.truncate(atOffset: size - 100)
    try log.close()
    let events = try JournalReader(path: copy).events(limit: 1_000)
    #expect(events == numbered(1...390))
    let resumed = try JournalWriter(resuming: copy)
    try resumed.append(numbered(391...392))
    #expect(resumed.lastSeq == 392)
  }

  @Test func closedJournalIsOneFile() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...5))
    try writer.close()
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    #expect(try JournalReader(path: path).events(limit: 10) == numbered(1...5))
    let error = #expect(throws: JournalError.self) { try writer.append(numbered(6...6)) }
    #expect(error != nil)
  }

  @Test func missingAndExistingFilesAreSaid() throws {
    #expect(throws: JournalError.self) { try JournalReader(path: path) }
    let missing = #expect(throws: JournalError.self) { try JournalWriter(resuming: path) }
    #expect(missing?.code == .missing)
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try JournalWriter(creating: path, run: identity)
    let exists = #expect(throws: JournalError.self) {
      try JournalWriter(creating: path, run: identity)
    }
    #expect(exists?.code == .exists)
  }

  @Test func textFileIsNoDatabase() throws {
    try String(repeating: "not a database\n", count: 100)
      .write(toFile: path, atomically: true, encoding: .utf8)
    expectFailure(.notADatabase)
  }

  @Test func emptyFileAndOtherProgramsDatabaseAreForeign() throws {
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    expectFailure(.foreign)
    let other = try DatabaseQueue(path: path)
    try other.write { db in try db.execute(sql: "CREATE TABLE event (seq INTEGER)") }
    try other.close()
    expectFailure(.foreign)
  }

  @Test func newerFormatIsSaid() throws {
    try JournalWriter(creating: path, run: identity).close()
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA user_version = 1000")
    }
    try database.close()
    expectFailure(.newerFormat)
  }

  @Test func fileCutShortIsDamagedAndNotACrash() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...2_000))
    try writer.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 5 * 4_096 + 100)
    try file.close()
    let error = #expect(throws: JournalError.self) {
      try JournalReader(path: path).events(limit: 5_000)
    }
    #expect(error?.code == .corrupt)
  }

  @Test func overwrittenPagesAreDamagedAndNotACrash() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...500))
    try writer.close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 4_096..<bytes.count { bytes[index] = 0x55 }
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: JournalError.self) {
      try JournalReader(path: path).events(limit: 5_000)
    }
    #expect(error?.code == .corrupt)
  }

  @Test func rowThatIsNoEventNamesItself() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...3))
    try writer.close()
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      try db.execute(sql: "UPDATE event SET body = '{\"task\":1}' WHERE seq = 2")
      try db.execute(sql: "UPDATE event SET kind = 'task.melted' WHERE seq = 3")
    }
    try database.close()
    let reader = try JournalReader(path: path)
    let damaged = #expect(throws: JournalError.self) { try reader.events(from: 2, limit: 1) }
    #expect(damaged?.code == .corrupt)
    #expect(damaged?.message.hasPrefix("event 2 (task.admitted) does not hold") == true)
    let unknown = #expect(throws: JournalError.self) { try reader.events(from: 3, limit: 1) }
    #expect(unknown?.code == .newerFormat)
    #expect(unknown?.message.contains("task.melted") == true)
  }

  private func expectFailure(
    _ code: JournalError.Code, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let reading = #expect(throws: JournalError.self, sourceLocation: sourceLocation) {
      try JournalReader(path: path)
    }
    #expect(reading?.code == code, sourceLocation: sourceLocation)
    let writing = #expect(throws: JournalError.self, sourceLocation: sourceLocation) {
      try JournalWriter(resuming: path)
    }
    #expect(writing?.code == code, sourceLocation: sourceLocation)
  }
}

import Core
import GRDB
import Synchronization

/// The one writer of a run's journal: appends events, and never changes or removes one.
///
/// Hold the run directory's lock while there is a writer. Every append is one transaction that a
/// killed process does not lose; a durable one is on the disk when it returns, so that a power cut
/// does not lose it either. Calls block on the disk: make them from an engine's or a writer's
/// thread, never from the cooperative pool.
public final class JournalWriter: Sendable {
  /// The database file.
  public let path: String
  private let database: DatabaseQueue
  private let last: Mutex<Int64>

  /// Makes a new journal at `path`, where there is no file yet.
  public convenience init(creating path: String, run: RunIdentity) throws(JournalError) {
    guard !fileExists(path) else {
      throw JournalError(
        code: .exists, message: "there is a journal already; resume its run or choose another name",
        context: path)
    }
    let database = try JournalWriter.open(path)
    try attempt(path) {
      try JournalSchema.migrator.migrate(database)
      try database.write { db in
        for row in run.rows {
          try db.execute(
            sql: "INSERT INTO run (key, value) VALUES (?, ?)", arguments: [row.key, row.value])
        }
      }
    }
    self.init(path: path, database: database, last: 0)
  }

  /// Opens the journal of an earlier process, however that process ended, to append to it.
  public convenience init(resuming path: String) throws(JournalError) {
    guard fileExists(path) else {
      throw JournalError(code: .missing, message: "there is no journal", context: path)
    }
    let database = try JournalWriter.open(path)
    let last = try attempt(path) {
      try database.read { db in try JournalSchema.check(db, path: path) }
      try JournalSchema.migrator.migrate(database)
      return try database.read { db in
        try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event") ?? 0
      }
    }
    self.init(path: path, database: database, last: last)
  }

  private init(path: String, database: DatabaseQueue, last: Int64) {
    self.path = path
    self.database = database
    self.last = Mutex(last)
  }

  private static func open(_ path: String) throws(JournalError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.label = "journal"
    // Readers never block a writer in WAL mode; only another writer, who must not be there, does.
    configuration.busyMode = .timeout(1)
    return try attempt(path) { [configuration] in
      try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// The number of the last event in the journal; 0 for an empty one.
  public var lastSeq: Int64 { last.withLock { $0 } }

  /// Appends events, all or none, in one transaction.
  ///
  /// - Parameters:
  ///   - events: numbered on from `lastSeq` without a gap. Transient events are passed over.
  ///   - durably: waits until this and everything before is on the disk. For verdicts, revisions
  ///     and whatever else must not be lost once it took effect.
  public func append(_ events: [RunEvent], durably: Bool = false) throws(JournalError) {
    let path = self.path
    let database = self.database
    let outcome = last.withLock { last in
      Result { () throws(JournalError) in
        try attempt(path) {
          let encoded = try EncodedEvent.encode(events, after: last, path: path)
          guard let end = encoded.last?.event.seq else { return }
          try database.writeWithoutTransaction { db in
            if durably { try db.execute(sql: "PRAGMA synchronous = FULL") }
            defer { if durably { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
            try db.inTransaction {
              let statement = try db.cachedStatement(sql: EncodedEvent.insertion)
              for event in encoded { try event.insert(statement) }
              return .commit
            }
          }
          last = end
        }
      }
    }
    try outcome.get()
  }

  /// Syncs what was appended to the disk, and moves it from the write-ahead log into the database.
  public func flush() throws(JournalError) {
    try attempt(path) {
      try database.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    }
  }

  /// Flushes and closes the database. Nothing can be appended afterwards.
  public func close() throws(JournalError) {
    try attempt(path) { try database.close() }
  }
}

import Core
import Foundation
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
  private let state: Mutex<State>

  /// What the next append goes on from.
  private struct State {
    var chain: ChainRecord
    var places: EventPlaces
  }

  /// Makes a new journal at `path`, where there is no file yet.
  public convenience init(creating path: String, run: RunIdentity) throws(JournalError) {
    try self.init(creating: path, run: run, chainedFrom: 1)
  }

  /// Makes a new journal whose chain begins at a given event, as that of an imported one may.
  init(creating path: String, run: RunIdentity, chainedFrom first: Int64) throws(JournalError) {
    guard !fileExists(path) else {
      throw JournalError(
        code: .exists, message: "there is a journal already; resume its run or choose another name",
        context: path)
    }
    let database = try JournalWriter.open(path)
    let chain = ChainRecord(first: first, seq: 0, hash: EventHash(identity: run))
    try attempt(path) {
      try JournalSchema.migrator.migrate(database)
      try database.write { db in
        for row in run.rows {
          try db.execute(
            sql: "INSERT INTO run (key, value) VALUES (?, ?)", arguments: [row.key, row.value])
        }
        try chain.insert(db)
      }
    }
    self.path = path
    self.database = database
    state = Mutex(State(chain: chain, places: EventPlaces()))
  }

  /// Opens the journal of an earlier process, however that process ended, to append to it.
  ///
  /// A journal that was begun before there was a hash chain gets one from its next event on.
  public init(resuming path: String) throws(JournalError) {
    guard fileExists(path) else {
      throw JournalError(code: .missing, message: "there is no journal", context: path)
    }
    let database = try JournalWriter.open(path)
    state = Mutex(
      try attempt(path) {
        try database.read { db in try JournalSchema.check(db, path: path) }
        try JournalSchema.migrator.migrate(database)
        return try database.write { db in
          State(
            chain: try JournalWriter.chain(in: db, path: path), places: try EventPlaces(db))
        }
      })
    self.path = path
    self.database = database
  }

  /// The chain to go on with. Throws when the journal's end is not what was written last.
  private static func chain(in db: Database, path: String) throws -> ChainRecord {
    let last = try Row.fetchOne(db, sql: "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    let seq = try last?.decode(Int64.self, atIndex: 0) ?? 0
    guard let record = try ChainRecord.read(db) else {
      let identity = try JournalReader.identity(db, path: path)
      let record = ChainRecord(first: seq + 1, seq: seq, hash: EventHash(identity: identity))
      try record.insert(db)
      return record
    }
    let hash = try last?.decode(Data?.self, atIndex: 1).flatMap { EventHash(bytes: $0) }
    guard record.seq == seq, seq < record.first || hash == record.hash else {
      throw JournalError(
        code: .corrupt,
        message: """
          the journal's last event is \(seq), and it is not the one that was written last; \
          `proctor verify` tells more
          """,
        context: path)
    }
    return record
  }

  private static func open(_ path: String) throws(JournalError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.label = "journal"
    // Readers never block a writer in WAL mode; only another writer, who must not be there, does.
    configuration.busyMode = .timeout(1)
    // A new journal has large pages: an append writes few of them. Pages that every append changes
    // are copied into the database once for many appends.
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA page_size = 8192;
          PRAGMA wal_autocheckpoint = 4000;
          PRAGMA cache_size = -16384
          """)
    }
    return try attempt(path) { [configuration] in
      try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// The number of the last event in the journal; 0 for an empty one.
  public var lastSeq: Int64 { state.withLock { $0.chain.seq } }

  /// The last event's link of the hash chain: who keeps it can prove later what the journal held.
  public var lastHash: EventHash { state.withLock { $0.chain.hash } }

  /// Appends events, all or none, in one transaction.
  ///
  /// - Parameters:
  ///   - events: numbered on from `lastSeq` without a gap. Transient events are passed over.
  ///   - durably: waits until this and everything before is on the disk. For verdicts, revisions
  ///     and whatever else must not be lost once it took effect.
  public func append(_ events: [RunEvent], durably: Bool = false) throws(JournalError) {
    try append(durably: durably) { last throws(JournalError) in
      try EncodedBatch(events, after: last, path: path)
    }
  }

  /// Appends what `encode` makes, given the last event's number.
  func append(
    durably: Bool, _ encode: (Int64) throws(JournalError) -> EncodedBatch
  ) throws(JournalError) {
    let database = self.database
    let outcome = state.withLock { state in
      Result { () throws(JournalError) in
        try attempt(path) {
          let last = state.chain.seq
          var batch = try encode(last)
          guard !batch.entries.isEmpty else { return }
          let next = batch.link(after: state.chain)
          let isFiling = state.places.isDue(at: last)
          try database.writeWithoutTransaction { db in
            if durably { try db.execute(sql: "PRAGMA synchronous = FULL") }
            defer { if durably { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
            try db.inTransaction {
              try batch.insert(try db.cachedStatement(sql: EncodedBatch.insertion))
              try EventPlaces.fileLandmarks(batch.entries, in: db)
              if isFiling { try state.places.file(upTo: last, in: db) }
              try db.cachedStatement(sql: ChainRecord.update)
                .execute(arguments: [next.seq, next.hash.blob])
              return .commit
            }
          }
          if isFiling { state.places.clear(upTo: last) }
          state.places.note(batch.entries)
          state.chain = next
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

import Core
import Foundation
import GRDB

/// The full-text index over a run's tasks, chains of thought, flags and alarms.
///
/// It is a database of its own beside the journal, in the folder `RunDirectory.searchPath`, so that
/// filling it never holds the journal's writer up, and so that a journal that nobody may write can
/// be searched. It holds nothing that the journal does not: it can be deleted at any time, and what
/// is missing in it is added by `catchUp`. Any number of processes may fill and read it.
public final class SearchIndex: Sendable {
  /// The index's database file.
  public let path: String
  private let database: DatabaseQueue
  let reader: JournalReader

  /// Rows indexed in one transaction: a reader waits no longer than one of these takes.
  static let batch: Int64 = 4_096
  private static let version = 1

  /// Opens the index at `path`, or makes a new one there; an index that cannot be read is replaced.
  ///
  /// - Parameter path: Nil for an index in memory, which lasts as long as the value.
  public init(path: String?, of reader: JournalReader) throws(JournalError) {
    let place = path ?? ":memory:"
    self.reader = reader
    self.path = place
    database = try attempt(place) {
      guard let path else { return try SearchIndex.open(":memory:", of: reader) }
      do {
        return try SearchIndex.open(path, of: reader)
      } catch let error as DatabaseError
        where [.SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR].contains(error.resultCode)
      {
        for suffix in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: path + suffix)
        }
        return try SearchIndex.open(path, of: reader)
      }
    }
  }

  private static func open(_ path: String, of reader: JournalReader) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "search"
    configuration.busyMode = .timeout(5)
    if path != ":memory:" { configuration.journalMode = .wal }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    let identity = try reader.identity().rows.map { "\($0.key)=\($0.value)" }
      .joined(separator: "\n")
    try database.write { db in
      let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      let owner =
        format == version
        ? try String.fetchOne(db, sql: "SELECT identity FROM state") : nil
      guard owner != identity else { return }
      try db.execute(
        sql: """
          DROP TABLE IF EXISTS state;
          DROP TABLE IF EXISTS text;
          CREATE TABLE state (identity TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
          CREATE VIRTUAL TABLE text USING fts5(
            task, chain, flag, content = '', tokenize = 'unicode61 remove_diacritics 2');
          INSERT INTO text (text, rank) VALUES ('automerge', 8);
          PRAGMA user_version = \(version);
          """)
      try db.execute(sql: "INSERT INTO state VALUES (?, 0)", arguments: [identity])
    }
    return database
  }

  /// The last event that the index knows.
  public func lastSeq() throws(JournalError) -> Int64 {
    try attempt(path) { try database.read { db in try SearchIndex.lastSeq(db) } }
  }

  private static func lastSeq(_ db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT seq FROM state") ?? 0
  }

  /// Adds the events that the index does not know yet.
  ///
  /// - Parameter progress: Called after each batch with the events known and all events; returns
  ///   whether to go on.
  public func catchUp(
    progress: (_ done: Int64, _ total: Int64) -> Bool = { _, _ in true }
  ) throws(JournalError) {
    let total = try reader.lastSeq()
    while true {
      let done = try attempt(path) {
        var done: Int64 = 0
        // The place is read and written in one transaction: two fillers never add an event twice.
        try database.writeWithoutTransaction { db in
          try db.inTransaction(.immediate) {
            done = try SearchIndex.lastSeq(db)
            let end = min(total, done + SearchIndex.batch)
            guard done < end else { return .rollback }
            try add(from: done + 1, to: end, to: db)
            try db.execute(sql: "UPDATE state SET seq = ?", arguments: [end])
            done = end
            return .commit
          }
        }
        return done
      }
      guard progress(done, total), done < total else { return }
    }
  }

  private func add(from first: Int64, to last: Int64, to db: Database) throws {
    let insertion = try db.cachedStatement(
      sql: "INSERT INTO text (rowid, task, chain, flag) VALUES (?, ?, ?, ?)")
    for row in try reader.texts(from: first, to: last) {
      guard !row.isEmpty else { continue }
      try insertion.execute(arguments: [row.seq, row.task, row.chain, row.flag])
    }
  }

  /// The newest events that hold the text, the newest first.
  ///
  /// Words are found in any case and without regard to accents, the last one from its beginning on;
  /// words in double quotes are found side by side; a word with a `-` before it must not occur.
  /// `task:`, `chain:` and `flag:` before a word or phrase look only there.
  ///
  /// - Parameter limit: How many at most.
  public func search(_ query: SearchQuery, limit: Int) throws(JournalError) -> [Int64] {
    guard let expression = query.expression else { return [] }
    return try attempt(path) {
      try database.read { db in
        try Int64.fetchAll(
          db.cachedStatement(
            sql: "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT ?"),
          arguments: [expression, limit])
      }
    }
  }

  /// Merges the index's parts, which makes it smaller and searches faster. It takes a while.
  public func optimize() throws(JournalError) {
    try attempt(path) {
      try database.write { db in
        try db.execute(sql: "INSERT INTO text (text) VALUES ('optimize')")
      }
    }
  }
}

/// The searchable text of one event.
struct EventText {
  var seq: Int64
  var task = ""
  var chain = ""
  var flag = ""

  var isEmpty: Bool { task.isEmpty && chain.isEmpty && flag.isEmpty }
}

extension JournalReader {
  /// The searchable texts of a range of events.
  func texts(from first: Int64, to last: Int64) throws(JournalError) -> [EventText] {
    let extractions = SearchableText.fields.map { "json_extract(body, '$.\($0)')" }
    let kinds = SearchableText.kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT seq, kind, \(extractions.joined(separator: ", ")),
              CASE WHEN kind = 'task.proposed'
                THEN (SELECT group_concat(json_extract(value, '$.input'), ' ')
                  FROM json_each(event.body, '$.pairs')) END
            FROM event WHERE seq BETWEEN ? AND ? AND +kind IN (\(kinds)) ORDER BY seq
            """), arguments: [first, last]
      ).map { row in
        var text = EventText(seq: try row.decode(Int64.self, atIndex: 0))
        let kind = try row.decode(String.self, atIndex: 1)
        let isFlag = kind == RunEvent.Kind.flagRaised.rawValue
        for index in 0...SearchableText.fields.count {
          guard let part: String = row[index + 2] as? String, !part.isEmpty else { continue }
          let name = index < SearchableText.fields.count ? SearchableText.fields[index] : "pairs"
          let words = SearchableText.indexed(part)
          switch name {
          case "chain", "answer": text.chain += words + "\n"
          case _ where isFlag: text.flag += words + "\n"
          case "code", "rule": text.flag += words + "\n"
          default: text.task += words + "\n"
          }
        }
        return text
      }
    }
  }
}

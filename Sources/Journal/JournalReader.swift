import Core
import Foundation
import GRDB

/// Reads a journal, also while another process writes it and after its writer was killed.
///
/// It never writes. Each call reads in transactions of its own, so a long iteration neither holds
/// the writer's log back nor misses what was appended meanwhile.
public final class JournalReader: Sendable {
  /// The database file.
  public let path: String
  let database: DatabaseQueue

  /// Rows read at a time: bounds the memory of an iteration.
  static let batch = 512

  /// Opens the journal at `path`.
  public init(path: String) throws(JournalError) {
    guard fileExists(path) else {
      throw JournalError(code: .missing, message: "there is no journal", context: path)
    }
    self.path = path
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "journal reader"
    configuration.busyMode = .timeout(2)
    database = try attempt(path) { [configuration] in
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try database.read { db in try JournalSchema.check(db, path: path) }
      return database
    }
  }

  /// The number of the last event; 0 for an empty journal.
  public func lastSeq() throws(JournalError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event") ?? 0 }
  }

  /// How many events there are, of one kind or of all.
  public func count(of kind: RunEvent.Kind? = nil) throws(JournalError) -> Int {
    try read { db in
      let condition = kind.map { _ in "WHERE kind = ?" } ?? ""
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM event \(condition)",
        arguments: kind.map { [$0.rawValue] } ?? []) ?? 0
    }
  }

  /// How many events of a kind there are after a given one.
  public func count(of kind: RunEvent.Kind, after seq: Int64) throws(JournalError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM event WHERE kind = ? AND seq > ?",
        arguments: [kind.rawValue, seq]) ?? 0
    }
  }

  /// An event's link of the hash chain; nil when it has none.
  public func link(of seq: Int64) throws(JournalError) -> EventHash? {
    try read { db in
      guard try JournalSchema.format(db) >= 2 else { return nil }
      return try Data.fetchOne(db, sql: "SELECT hash FROM event WHERE seq = ?", arguments: [seq])
        .flatMap { EventHash(bytes: $0) }
    }
  }

  /// The first event of a step that began, or of a later one; nil behind the last.
  public func seq(ofStep step: Int) throws(JournalError) -> Int64? {
    try read { db in
      try Int64.fetchOne(
        db, sql: "SELECT min(seq) FROM event WHERE kind = ? AND step >= ?",
        arguments: [RunEvent.Kind.stepStarted.rawValue, step])
    }
  }

  /// The event that began each step, in order.
  public func stepStarts() throws(JournalError) -> [Int64] {
    try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT seq FROM event WHERE kind = ? ORDER BY seq",
        arguments: [RunEvent.Kind.stepStarted.rawValue])
    }
  }

  /// Up to `limit` events from number `first` on, in order.
  public func events(from first: Int64 = 1, limit: Int) throws(JournalError) -> [RunEvent] {
    try events(rows(.range(first: first), limit: limit))
  }

  /// All events about a task, in order.
  public func events(about task: TaskID) throws(JournalError) -> [RunEvent] {
    try events(rows(.task(task), limit: .max))
  }

  /// All events of a kind, in order.
  public func events(of kind: RunEvent.Kind) throws(JournalError) -> [RunEvent] {
    try events(rows(.kind(kind), limit: .max))
  }

  /// Calls `body` with every event of a kind, in order, a batch at a time.
  public func forEachBatch(
    of kind: RunEvent.Kind, _ body: ([RunEvent]) throws -> Void
  ) throws {
    var next: Int64 = 1
    while true {
      let rows = try read { db in
        try Row.fetchAll(
          db.cachedStatement(
            sql: """
              SELECT \(JournalRow.columns) FROM event WHERE kind = ? AND seq >= ? ORDER BY seq
              LIMIT \(JournalReader.batch)
              """), arguments: [kind.rawValue, next]
        ).map(JournalRow.init)
      }
      guard let last = rows.last else { return }
      try body(events(rows))
      next = last.seq + 1
    }
  }

  /// The tasks that an event of a kind is about, each once.
  public func tasks(of kind: RunEvent.Kind) throws(JournalError) -> [TaskID] {
    try read { db in
      try String.fetchAll(
        db,
        sql: "SELECT DISTINCT task FROM event WHERE kind = ? AND task IS NOT NULL ORDER BY task",
        arguments: [kind.rawValue]
      ).map(TaskID.init(rawValue:))
    }
  }

  /// The tasks whose ids begin with a text, at most a hundred.
  public func tasks(beginningWith prefix: String) throws(JournalError) -> [TaskID] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT task FROM event WHERE task >= ? AND task < ? || char(1114111)
          ORDER BY task LIMIT 100
          """, arguments: [prefix, prefix]
      ).map(TaskID.init(rawValue:))
    }
  }

  /// The event that has a link, or nil when none has.
  public func seq(ofLink link: EventHash) throws(JournalError) -> Int64? {
    try read { db in
      guard try JournalSchema.format(db) >= 2 else { return nil }
      return try Int64.fetchOne(
        db, sql: "SELECT seq FROM event WHERE hash = ?", arguments: [link.blob])
    }
  }

  /// Calls `body` with every event from number `first` on, in order, in batches.
  ///
  /// Ends at the last event that was there when the last batch was read.
  public func forEachBatch(
    from first: Int64 = 1, _ body: ([RunEvent]) throws -> Void
  ) throws {
    try forEachRowBatch(from: first, to: .max) { rows in try body(events(rows)) }
  }

  func forEachRowBatch(
    from first: Int64, to end: Int64, _ body: ([JournalRow]) throws -> Void
  ) throws {
    var next = first
    while next <= end {
      let limit = Int(min(Int64(JournalReader.batch), end - next + 1))
      let rows = try rows(.range(first: next), limit: limit)
      guard let last = rows.last else { return }
      try body(rows)
      next = last.seq + 1
    }
  }

  /// Which rows to read.
  enum Selection {
    case range(first: Int64)
    case kind(RunEvent.Kind)
    case task(TaskID)
  }

  private func rows(_ selection: Selection, limit: Int) throws(JournalError) -> [JournalRow] {
    let (condition, argument): (String, any DatabaseValueConvertible) =
      switch selection {
      case .range(let first): ("seq >= ?", first)
      case .kind(let kind): ("kind = ?", kind.rawValue)
      case .task(let task): ("task = ?", task.rawValue)
      }
    return try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: "SELECT \(JournalRow.columns) FROM event WHERE \(condition) ORDER BY seq LIMIT ?"),
        arguments: StatementArguments([argument, limit])
      ).map(JournalRow.init)
    }
  }

  private func events(_ rows: [JournalRow]) throws(JournalError) -> [RunEvent] {
    var events: [RunEvent] = []
    events.reserveCapacity(rows.count)
    for row in rows { events.append(try row.event(path: path)) }
    return events
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    try attempt(path) { try database.read(body) }
  }
}

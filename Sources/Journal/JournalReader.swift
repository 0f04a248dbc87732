import Core
import Foundation
import GRDB
import Synchronization

/// Reads a journal, also while another process writes it and after its writer was killed.
///
/// It never writes. Each call reads in transactions of its own, so a long iteration neither holds
/// the writer's log back nor misses what was appended meanwhile.
public final class JournalReader: Sendable {
  /// The database file.
  public let path: String
  let database: DatabaseQueue
  /// The journal's format when it was opened.
  let format: Int32

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
    (database, format) = try attempt(path) { [configuration] in
      let database = try DatabaseQueue(path: path, configuration: configuration)
      let format = try database.read { db in
        try JournalSchema.check(db, path: path)
        return try JournalSchema.format(db)
      }
      return (database, format)
    }
  }

  /// The number of the last event; 0 for an empty journal.
  public func lastSeq() throws(JournalError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event") ?? 0 }
  }

  /// How many events there are, of one kind or of all.
  public func count(of kind: RunEvent.Kind? = nil) throws(JournalError) -> Int {
    guard let kind else {
      return try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM event") ?? 0 }
    }
    return try count(of: kind, after: 0)
  }

  /// How many events of a kind there are after a given one.
  public func count(of kind: RunEvent.Kind, after seq: Int64) throws(JournalError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM \(places(of: kind)) AND seq > ?",
        arguments: [kind.rawValue, seq]) ?? 0
    }
  }

  /// The numbers of a kind's events, as what a query selects from. The kind is its first argument.
  private func places(of kind: RunEvent.Kind) -> String {
    isFiled(kind) ? "landmark WHERE kind = ?" : "event WHERE kind = ?"
  }

  /// A kind's events, as what a query selects from. The kind is its first argument.
  private func source(of kind: RunEvent.Kind) -> String {
    // A row that the table of places puts under another kind than its own is passed over.
    isFiled(kind)
      ? "landmark CROSS JOIN event USING (seq, kind) WHERE kind = ?" : "event WHERE kind = ?"
  }

  /// Whether the kind's events have places of their own: not in journals before format 3, which
  /// have an index instead.
  private func isFiled(_ kind: RunEvent.Kind) -> Bool {
    format >= 3 && !EventPlaces.commonKinds.contains(kind)
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
        db, sql: "SELECT min(seq) FROM \(source(of: .stepStarted)) AND step >= ?",
        arguments: [RunEvent.Kind.stepStarted.rawValue, step])
    }
  }

  /// The event that began each step, in order.
  public func stepStarts() throws(JournalError) -> [Int64] {
    try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT seq FROM \(places(of: .stepStarted)) ORDER BY seq",
        arguments: [RunEvent.Kind.stepStarted.rawValue])
    }
  }

  /// Up to `limit` events from number `first` on, in order.
  public func events(from first: Int64 = 1, limit: Int) throws(JournalError) -> [RunEvent] {
    try events(rows(from: first, limit: limit))
  }

  /// All events about a task, in order.
  public func events(about task: TaskID) throws(JournalError) -> [RunEvent] {
    try events(about: [task])
  }

  /// All events about any of some tasks, in order.
  public func events(about tasks: Set<TaskID>) throws(JournalError) -> [RunEvent] {
    guard !tasks.isEmpty else { return [] }
    let list = tasks.map(\.rawValue).sorted()
    return try events(read { db in try rows(about: list, in: db) })
  }

  /// All events of a kind after number `first` and up to `last`, in order.
  public func events(
    of kind: RunEvent.Kind, after first: Int64 = 0, upTo last: Int64 = .max
  ) throws(JournalError) -> [RunEvent] {
    try events(rows(of: kind, from: first + 1, to: last, limit: .max))
  }

  /// The newest flags up to event `last`, at most so many, and those of the given numbers, in order.
  public func flags(
    newest count: Int, and ids: Set<FlagID>, upTo last: Int64 = .max
  ) throws(JournalError) -> [RunEvent] {
    let kind = RunEvent.Kind.flagRaised
    let first = try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT seq FROM \(places(of: kind)) AND seq <= ? ORDER BY seq DESC LIMIT 1 OFFSET ?
          """, arguments: [kind.rawValue, last, max(0, count - 1)])
    }
    guard let first else { return try events(of: kind, upTo: last) }
    let newest = try events(of: kind, after: first - 1, upTo: last)
    guard !ids.isEmpty else { return newest }
    let older = try read { db in
      let list = ids.map { String($0.rawValue) }.sorted().joined(separator: ",")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT \(JournalRow.columns) FROM \(source(of: kind)) AND seq < ?
            AND json_extract(body, '$.id') IN (SELECT value FROM json_each(?)) ORDER BY seq
          """, arguments: [kind.rawValue, first, "[\(list)]"]
      ).map(JournalRow.init)
    }
    return try events(older) + newest
  }

  /// The last event of a kind, or nil.
  func last(of kind: RunEvent.Kind) throws(JournalError) -> JournalRow? {
    try read { db in
      try Int64.fetchOne(
        db, sql: "SELECT max(seq) FROM \(places(of: kind))", arguments: [kind.rawValue]
      ).flatMap { seq in
        try Row.fetchOne(
          db, sql: "SELECT \(JournalRow.columns) FROM event WHERE seq = ?", arguments: [seq]
        ).map(JournalRow.init)
      }
    }
  }

  /// Calls `body` with every event of a kind, in order, a batch at a time.
  public func forEachBatch(
    of kind: RunEvent.Kind, _ body: ([RunEvent]) throws -> Void
  ) throws {
    var next: Int64 = 1
    while true {
      let rows = try rows(of: kind, from: next, to: .max, limit: JournalReader.batch)
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
        sql: """
          SELECT DISTINCT task FROM \(source(of: kind)) AND task IS NOT NULL ORDER BY task
          """,
        arguments: [kind.rawValue]
      ).map(TaskID.init(rawValue:))
    }
  }

  /// The tasks whose ids begin with a text, at most a hundred.
  public func tasks(beginningWith prefix: String) throws(JournalError) -> [TaskID] {
    let range = "task >= ?1 AND task < ?1 || char(1114111)"
    let source =
      format < 3
      ? "SELECT task FROM event WHERE \(range)"
      : """
      SELECT task FROM subject WHERE \(range)
      UNION SELECT task FROM event WHERE seq > (SELECT filed FROM chain) AND \(range)
      """
    return try read { db in
      try String.fetchAll(
        db, sql: "SELECT DISTINCT task FROM (\(source)) ORDER BY task LIMIT 100",
        arguments: [prefix]
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
      let rows = try rows(from: next, limit: limit)
      guard let last = rows.last else { return }
      try body(rows)
      next = last.seq + 1
    }
  }

  private func rows(from first: Int64, limit: Int) throws(JournalError) -> [JournalRow] {
    try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: "SELECT \(JournalRow.columns) FROM event WHERE seq >= ? ORDER BY seq LIMIT ?"),
        arguments: [first, limit]
      ).map(JournalRow.init)
    }
  }

  private func rows(
    of kind: RunEvent.Kind, from first: Int64, to last: Int64, limit: Int
  ) throws(JournalError) -> [JournalRow] {
    try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT \(JournalRow.columns) FROM \(source(of: kind)) AND seq BETWEEN ? AND ?
            ORDER BY seq LIMIT ?
            """),
        arguments: [kind.rawValue, first, last, limit]
      ).map(JournalRow.init)
    }
  }

  /// The rows about some tasks, in order: those of the blocks in which the tasks occur, and those
  /// that are in no block yet.
  private func rows(about tasks: [String], in db: Database) throws -> [JournalRow] {
    let list = try String(decoding: OrderedJSONEncoder().encode(tasks), as: UTF8.self)
    let wanted = "task IN (SELECT value FROM json_each(?))"
    guard try JournalSchema.format(db) >= 3 else {
      return try Row.fetchAll(
        db, sql: "SELECT \(JournalRow.columns) FROM event WHERE \(wanted) ORDER BY seq",
        arguments: [list]
      ).map(JournalRow.init)
    }
    let filed = try Int64.fetchOne(db, sql: "SELECT filed FROM chain") ?? 0
    let blocks = try Int64.fetchAll(
      db, sql: "SELECT DISTINCT block FROM subject WHERE \(wanted) ORDER BY block",
      arguments: [list])
    let bits = EventPlaces.blockBits
    let ranges = blocks.map { ($0 << bits, min(filed, ($0 + 1) << bits - 1)) } + [(filed + 1, .max)]
    return try ranges.flatMap { first, last in
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT \(JournalRow.columns) FROM event
            WHERE seq BETWEEN ? AND ? AND \(wanted) ORDER BY seq
            """), arguments: [first, last, list]
      ).map(JournalRow.init)
    }
  }

  /// Rows that one thread decodes at least: fewer are not worth another thread.
  private static let decodedTogether = 512

  /// The rows' events. Many rows are decoded by all processors at once: whoever opens a long run
  /// waits for it.
  private func events(_ rows: [JournalRow]) throws(JournalError) -> [RunEvent] {
    let size = Self.decodedTogether
    let parts = (rows.count + size - 1) / size
    guard parts > 1 else { return try decode(rows[...]).get() }
    let results = Mutex<[Int: Result<[RunEvent], JournalError>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let result = decode(rows[part * size..<min(rows.count, (part + 1) * size)])
      results.withLock { $0[part] = result }
    }
    var events: [RunEvent] = []
    events.reserveCapacity(rows.count)
    for (_, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      events += try result.get()
    }
    return events
  }

  private func decode(_ rows: ArraySlice<JournalRow>) -> Result<[RunEvent], JournalError> {
    Result { () throws(JournalError) in
      var events: [RunEvent] = []
      events.reserveCapacity(rows.count)
      for row in rows { events.append(try row.event(path: path)) }
      return events
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    try attempt(path) { try database.read(body) }
  }
}

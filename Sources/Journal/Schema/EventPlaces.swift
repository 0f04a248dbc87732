import Core
import GRDB

/// Where the events of a task and the events of a rare kind are.
///
/// An index over the tasks' random ids would cost every append more than the event itself. So the
/// table `subject` knows in which blocks of events a task occurs, and it is filled thousands of
/// events at a time, in its own order; the few events behind `filed` are looked through one by one.
/// The table `landmark` knows the events of all kinds but those that every task has.
struct EventPlaces {
  /// The kinds of which a run has thousands a step: looked for by going through all events.
  static let commonKinds: Set<RunEvent.Kind> = [
    .taskProposed, .taskRejected, .taskValidated, .taskScored, .taskAdmitted, .rolloutFinished,
  ]

  /// The common kinds as a list in SQL.
  static let commonList = commonKinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")

  /// Events of a block, as a power of two.
  static let blockBits: Int64 = 10
  /// Events that are filed together.
  private static let interval: Int64 = 4_096

  private struct Place: Hashable {
    var task: String
    var block: Int64
  }

  /// The last event whose task is in the table.
  private(set) var filed: Int64
  private var waiting: Set<Place> = []

  /// Goes on where the journal's last writer stopped.
  init(_ db: Database) throws {
    filed = try Int64.fetchOne(db, sql: "SELECT filed FROM chain") ?? 0
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT DISTINCT task, seq >> \(EventPlaces.blockBits) FROM event
        WHERE seq > ? AND task IS NOT NULL
        """, arguments: [filed])
    while let row = try rows.next() {
      let place = Place(
        task: try row.decode(String.self, atIndex: 0), block: try row.decode(Int64.self, atIndex: 1)
      )
      waiting.insert(place)
    }
  }

  /// An empty journal's.
  init() { filed = 0 }

  /// Files the rare events of a batch, in the transaction that inserts it.
  static func fileLandmarks(_ entries: [EncodedBatch.Entry], in db: Database) throws {
    for entry in entries where !commonKinds.contains(entry.kind) {
      try db.cachedStatement(sql: "INSERT INTO landmark (kind, seq) VALUES (?, ?)")
        .execute(arguments: [entry.kind.rawValue, entry.seq])
    }
  }

  /// Whether the events up to `last` are to be filed.
  func isDue(at last: Int64) -> Bool { last - filed >= Self.interval }

  /// Files the tasks of all events up to `last`. Call `clear` once that is committed.
  func file(upTo last: Int64, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO subject (task, block) VALUES (?, ?)")
    let places = waiting.sorted { ($0.task, $0.block) < ($1.task, $1.block) }
    for place in places { try statement.execute(arguments: [place.task, place.block]) }
    try db.cachedStatement(sql: "UPDATE chain SET filed = ?").execute(arguments: [last])
  }

  /// The events up to `last` are filed.
  mutating func clear(upTo last: Int64) {
    filed = last
    waiting.removeAll(keepingCapacity: true)
  }

  /// Takes events that were appended.
  mutating func note(_ entries: [EncodedBatch.Entry]) {
    var previous: Place?
    for entry in entries {
      guard let task = entry.task else { continue }
      let place = Place(task: task.rawValue, block: entry.seq >> Self.blockBits)
      if place != previous { waiting.insert(place) }
      previous = place
    }
  }

  /// Files all events of a journal of an older format.
  static let filingAll = """
    CREATE TABLE subject (
      task TEXT NOT NULL,
      block INTEGER NOT NULL,
      PRIMARY KEY (task, block)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE landmark (
      kind TEXT NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (kind, seq)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO subject SELECT DISTINCT task, seq >> \(blockBits) FROM event
      WHERE task IS NOT NULL ORDER BY 1, 2;
    INSERT INTO landmark SELECT kind, seq FROM event
      WHERE kind NOT IN (\(commonList)) ORDER BY 1, 2;
    """
}

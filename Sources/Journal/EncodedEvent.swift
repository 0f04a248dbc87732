import Core
import GRDB
import GRDBSQLite

/// An event, checked and encoded, ready to be inserted.
///
/// Encoding happens before the transaction begins, so a value that cannot be encoded costs nothing,
/// and the transaction is short.
struct EncodedEvent {
  var seq: Int64
  var time: Double
  var step: Int64
  var kind: String
  var task: TaskID?
  var rollout: RolloutID?
  /// The event's fields as the text of a JSON object.
  var body: [UInt8]
  /// The event's link of the chain; nil in front of the chain's beginning.
  var hash: EventHash?

  /// Encodes the events that are journaled, which must go on from `last` without a gap.
  static func encode(
    _ events: [RunEvent], after last: Int64, path: String
  ) throws(JournalError) -> [EncodedEvent] {
    var encoded: [EncodedEvent] = []
    encoded.reserveCapacity(events.count)
    var next = last + 1
    for event in events where !event.isTransient {
      guard event.seq == next else {
        throw JournalError(
          code: .notGapless,
          message: "event \(event.seq) (\(event.kind.rawValue)) does not follow \(next - 1)",
          context: path)
      }
      next += 1
      encoded.append(try EncodedEvent(event, path: path))
    }
    return encoded
  }

  /// Encodes an event.
  init(_ event: RunEvent, path: String) throws(JournalError) {
    do {
      self.init(event, body: try OrderedJSONEncoder().encodeFields(of: event.body))
    } catch {
      throw JournalError(
        code: .notEncodable,
        message: "event \(event.seq) (\(event.kind.rawValue)) cannot be written: \(error)",
        context: path)
    }
  }

  /// An event whose fields have been encoded.
  init(_ event: RunEvent, body: [UInt8]) {
    let subject = event.body.subject
    seq = event.seq
    time = event.time
    step = Int64(event.step)
    kind = event.kind.rawValue
    task = subject.task
    rollout = subject.rollout
    self.body = body
  }

  /// What the hash chain covers.
  func appendCanonical(to bytes: inout [UInt8]) {
    CanonicalLine.append(seq: seq, time: time, step: step, kind: kind, body: body, to: &bytes)
  }

  static let insertion = """
    INSERT INTO event (seq, time, step, kind, task, rollout, body, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Inserts the event through a prepared `insertion`.
  ///
  /// It binds through SQLite's own functions: GRDB's arguments would copy each text three times,
  /// and this is the one statement that runs at the engine's rate.
  func insert(_ statement: Statement) throws {
    let handle = statement.sqliteStatement
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    sqlite3_bind_int64(handle, 1, seq)
    sqlite3_bind_double(handle, 2, time)
    sqlite3_bind_int64(handle, 3, step)
    EncodedEvent.bind(kind, to: handle, at: 4)
    if let task { EncodedEvent.bind(task.rawValue, to: handle, at: 5) }
    if let rollout { sqlite3_bind_int64(handle, 6, Int64(rollout.rawValue)) }
    hash?.bytes.withUnsafeBufferPointer { bytes in
      _ = sqlite3_bind_blob(
        handle, 8, bytes.baseAddress, Int32(bytes.count), EncodedEvent.transient)
    }
    // The body outlives the step, and its binding is cleared before this returns: no copy is needed.
    let code = body.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        _ = sqlite3_bind_text(handle, 7, text.baseAddress, Int32(text.count), nil)
      }
      return sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))),
        sql: EncodedEvent.insertion)
    }
  }

  /// Asks SQLite for a copy.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  /// Binds a short text, which SQLite copies.
  private static func bind(_ text: String, to handle: OpaquePointer, at index: Int32) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        _ = sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), transient)
      }
    }
  }
}

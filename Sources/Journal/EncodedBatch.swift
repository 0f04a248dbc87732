import Core
import Crypto
import GRDB
import GRDBSQLite

/// Events, checked and encoded, ready to be inserted.
///
/// Encoding happens before the transaction begins, so a value that cannot be encoded costs nothing,
/// and the transaction is short. All lines stand in one buffer, each between the link of the chain
/// before it and its own: what is hashed, and what is bound to the insertion, is a range of it.
struct EncodedBatch {
  /// One event: its columns, and where its line is.
  struct Entry {
    var seq: Int64
    var time: Double
    var step: Int64
    var kind: RunEvent.Kind
    var task: TaskID?
    var rollout: RolloutID?
    /// Whether it has a link: not in front of the chain's beginning.
    var isLinked = false
    /// Where the link before it begins; the line follows.
    fileprivate var start: Int
    /// Where the kind's name ends.
    fileprivate var head: Int
    /// Where the line ends; the event's own link follows.
    fileprivate var end: Int
  }

  private(set) var entries: [Entry] = []
  private var text = JSONText()

  private static let linkSize = 32
  /// Bytes of an empty link.
  private static let noLink = [UInt8](repeating: 0, count: linkSize)

  init() { text.append(bytes: Self.noLink) }

  /// Encodes the events that are journaled, which must go on from `last` without a gap.
  init(_ events: [RunEvent], after last: Int64, path: String) throws(JournalError) {
    self.init()
    entries.reserveCapacity(events.count)
    text.reserve(events.count * 768)
    var next = last + 1
    for event in events where !event.isTransient {
      guard event.seq == next else {
        throw JournalError(
          code: .notGapless,
          message: "event \(event.seq) (\(event.kind.rawValue)) does not follow \(next - 1)",
          context: path)
      }
      next += 1
      try append(event, path: path)
    }
  }

  /// Adds an event.
  mutating func append(_ event: RunEvent, path: String) throws(JournalError) {
    let size = text.bytes.count
    do {
      try add(event) { text throws in try event.body.appendFields(to: &text) }
    } catch {
      text.bytes.removeLast(text.bytes.count - size)
      throw JournalError(
        code: .notEncodable,
        message: "event \(event.seq) (\(event.kind.rawValue)) cannot be written: \(error)",
        context: path)
    }
  }

  /// Adds an event whose fields have been encoded as the text of a JSON object.
  mutating func append(_ event: RunEvent, body: [UInt8]) {
    add(event) { text in
      body.withUnsafeBufferPointer { CanonicalLine.end(body: $0, in: &text) }
    }
  }

  private mutating func add<Failure>(
    _ event: RunEvent, fields: (inout JSONText) throws(Failure) -> Void
  ) throws(Failure) {
    let start = text.bytes.count - Self.linkSize
    let kind = event.kind
    CanonicalLine.begin(
      seq: event.seq, time: event.time, step: Int64(event.step), kind: kind.rawValue, in: &text)
    let head = text.bytes.count
    try fields(&text)
    let end = text.bytes.count
    text.append(bytes: Self.noLink)
    let subject = event.body.subject
    entries.append(
      Entry(
        seq: event.seq, time: event.time, step: Int64(event.step), kind: kind, task: subject.task,
        rollout: subject.rollout, start: start, head: head, end: end))
  }

  /// Gives each event its link. Returns the chain with them.
  mutating func link(after chain: ChainRecord) -> ChainRecord {
    var chain = chain
    let size = Self.linkSize
    text.bytes.withUnsafeMutableBytes { bytes in
      bytes[..<size].copyBytes(from: chain.hash.bytes)
      for index in entries.indices {
        let entry = entries[index]
        chain.seq = entry.seq
        guard entry.seq >= chain.first else {
          bytes[entry.end..<entry.end + size].copyBytes(from: chain.hash.bytes)
          continue
        }
        var hash = SHA256()
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.end]))
        hash.finalize().withUnsafeBytes {
          bytes[entry.end..<entry.end + size].copyBytes(from: $0)
        }
        entries[index].isLinked = true
      }
    }
    if let last = entries.last, last.isLinked,
      let hash = EventHash(bytes: text.bytes[last.end..<last.end + size])
    {
      chain.hash = hash
    }
    return chain
  }

  static let insertion = """
    INSERT INTO event (seq, time, step, kind, task, rollout, body, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Inserts the events through a prepared `insertion`. The batch is of no use afterwards.
  ///
  /// It binds through SQLite's own functions, and copies nothing but short texts: GRDB's arguments
  /// would copy each text three times, and this is the one statement that runs at the engine's rate.
  mutating func insert(_ statement: Statement) throws {
    let handle = statement.sqliteStatement
    defer { sqlite3_clear_bindings(handle) }
    try text.bytes.withUnsafeMutableBytes { bytes in
      for entry in entries {
        // The body is the line from its first field on, with a brace in the comma's place.
        let hasFields = bytes[entry.head] == UInt8(ascii: ",")
        if hasFields { bytes[entry.head] = UInt8(ascii: "{") }
        let link = bytes[entry.end..<entry.end + Self.linkSize]
        let code = entry.insert(
          handle, body: hasFields ? UnsafeRawBufferPointer(rebasing: bytes[entry.body]) : nil,
          link: UnsafeRawBufferPointer(rebasing: link))
        guard code == SQLITE_DONE else {
          throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))),
            sql: EncodedBatch.insertion)
        }
      }
    }
  }
}

extension EncodedBatch.Entry {
  fileprivate var body: Range<Int> { head..<end }

  /// Binds the columns and runs the insertion. What is bound outlives the run, and is bound anew
  /// before the next one, so SQLite need not copy it.
  ///
  /// - Parameter body: The event's fields as the text of a JSON object; nil when it has none.
  /// - Returns: SQLite's result code.
  fileprivate func insert(
    _ handle: OpaquePointer, body: UnsafeRawBufferPointer?, link: UnsafeRawBufferPointer
  ) -> Int32 {
    defer { sqlite3_reset(handle) }
    sqlite3_bind_int64(handle, 1, seq)
    sqlite3_bind_double(handle, 2, time)
    sqlite3_bind_int64(handle, 3, step)
    if let rollout {
      sqlite3_bind_int64(handle, 6, Int64(rollout.rawValue))
    } else {
      sqlite3_bind_null(handle, 6)
    }
    if let body {
      sqlite3_bind_text(
        handle, 7, body.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(body.count), nil)
    } else {
      sqlite3_bind_text(handle, 7, "{}", 2, Self.transient)
    }
    if isLinked {
      sqlite3_bind_blob(handle, 8, link.baseAddress, Int32(link.count), nil)
    } else {
      sqlite3_bind_null(handle, 8)
    }
    return Self.binding(kind.rawValue, to: handle, at: 4) {
      guard let task else {
        sqlite3_bind_null(handle, 5)
        return sqlite3_step(handle)
      }
      return Self.binding(task.rawValue, to: handle, at: 5) { sqlite3_step(handle) }
    }
  }

  /// Asks SQLite for a copy.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  /// Binds a text for the time that `body` takes.
  private static func binding(
    _ text: String, to handle: OpaquePointer, at index: Int32, _ body: () -> Int32
  ) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        _ = sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), nil)
      }
      return body()
    }
  }
}

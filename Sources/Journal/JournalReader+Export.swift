import Core
import GRDB
import Glibc

extension JournalReader {
  /// Writes the whole journal as one JSON object a line: first the header, then the events in order.
  ///
  /// The header has `seq` 0 and the kind `journal`, with the run's identity, the number of events
  /// and the last link of the hash chain. An event has `seq`, `time`, `step`, `kind`, then its own
  /// fields. Lines come in pieces of whole lines; memory stays flat. What is appended while it runs
  /// is left out. What `write` throws ends the export.
  ///
  /// - Parameter progress: Called with the events written and their number, now and then.
  public func exportJSONLines(
    progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
    write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let header = try read { db in
      let chain = try ChainRecord.read(db)
      let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event") ?? 0
      return JournalHeader(
        identity: try JournalReader.identity(db, path: path),
        format: try JournalSchema.format(db), events: last, chain: chain)
    }
    var text = JSONText()
    text.append(bytes: try OrderedJSONEncoder().encode(header))
    text.append(byte: UInt8(ascii: "\n"))
    try text.bytes.withUnsafeBytes(write)
    try forEachRowBatch(from: 1, to: header.events) { rows in
      text.bytes.removeAll(keepingCapacity: true)
      for row in rows { row.appendLine(to: &text) }
      try text.bytes.withUnsafeBytes(write)
      progress(rows.last?.seq ?? 0, header.events)
    }
  }

  /// The same, to an open file descriptor, which may be a pipe.
  public func exportJSONLines(
    to descriptor: Int32,
    progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) throws {
    try exportJSONLines(progress: progress) { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          throw JournalError(
            code: .outputFailed,
            message: "the export stopped: \(String(cString: strerror(errno)))", context: path)
        }
      }
    }
  }
}

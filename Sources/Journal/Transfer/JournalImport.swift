import Core
import Foundation

/// Makes a journal from an exported one: the same events, byte by byte, under the same hash chain.
public enum JournalImport {
  private static let batch = 1_000

  /// Writes the events of the file `source` into a new journal.
  ///
  /// The journal is written under another name and gets its own only when all events are there and
  /// give the hash that the export promises; after a failure nothing is left.
  ///
  /// - Parameters:
  ///   - source: A file that `exportJSONLines` wrote, or `-` for the standard input.
  ///   - path: Where there is no journal yet.
  ///   - progress: Called with the bytes read and the file's size, now and then.
  /// - Returns: How many events there are.
  @discardableResult
  public static func read(
    _ source: String, into path: String,
    progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) throws(JournalError) -> Int64 {
    guard !fileExists(path) else {
      throw JournalError(
        code: .exists, message: "there is a journal already; choose another run directory",
        context: path)
    }
    let partial = path + ".partial"
    let manager = FileManager.default
    func discard() {
      for suffix in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: partial + suffix) }
    }
    discard()
    do {
      let events = try copy(source, into: partial, progress: progress)
      try attempt(path) { try manager.moveItem(atPath: partial, toPath: path) }
      return events
    } catch {
      discard()
      throw error
    }
  }

  /// The run's identity as the header of an exported journal tells it.
  public static func identity(of source: String) throws(JournalError) -> RunIdentity {
    var lines = try LineReader(path: source)
    return try header(&lines, source).identity
  }

  private static func copy(
    _ source: String, into path: String, progress: (Int64, Int64) -> Void
  ) throws(JournalError) -> Int64 {
    var lines = try LineReader(path: source)
    let header = try header(&lines, source)
    let writer = try JournalWriter(
      creating: path, run: header.identity, chainedFrom: header.chainedFrom ?? .max)
    while true {
      var events = EncodedBatch()
      while events.entries.count < batch, let line = lines.next() {
        if line.isEmpty { continue }
        try ExportedLine.append(line, number: lines.number, file: source, to: &events)
        let expected = writer.lastSeq + Int64(events.entries.count)
        guard let seq = events.entries.last?.seq, seq == expected else {
          throw failure(
            source, lines.number,
            "event \(events.entries.last?.seq ?? 0) does not follow the one before it")
        }
      }
      if events.entries.isEmpty { break }
      try writer.append(durably: false) { _ throws(JournalError) in events }
      progress(lines.offset, lines.size)
    }
    guard writer.lastSeq == header.events else {
      throw failure(
        source, lines.number,
        "the file ends after event \(writer.lastSeq), but its first line promises \(header.events)")
    }
    guard header.head == nil || writer.lastHash.description == header.head else {
      throw failure(
        source, 1,
        "the events do not give the hash that this line promises: one of them was altered")
    }
    try writer.close()
    return header.events
  }

  private static func header(
    _ lines: inout LineReader, _ source: String
  ) throws(JournalError) -> JournalHeader {
    guard let line = lines.next(),
      let header = try? JSONDecoder().decode(JournalHeader.self, from: Data(line)),
      header.kind == JournalHeader.kind
    else {
      throw failure(
        source, 1, "this is not the first line of `proctor export --format jsonl`")
    }
    guard header.format <= JournalSchema.formatVersion else {
      throw JournalError(
        code: .newerFormat,
        message: "the export has format \(header.format); use a newer Proctor", context: source)
    }
    return header
  }

  static func failure(_ file: String, _ line: Int, _ message: String) -> JournalError {
    JournalError(code: .corrupt, message: "line \(line): \(message)", context: file)
  }
}

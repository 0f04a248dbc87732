import Glibc

extension JournalReader {
  /// Writes one JSON object a line: `seq`, `time`, `step`, `kind`, then the event's fields.
  ///
  /// Lines come in pieces of whole lines; memory stays flat. What `write` throws ends the export.
  public func exportJSONLines(
    from first: Int64 = 1, write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var bytes: [UInt8] = []
    try forEachRowBatch(from: first) { rows in
      bytes.removeAll(keepingCapacity: true)
      for row in rows { row.appendLine(to: &bytes) }
      try bytes.withUnsafeBytes(write)
    }
  }

  /// The same, to an open file descriptor, which may be a pipe.
  public func exportJSONLines(from first: Int64 = 1, to descriptor: Int32) throws {
    try exportJSONLines(from: first) { bytes in
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

import Core
import Foundation

/// Reads an event back from its canonical line.
enum ExportedLine {
  /// Adds the event of a line to a batch.
  ///
  /// The body is taken over byte by byte, whatever fields it has; the line is decoded only to check
  /// it. A line that was spelled anew by another program is spelled canonically again.
  static func append(
    _ line: [UInt8], number: Int, file: String, to batch: inout EncodedBatch
  ) throws(JournalError) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let event: RunEvent
    do {
      event = try decoder.decode(RunEvent.self, from: Data(line))
    } catch {
      throw JournalImport.failure(file, number, "this is no event: \(brief(error))")
    }
    guard !event.isTransient else {
      throw JournalImport.failure(file, number, "a \(event.kind.rawValue) is never journaled")
    }
    if let body = body(of: line, as: event) { return batch.append(event, body: body) }
    try batch.append(event, path: file)
  }

  /// The body's bytes, if the line is spelled as an export spells it.
  private static func body(of line: [UInt8], as event: RunEvent) -> [UInt8]? {
    var start = JSONText()
    CanonicalLine.begin(
      seq: event.seq, time: event.time, step: Int64(event.step), kind: event.kind.rawValue,
      in: &start)
    let count = start.bytes.count
    guard line.starts(with: start.bytes), line.count > count, line.last == UInt8(ascii: "}") else {
      return nil
    }
    let rest = line[count...]
    let fields = rest.first == UInt8(ascii: ",") ? rest.dropFirst() : rest
    return [UInt8(ascii: "{")] + fields
  }

  private static func brief(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "`\(key.stringValue)` is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "`\(context.codingPath.map(\.stringValue).joined(separator: "."))` is of another type"
    default: "it is not a JSON object of this format"
    }
  }
}

import Core
import Foundation
import GRDB

/// An event as it is read from the `event` table.
struct JournalRow {
  var seq: Int64
  var time: Double
  var step: Int
  var kind: String
  /// The event's fields as the text of a JSON object.
  var body: String

  /// The columns that `init(_: Row)` reads, in its order.
  static let columns = "seq, time, step, kind, body"

  /// Throws, and never traps, on a column that a damaged file gives another type.
  init(_ row: Row) throws {
    seq = try row.decode(Int64.self, atIndex: 0)
    time = try row.decode(Double.self, atIndex: 1)
    step = try row.decode(Int.self, atIndex: 2)
    kind = try row.decode(String.self, atIndex: 3)
    body = try row.decode(String.self, atIndex: 4)
  }

  /// The event that the row holds.
  func event(path: String) throws(JournalError) -> RunEvent {
    guard let kind = RunEvent.Kind(rawValue: kind) else {
      throw JournalError(
        code: .newerFormat,
        message: "event \(seq) is of a kind that this Proctor does not know: \(self.kind)",
        context: path)
    }
    var text = body
    if let body = try? text.withUTF8({ try OrderedJSONDecoder().body(of: kind, from: $0) }) {
      return RunEvent(seq: seq, time: time, step: step, body: body)
    }
    // Who knows all of JSON decides, and says what is wrong.
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      let body = try decoder.decode(JournalBody.self, from: Data(body.utf8), configuration: kind)
      return RunEvent(seq: seq, time: time, step: step, body: body.body)
    } catch {
      throw JournalError(
        code: .corrupt,
        message: "event \(seq) (\(self.kind)) does not hold what its kind asks for: \(error)",
        context: path)
    }
  }

  /// Appends the event's canonical line and a line feed. Equal to the encoding of the event itself.
  func appendLine(to text: inout JSONText) {
    appendCanonical(to: &text)
    text.append(byte: UInt8(ascii: "\n"))
  }

  /// Appends what the hash chain covers, as if the event had the number `seq`.
  func appendCanonical(to text: inout JSONText, seq: Int64? = nil) {
    CanonicalLine.begin(
      seq: seq ?? self.seq, time: time, step: Int64(step), kind: kind, in: &text)
    var body = body
    body.withUTF8 { CanonicalLine.end(body: $0, in: &text) }
  }
}

/// A body decodes by the kind that stands in another column.
private struct JournalBody: DecodableWithConfiguration {
  let body: RunEvent.Body

  init(from decoder: any Decoder, configuration kind: RunEvent.Kind) throws {
    body = try RunEvent.Body(kind: kind, from: decoder)
  }
}

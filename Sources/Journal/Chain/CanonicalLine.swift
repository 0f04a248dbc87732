import Core

/// The one spelling of an event: a flat JSON object, `seq`, `time`, `step` and `kind` first.
///
/// It is what the hash chain covers and what an export prints. The body is spliced, not parsed.
enum CanonicalLine {
  /// Appends the object up to the closing quote of its kind.
  static func begin(
    seq: Int64, time: Double, step: Int64, kind: String, in text: inout JSONText
  ) {
    text.append(literal: #"{"seq":"#)
    text.append(integer: seq)
    text.append(literal: #","time":"#)
    text.append(verbatim: time.description)
    text.append(literal: #","step":"#)
    text.append(integer: step)
    text.append(literal: #","kind":""#)
    text.append(verbatim: kind)
    text.append(byte: UInt8(ascii: "\""))
  }

  /// Appends the rest of the object: the fields of a body that is the text of a JSON object.
  static func end(body: UnsafeBufferPointer<UInt8>, in text: inout JSONText) {
    guard body.count > 2 else { return text.append(byte: UInt8(ascii: "}")) }
    text.append(byte: UInt8(ascii: ","))
    text.append(bytes: UnsafeBufferPointer(rebasing: body.dropFirst()))
  }
}

/// The one spelling of an event: a flat JSON object, `seq`, `time`, `step` and `kind` first.
///
/// It is what the hash chain covers and what an export prints. The body is spliced, not parsed.
enum CanonicalLine {
  /// Appends the object, without a line feed. `body` is the text of a JSON object.
  static func append(
    seq: Int64, time: Double, step: Int64, kind: String, body: some Collection<UInt8>,
    to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: #"{"seq":"#.utf8)
    bytes.append(contentsOf: seq.description.utf8)
    bytes.append(contentsOf: #","time":"#.utf8)
    bytes.append(contentsOf: time.description.utf8)
    bytes.append(contentsOf: #","step":"#.utf8)
    bytes.append(contentsOf: step.description.utf8)
    bytes.append(contentsOf: #","kind":""#.utf8)
    bytes.append(contentsOf: kind.utf8)
    bytes.append(UInt8(ascii: "\""))
    let fields = body.dropFirst()
    if fields.first != UInt8(ascii: "}") { bytes.append(UInt8(ascii: ",")) }
    bytes.append(contentsOf: fields)
  }
}

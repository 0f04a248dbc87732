/// The bytes of a JSON text under construction, in UTF-8.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func append(byte: UInt8) { bytes.append(byte) }

  /// Appends a whole value.
  mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Appends text that needs no escape: punctuation, a number, `true`.
  mutating func append(verbatim text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a number; one that JSON cannot write becomes the string `"NaN"`, `"Infinity"` or
  /// `"-Infinity"`, so that a loss that is no number can be journaled.
  mutating func append(number: Double) {
    if number.isFinite {
      append(verbatim: number.description)
    } else {
      append(verbatim: number.isNaN ? "\"NaN\"" : number < 0 ? "\"-Infinity\"" : "\"Infinity\"")
    }
  }

  /// Appends a string literal.
  ///
  /// Control characters are escaped, C1 and DEL too, so that model-written text in an export cannot
  /// drive the terminal that prints it; so are the two Unicode line separators, which some readers
  /// of one-object-a-line files take for the end of the line.
  mutating func append(string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { utf8 in
      var start = 0
      var index = 0
      while index < utf8.count {
        let byte = utf8[index]
        guard JSONText.mayNeedEscape(byte), let length = JSONText.escapedLength(utf8, at: index)
        else {
          index += 1
          continue
        }
        bytes.append(contentsOf: utf8[start..<index])
        appendEscape(utf8, at: index)
        index += length
        start = index
      }
      bytes.append(contentsOf: utf8[start..<index])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }

  /// How many bytes the character to escape takes, or nil when it stands for itself.
  private static func escapedLength(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    switch utf8[index] {
    case 0xC2: utf8[index + 1] < 0xA0 ? 2 : nil
    case 0xE2: utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8 ? 3 : nil
    default: 1
    }
  }

  private mutating func appendEscape(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) {
    switch utf8[index] {
    case 0x22: append(verbatim: "\\\"")
    case 0x5C: append(verbatim: "\\\\")
    case 0x0A: append(verbatim: "\\n")
    case 0x0D: append(verbatim: "\\r")
    case 0x09: append(verbatim: "\\t")
    case 0xC2: appendEscape(scalar: UInt16(utf8[index + 1]))
    case 0xE2: appendEscape(scalar: 0x2000 | UInt16(utf8[index + 2] & 0x3F))
    case let control: appendEscape(scalar: UInt16(control))
    }
  }

  private mutating func appendEscape(scalar: UInt16) {
    append(verbatim: "\\u")
    for shift in [UInt16(12), 8, 4, 0] {
      let digit = UInt8(scalar >> shift & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}

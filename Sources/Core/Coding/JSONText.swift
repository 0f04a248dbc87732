/// The bytes of a JSON text under construction, in UTF-8.
public struct JSONText: Sendable {
  public var bytes: [UInt8] = []

  public init() {}

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  public mutating func append(byte: UInt8) { bytes.append(byte) }

  /// Appends a whole value.
  public mutating func append(bytes more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  /// Appends text that needs no escape: punctuation, a number, `true`.
  public mutating func append(verbatim text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends text of the program's own that needs no escape.
  public mutating func append(literal text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends a number in decimal digits.
  public mutating func append(integer: Int64) {
    guard integer < 0 || integer > 9 else { return append(byte: 0x30 + UInt8(integer)) }
    var rest = integer.magnitude
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = digits.count
      while rest > 0 {
        start -= 1
        digits[start] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
      if integer < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Appends a number; one that JSON cannot write becomes the string `"NaN"`, `"Infinity"` or
  /// `"-Infinity"`, so that a loss that is no number can be journaled.
  public mutating func append(number: Double) {
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
  public mutating func append(string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { utf8 in
      var start = 0
      var index = 0
      while true {
        index = JSONText.firstSuspect(utf8, from: index)
        guard index < utf8.count else { break }
        guard let length = JSONText.escapedLength(utf8, at: index) else {
          index += 1
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        appendEscape(utf8, at: index)
        index += length
        start = index
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The first byte from `index` on that may need an escape, or the end. Looks at eight at a time.
  private static func firstSuspect(_ utf8: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
    let raw = UnsafeRawBufferPointer(utf8)
    var index = index
    while index < utf8.count {
      while index + 8 <= utf8.count {
        let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let marks = suspects(in: word)
        index += marks == 0 ? 8 : marks.trailingZeroBitCount / 8
        if marks != 0 { break }
      }
      guard index < utf8.count, !mayNeedEscape(utf8[index]) else { return index }
      index += 1
    }
    return index
  }

  /// Eight bytes with the high bit of at least the first set that is a control character, a quote, a
  /// backslash or not ASCII; zero when none is.
  private static func suspects(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func below(_ limit: UInt64, _ word: UInt64) -> UInt64 { (word &- ones &* limit) & ~word }
    let marks =
      word | below(0x20, word) | below(1, word ^ ones &* 0x22) | below(1, word ^ ones &* 0x5C)
      | below(1, word ^ ones &* 0x7F)
    return marks & ones &* 0x80
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
    case 0x22: append(literal: "\\\"")
    case 0x5C: append(literal: "\\\\")
    case 0x0A: append(literal: "\\n")
    case 0x0D: append(literal: "\\r")
    case 0x09: append(literal: "\\t")
    case 0xC2: appendEscape(scalar: UInt16(utf8[index + 1]))
    case 0xE2: appendEscape(scalar: 0x2000 | UInt16(utf8[index + 2] & 0x3F))
    case let control: appendEscape(scalar: UInt16(control))
    }
  }

  private mutating func appendEscape(scalar: UInt16) {
    append(literal: "\\u")
    for shift in [UInt16(12), 8, 4, 0] {
      let digit = UInt8(scalar >> shift & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}

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
    string.withUTF8 { utf8 in
      let start = bytes.count
      let count = utf8.count + Self.extraBytes(utf8) + 2
      // Room first, so that the bytes can be written where they belong.
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "\""), count: count))
      bytes.withUnsafeMutableBytes { bytes in
        Self.write(
          UnsafeRawBufferPointer(utf8),
          to: UnsafeMutableRawBufferPointer(rebasing: bytes[start + 1..<start + count - 1]))
      }
    }
  }

  /// How many bytes more than the text its escapes take.
  private static func extraBytes(_ utf8: UnsafeBufferPointer<UInt8>) -> Int {
    var extra = 0
    var index = 0
    while true {
      index = firstSuspect(utf8, from: index)
      guard index < utf8.count else { return extra }
      let length = escapedLength(utf8, at: index)
      if let length { extra += escape(utf8, at: index).count - length }
      index += length ?? 1
    }
  }

  /// Writes a text with its escapes, which fill the room exactly. Eight bytes at a time: what is
  /// written past an escape's place is written over by what comes there.
  private static func write(_ text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer)
  {
    let utf8 = text.assumingMemoryBound(to: UInt8.self)
    var (index, end) = (0, 0)
    while index < text.count {
      if index + 8 <= text.count, end + 8 <= room.count {
        let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let marks = suspects(in: UInt64(littleEndian: word))
        room.storeBytes(of: word, toByteOffset: end, as: UInt64.self)
        let plain = marks == 0 ? 8 : marks.trailingZeroBitCount / 8
        index += plain
        end += plain
        if marks == 0 { continue }
      }
      if mayNeedEscape(utf8[index]), let length = escapedLength(utf8, at: index) {
        let escape = escape(utf8, at: index)
        escape.write(to: room, at: end)
        index += length
        end += escape.count
      } else {
        room[end] = utf8[index]
        index += 1
        end += 1
      }
    }
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

  /// What stands for a character that is not written as it is.
  private enum Escape {
    /// A backslash and a letter.
    case letter(UInt8)
    /// A backslash, `u` and four hexadecimal digits.
    case scalar(UInt16)

    var count: Int {
      switch self {
      case .letter: 2
      case .scalar: 6
      }
    }

    func write(to room: UnsafeMutableRawBufferPointer, at place: Int) {
      room[place] = UInt8(ascii: "\\")
      switch self {
      case .letter(let letter): room[place + 1] = letter
      case .scalar(let scalar):
        room[place + 1] = UInt8(ascii: "u")
        for index in 0..<4 {
          let digit = UInt8(scalar >> UInt16(12 - 4 * index) & 0xF)
          room[place + 2 + index] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
      }
    }
  }

  private static func escape(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Escape {
    switch utf8[index] {
    case 0x22: .letter(UInt8(ascii: "\""))
    case 0x5C: .letter(UInt8(ascii: "\\"))
    case 0x0A: .letter(UInt8(ascii: "n"))
    case 0x0D: .letter(UInt8(ascii: "r"))
    case 0x09: .letter(UInt8(ascii: "t"))
    case 0xC2: .scalar(UInt16(utf8[index + 1]))
    case 0xE2: .scalar(0x2000 | UInt16(utf8[index + 2] & 0x3F))
    case let control: .scalar(UInt16(control))
    }
  }
}

/// Reads the plainest literals straight from the text: ASCII, integers within a word, strings
/// without a backslash, `True`, `False`, `None`, lists and tuples.
///
/// It gives nil for all else, wrong or not; that is for the parser, which decides.
struct LiteralScanner {
  private static let deepest = 20

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The values of comma-separated literals.
  static func values(of text: String) -> [Value]? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count <= Lexer.maximumLength else { return nil }
      var scanner = LiteralScanner(bytes: bytes)
      scanner.skipSpace()
      var values: [Value] = []
      while scanner.position < bytes.count {
        guard let value = scanner.value(depth: 0) else { return nil }
        values.append(value)
        scanner.skipSpace()
        if scanner.position == bytes.count { break }
        guard scanner.take(UInt8(ascii: ",")) else { return nil }
        scanner.skipSpace()
      }
      return values
    }
  }

  /// The one value that the text writes; a comma outside brackets would make a tuple.
  static func value(of text: String) -> Value? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count <= Lexer.maximumLength else { return nil }
      var scanner = LiteralScanner(bytes: bytes)
      scanner.skipSpace()
      guard let value = scanner.value(depth: 0) else { return nil }
      scanner.skipSpace()
      return scanner.position == bytes.count ? value : nil
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) -> Value? {
    guard position < bytes.count, depth < Self.deepest else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return integer(isNegative: false)
    case UInt8(ascii: "-"):
      position += 1
      return integer(isNegative: true)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string()
    case UInt8(ascii: "["):
      position += 1
      return elements(until: UInt8(ascii: "]"), depth).map { .list($0.values) }
    case UInt8(ascii: "("):
      position += 1
      guard let (values, endsInComma) = elements(until: UInt8(ascii: ")"), depth) else {
        return nil
      }
      return values.count == 1 && !endsInComma ? values[0] : .tuple(values)
    case UInt8(ascii: "T"): return word("True") ? .bool(true) : nil
    case UInt8(ascii: "F"): return word("False") ? .bool(false) : nil
    case UInt8(ascii: "N"): return word("None") ? Value.none : nil
    default: return nil
    }
  }

  private mutating func elements(
    until end: UInt8, _ depth: Int
  ) -> (values: [Value], endsInComma: Bool)? {
    var values: [Value] = []
    var endsInComma = false
    while true {
      skipSpace()
      if take(end) { return (values, endsInComma) }
      guard values.isEmpty || endsInComma, let value = value(depth: depth + 1) else { return nil }
      values.append(value)
      skipSpace()
      endsInComma = take(UInt8(ascii: ","))
    }
  }

  private var startsWord: Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    return UInt32(byte).isIdentifierPart || byte == UInt8(ascii: ".") || byte >= 128
  }

  private mutating func integer(isNegative: Bool) -> Value? {
    let start = position
    var value = 0
    while position < bytes.count, UInt32(bytes[position]).isDecimalDigit {
      // Eighteen digits fit a word.
      guard position - start < 18 else { return nil }
      value = value * 10 + Int(bytes[position]) - 48
      position += 1
    }
    guard position > start, !startsWord,
      position - start == 1 || bytes[start] != UInt8(ascii: "0")
    else { return nil }
    return .integer(isNegative ? -value : value)
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] {
      return false
    }
    position += count
    return !startsWord
  }

  /// A string on one line without escapes; the parser joins those that follow one another.
  private mutating func string() -> Value? {
    let quote = bytes[position]
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != quote {
      let byte = bytes[position]
      guard byte >= 32, byte < 127, byte != UInt8(ascii: "\\") else { return nil }
      position += 1
    }
    let end = position
    guard take(quote) else { return nil }
    skipSpace()
    if position < bytes.count {
      let next = bytes[position]
      guard next != UInt8(ascii: "'"), next != UInt8(ascii: "\""), !startsWord else { return nil }
    }
    return .string(bytes[start..<end].map { UInt32($0) })
  }
}

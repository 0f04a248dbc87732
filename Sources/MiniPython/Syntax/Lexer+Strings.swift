extension Lexer {
  /// The string literal whose quote is at the current position.
  mutating func string(prefix: ArraySlice<UInt32>) throws(SyntaxError) {
    let startLine = line
    let startColumn = position - prefix.count - lineStart + 1
    let letters = String(scalars: prefix).lowercased()
    guard ["", "r", "f", "u", "b", "fr", "rf", "br", "rb"].contains(letters) else {
      throw failure("invalid string prefix")
    }
    let isRaw = letters.contains("r")
    let body = try quotedText()
    if letters.contains("b") {
      let bytes = isRaw ? body : try Self.decodeEscapes(body, line: startLine, isBytes: true)
      guard body.allSatisfy({ $0 < 128 }) else {
        throw failure("bytes can only contain ASCII literal characters")
      }
      let constant = Constant.bytes(bytes.map { UInt8(truncatingIfNeeded: $0) })
      tokens.append(Token(kind: .constant(constant), line: startLine, column: startColumn))
      return
    }
    let kind: Token.Kind =
      letters.contains("f")
      ? .formatted(body, isRaw: isRaw)
      : .constant(.string(isRaw ? body : try Self.decodeEscapes(body, line: startLine)))
    tokens.append(Token(kind: kind, line: startLine, column: startColumn))
  }

  /// The text between the quotes, undecoded.
  private mutating func quotedText() throws(SyntaxError) -> [UInt32] {
    let quote = text[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var body: [UInt32] = []
    while true {
      guard position < text.count else { throw failure("unterminated string literal") }
      let scalar = text[position]
      if scalar == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        return body
      }
      if scalar == UInt32(ascii: "\\"), position + 1 < text.count {
        body.append(scalar)
        position += 1
        appendTracked(&body)
      } else if scalar == 10 || scalar == 13 {
        guard isTriple else { throw failure("unterminated string literal") }
        appendTracked(&body)
      } else {
        body.append(scalar)
        position += 1
      }
    }
  }

  /// Takes one character, line ends normalised to a line feed.
  private mutating func appendTracked(_ body: inout [UInt32]) {
    let scalar = text[position]
    if scalar == 13 {
      if peek(1) == 10 { position += 1 }
      body.append(10)
    } else {
      body.append(scalar)
    }
    position += 1
    if scalar == 10 || scalar == 13 { newLine() }
  }

  /// Replaces the escape sequences of a non-raw literal.
  static func decodeEscapes(
    _ body: [UInt32], line: Int, isBytes: Bool = false
  ) throws(SyntaxError) -> [UInt32] {
    guard body.contains(UInt32(ascii: "\\")) else { return body }
    var result: [UInt32] = []
    result.reserveCapacity(body.count)
    var index = 0
    while index < body.count {
      guard body[index] == UInt32(ascii: "\\"), index + 1 < body.count else {
        result.append(body[index])
        index += 1
        continue
      }
      let letter = body[index + 1]
      index += 2
      switch letter {
      case 10: break
      case UInt32(ascii: "n"): result.append(10)
      case UInt32(ascii: "t"): result.append(9)
      case UInt32(ascii: "r"): result.append(13)
      case UInt32(ascii: "a"): result.append(7)
      case UInt32(ascii: "b"): result.append(8)
      case UInt32(ascii: "f"): result.append(12)
      case UInt32(ascii: "v"): result.append(11)
      case UInt32(ascii: "\\"), UInt32(ascii: "'"), UInt32(ascii: "\""): result.append(letter)
      case 48...55:
        var value = letter - 48
        var count = 1
        while count < 3, index < body.count, body[index] >= 48, body[index] <= 55 {
          value = value * 8 + body[index] - 48
          index += 1
          count += 1
        }
        result.append(value)
      case UInt32(ascii: "x"):
        result.append(try hexadecimal(body, &index, digits: 2, line: line))
      case UInt32(ascii: "u") where !isBytes:
        result.append(try hexadecimal(body, &index, digits: 4, line: line))
      case UInt32(ascii: "U") where !isBytes:
        result.append(try hexadecimal(body, &index, digits: 8, line: line))
      case UInt32(ascii: "N") where !isBytes:
        throw .notSupported("named Unicode escape", line: line, column: 1)
      default:
        result.append(UInt32(ascii: "\\"))
        result.append(letter)
      }
    }
    return result
  }

  private static func hexadecimal(
    _ body: [UInt32], _ index: inout Int, digits: Int, line: Int
  ) throws(SyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard index < body.count, let digit = body[index].digitValue, digit < 16 else {
        throw SyntaxError(message: "truncated escape in string", line: line, column: 1)
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    guard value <= 0x10FFFF else {
      throw SyntaxError(message: "illegal Unicode character", line: line, column: 1)
    }
    return value
  }
}

import BigInt

extension Lexer {
  /// The most digits of an integer literal, as in CPython.
  static let maximumDigits = 4300

  /// The number that starts here.
  mutating func number() throws(SyntaxError) -> Constant {
    if peek() == UInt32(ascii: "0") {
      switch peek(1) {
      case UInt32(ascii: "x"), UInt32(ascii: "X"): return try integer(base: 16)
      case UInt32(ascii: "o"), UInt32(ascii: "O"): return try integer(base: 8)
      case UInt32(ascii: "b"), UInt32(ascii: "B"): return try integer(base: 2)
      default: break
      }
    }
    var digits = try digitRun()
    let integral = digits
    var isFloat = false
    if peek() == UInt32(ascii: ".") {
      isFloat = true
      position += 1
      digits += "." + (peek().isDecimalDigit ? try digitRun() : "0")
    }
    if peek() | 32 == UInt32(ascii: "e") {
      let signed = peek(1) == UInt32(ascii: "+") || peek(1) == UInt32(ascii: "-")
      if peek(signed ? 2 : 1).isDecimalDigit {
        isFloat = true
        digits += "e" + (peek(1) == UInt32(ascii: "-") ? "-" : "")
        position += signed ? 2 : 1
        digits += try digitRun()
      }
    }
    if peek() | 32 == UInt32(ascii: "j") {
      throw failure("not supported: complex number", code: .notSupported("complex number"))
    }
    if peek().isIdentifierStart, !startsKeyword() { throw failure("invalid decimal literal") }
    if isFloat {
      guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits) else {
        throw failure("invalid decimal literal")
      }
      return .float(value)
    }
    if integral.first == "0", integral.contains(where: { $0 != "0" }) {
      throw failure("leading zeros in decimal integer literals are not permitted")
    }
    return try constant(integral, base: 10)
  }

  /// Whether a keyword follows directly, as in `1if x else 2`.
  private func startsKeyword() -> Bool {
    var end = position
    while end < text.count, text[end].isIdentifierPart { end += 1 }
    return Keyword.table[String(scalars: text[position..<end])] != nil
  }

  private mutating func digitRun() throws(SyntaxError) -> String {
    var digits = ""
    while position < text.count {
      let scalar = text[position]
      if scalar == UInt32(ascii: "_"), !digits.isEmpty, peek(1).isDecimalDigit {
        position += 1
      } else if scalar.isDecimalDigit {
        digits.unicodeScalars.append(Unicode.Scalar(UInt8(scalar)))
        position += 1
      } else {
        break
      }
    }
    return digits
  }

  private mutating func integer(base: Int) throws(SyntaxError) -> Constant {
    position += 2
    var digits = ""
    while position < text.count {
      let scalar = text[position]
      if scalar == UInt32(ascii: "_") {
        position += 1
      } else if let value = scalar.digitValue, value < base {
        digits.unicodeScalars.append(Unicode.Scalar(UInt8(scalar)))
        position += 1
      } else {
        break
      }
    }
    if digits.isEmpty || peek().isIdentifierPart { throw failure("invalid integer literal") }
    return try constant(digits, base: base)
  }

  private func constant(_ digits: String, base: Int) throws(SyntaxError) -> Constant {
    if let value = Int(digits, radix: base) { return .integer(value) }
    guard digits.utf8.count <= Self.maximumDigits, let value = BigInt(digits, radix: base) else {
      throw failure("an integer literal has more than \(Self.maximumDigits) digits")
    }
    return .bigInteger(value)
  }
}

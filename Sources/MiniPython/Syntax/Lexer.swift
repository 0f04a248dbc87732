/// Splits Python source into tokens, with indentation made explicit.
struct Lexer {
  /// The longest source accepted, in Unicode scalars.
  static let maximumLength = 200_000
  /// The deepest nesting of indented blocks.
  static let maximumIndentation = 32

  let text: [UInt32]
  var position = 0
  var line: Int
  var lineStart = 0
  var tokens: [Token] = []
  /// The open brackets around the current place.
  var brackets: [UInt32] = []

  init(source: String) throws(SyntaxError) {
    self.init(text: source.scalarValues, line: 1)
    if text.count > Self.maximumLength {
      throw SyntaxError(
        code: .tooComplex,
        message: "the source is longer than \(Self.maximumLength) characters", line: 1, column: 1)
    }
  }

  init(text: [UInt32], line: Int) {
    self.text = text
    self.line = line
    tokens.reserveCapacity(text.count / 3 + 8)
  }

  func failure(_ message: String, code: SyntaxError.Code = .invalid) -> SyntaxError {
    SyntaxError(code: code, message: message, line: line, column: position - lineStart + 1)
  }

  func peek(_ offset: Int = 0) -> UInt32 {
    position + offset < text.count ? text[position + offset] : 0
  }

  mutating func append(_ kind: Token.Kind, at start: Int) {
    tokens.append(Token(kind: kind, line: line, column: start - lineStart + 1))
  }

  mutating func newLine() {
    line += 1
    lineStart = position
  }

  /// The tokens of a whole module.
  mutating func tokenizeModule() throws(SyntaxError) -> [Token] {
    var indentation = [0]
    while position < text.count {
      if brackets.isEmpty, position == lineStart || tokens.last?.kind == .newline {
        guard let width = try indentationOfLine() else { continue }
        try adjust(&indentation, to: width)
      }
      try tokenizeLogicalLine()
    }
    guard brackets.isEmpty else { throw failure("a bracket was never closed") }
    if let last = tokens.last?.kind, last != .newline { append(.newline, at: position) }
    for _ in indentation.dropFirst() { append(.dedent, at: position) }
    append(.end, at: position)
    return tokens
  }

  /// The tokens of one expression; line ends count as spaces.
  mutating func tokenizeExpression() throws(SyntaxError) -> [Token] {
    brackets = [0]
    while position < text.count { try tokenizeLogicalLine() }
    guard brackets.count == 1 else { throw failure("a bracket was never closed") }
    append(.newline, at: position)
    append(.end, at: position)
    return tokens
  }

  /// The indentation of the line that starts here, or nil after skipping a blank one.
  private mutating func indentationOfLine() throws(SyntaxError) -> Int? {
    var width = 0
    while position < text.count {
      switch text[position] {
      case UInt32(ascii: " "): width += 1
      case UInt32(ascii: "\t"): width = (width / 8 + 1) * 8
      case 12: width = 0
      case UInt32(ascii: "#"):
        skipComment()
        continue
      case 10, 13:
        skipLineEnd()
        return nil
      default: return width
      }
      position += 1
    }
    return nil
  }

  private mutating func adjust(_ indentation: inout [Int], to width: Int) throws(SyntaxError) {
    if width > indentation[indentation.count - 1] {
      guard indentation.count <= Self.maximumIndentation else {
        throw failure("blocks are nested too deeply", code: .tooComplex)
      }
      indentation.append(width)
      append(.indent, at: position)
    }
    while width < indentation[indentation.count - 1] {
      indentation.removeLast()
      append(.dedent, at: position)
    }
    if width != indentation[indentation.count - 1] {
      throw failure("unindent does not match any outer indentation level")
    }
  }

  private mutating func skipComment() {
    while position < text.count, text[position] != 10, text[position] != 13 { position += 1 }
  }

  private mutating func skipLineEnd() {
    if text[position] == 13, peek(1) == 10 { position += 1 }
    position += 1
    newLine()
  }

  /// Tokens up to and including the end of a logical line.
  private mutating func tokenizeLogicalLine() throws(SyntaxError) {
    while position < text.count {
      let scalar = text[position]
      switch scalar {
      case UInt32(ascii: " "), UInt32(ascii: "\t"), 12: position += 1
      case UInt32(ascii: "#"): skipComment()
      case UInt32(ascii: "\\"):
        guard peek(1) == 10 || peek(1) == 13 else {
          throw failure("unexpected character after line continuation character")
        }
        position += 1
        skipLineEnd()
      case 10, 13:
        if brackets.isEmpty {
          append(.newline, at: position)
          skipLineEnd()
          return
        }
        skipLineEnd()
      default: try tokenize(scalar)
      }
    }
  }

  private mutating func tokenize(_ scalar: UInt32) throws(SyntaxError) {
    if scalar.isIdentifierStart {
      let start = position
      while position < text.count, text[position].isIdentifierPart { position += 1 }
      let quote = peek()
      if quote == UInt32(ascii: "'") || quote == UInt32(ascii: "\""), position - start <= 2 {
        return try string(prefix: text[start..<position])
      }
      let word = text[start..<position]
      append(
        Keyword(word: word).map { .keyword($0) } ?? .name(String(scalars: word)), at: start)
    } else if scalar.isDecimalDigit || (scalar == UInt32(ascii: ".") && peek(1).isDecimalDigit) {
      let start = position
      let constant = try number()
      append(.constant(constant), at: start)
    } else if scalar == UInt32(ascii: "'") || scalar == UInt32(ascii: "\"") {
      try string(prefix: [])
    } else {
      try symbol(scalar)
    }
  }

  private mutating func symbol(_ scalar: UInt32) throws(SyntaxError) {
    guard let (symbol, count) = Symbol.longest(scalar, peek(1), peek(2)) else {
      throw failure("invalid character")
    }
    try track(scalar)
    append(.symbol(symbol), at: position)
    position += count
  }

  /// Keeps the stack of open brackets.
  private mutating func track(_ scalar: UInt32) throws(SyntaxError) {
    switch scalar {
    case UInt32(ascii: "("): brackets.append(UInt32(ascii: ")"))
    case UInt32(ascii: "["): brackets.append(UInt32(ascii: "]"))
    case UInt32(ascii: "{"): brackets.append(UInt32(ascii: "}"))
    case UInt32(ascii: ")"), UInt32(ascii: "]"), UInt32(ascii: "}"):
      guard brackets.popLast() == scalar else { throw failure("unmatched closing bracket") }
    default: break
    }
  }
}

extension String {
  /// The text's code points.
  var scalarValues: [UInt32] {
    var text = self
    let ascii = text.withUTF8 { bytes in
      bytes.allSatisfy { $0 < 128 } ? bytes.map { UInt32($0) } : nil
    }
    return ascii ?? unicodeScalars.map(\.value)
  }

  /// Text from code points; lone surrogates, which Swift strings can't hold, become U+FFFD.
  init(scalars: some Collection<UInt32>) {
    if scalars.allSatisfy({ $0 < 128 }) {
      self.init(unsafeUninitializedCapacity: scalars.count) { bytes in
        var count = 0
        for scalar in scalars {
          bytes[count] = UInt8(truncatingIfNeeded: scalar)
          count += 1
        }
        return count
      }
      return
    }
    var view = String.UnicodeScalarView()
    for value in scalars { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
    self.init(view)
  }
}

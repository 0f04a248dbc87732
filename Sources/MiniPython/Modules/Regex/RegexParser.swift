/// Why a text is no regular expression.
struct RegexError: Error {
  let message: String
}

/// Reads regular expressions of CPython's `re` and compiles them.
struct RegexParser {
  /// The longest program; counted repetitions are written out.
  static let maximumLength = 20_000

  let text: [UInt32]
  var position = 0
  var depth = 0
  var flags: Int
  var program = RegexProgram()
  var openGroups: Set<Int> = []

  static func compile(_ text: [UInt32], flags: Int) throws -> RegexProgram {
    var parser = RegexParser(text: text, flags: flags)
    let node = try parser.parseAlternatives()
    if parser.position < text.count {
      throw RegexError(message: "unbalanced parenthesis at position \(parser.position)")
    }
    parser.program.flags = parser.flags | 32
    parser.program.ignoresCase = parser.flags & 2 != 0
    try parser.emit(node)
    parser.program.instructions.append(.accept)
    return parser.program
  }

  init(text: [UInt32], flags: Int) {
    self.text = text
    self.flags = flags
  }

  // MARK: Reading

  var character: Character? {
    position < text.count ? Unicode.Scalar(text[position]).map(Character.init) ?? "\u{FFFD}" : nil
  }

  mutating func take(_ wanted: Character) -> Bool {
    guard character == wanted else { return false }
    position += 1
    return true
  }

  mutating func takeText(_ wanted: String) -> Bool {
    let scalars = wanted.unicodeScalars.map(\.value)
    guard text[position...].starts(with: scalars) else { return false }
    position += scalars.count
    return true
  }

  func error(_ message: String, at place: Int? = nil) -> RegexError {
    RegexError(message: "\(message) at position \(place ?? position)")
  }

  mutating func parseAlternatives() throws -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    if depth > 40 { throw NotSupported(construct: "regular expression nested this deeply") }
    var options = [try parseSequence()]
    while take("|") { options.append(try parseSequence()) }
    return options.count == 1 ? options[0] : .alternatives(options)
  }

  mutating func parseSequence() throws -> RegexNode {
    var parts: [RegexNode] = []
    while let next = character, next != "|", next != ")" {
      if flags & 64 != 0, skipVerbose() { continue }
      let start = position
      guard let atom = try parseAtom() else { continue }
      parts.append(try parseQuantifiers(atom, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// Skips a space or comment of a verbose expression.
  mutating func skipVerbose() -> Bool {
    guard let next = character else { return false }
    if next == "#" {
      while position < text.count, text[position] != 10 { position += 1 }
      return true
    }
    guard CharacterClass.isSpace(text[position]) else { return false }
    position += 1
    return true
  }

  mutating func parseQuantifiers(
    _ atom: RegexNode, from start: Int
  ) throws -> RegexNode {
    while flags & 64 != 0, position < text.count, skipVerbose() {}
    let place = position
    guard let (minimum, maximum) = try parseCounts() else { return atom }
    if case .instruction(let instruction) = atom {
      switch instruction {
      case .textStart, .lineStart, .textEnd, .wordBoundary, .lineEnd, .lastLineEnd:
        if text[start] == UInt32(ascii: "^") || text[start] == UInt32(ascii: "$") {
          throw error("nothing to repeat", at: place)
        }
      default: break
      }
    }
    let isLazy = take("?")
    if !isLazy, character == "+" {
      throw NotSupported(construct: "possessive quantifier in a regular expression")
    }
    let again = position
    if try parseCounts() != nil { throw error("multiple repeat", at: again) }
    return .loop(atom, minimum: minimum, maximum: maximum, isLazy: isLazy)
  }

  mutating func parseCounts() throws -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = position
    guard take("{") else { return nil }
    let low = number()
    var high = low
    if take(",") { high = number() ?? -1 }
    guard take("}"), low != nil || high != nil, position - start > 2 else {
      position = start
      return nil
    }
    if high == -1 { return (low ?? 0, nil) }
    if let low, let high, high < low {
      throw error("min repeat greater than max repeat", at: start)
    }
    return (low ?? 0, high)
  }

  mutating func number() -> Int? {
    var value: Int?
    while position < text.count, text[position].isDecimalDigit {
      value = min((value ?? 0) * 10 + Int(text[position]) - 48, 1 << 30)
      position += 1
    }
    return value
  }

  mutating func parseAtom() throws -> RegexNode? {
    let start = position
    let scalar = text[position]
    switch character {
    case "(": return try parseGroup()
    case "[": return try parseSet()
    case ".":
      position += 1
      return .instruction(.any(matchesNewline: flags & 16 != 0))
    case "^":
      position += 1
      return .instruction(flags & 8 != 0 ? .lineStart : .textStart)
    case "$":
      position += 1
      return .instruction(flags & 8 != 0 ? .lineEnd : .lastLineEnd)
    case "\\": return try parseEscape()
    case "*", "+", "?": throw error("nothing to repeat", at: start)
    case "{":
      if try parseCounts() != nil { throw error("nothing to repeat", at: start) }
      position += 1
      return literal(scalar)
    default:
      position += 1
      return literal(scalar)
    }
  }

  func literal(_ scalar: UInt32) -> RegexNode {
    .instruction(.character(flags & 2 != 0 ? RegexProgram.folded(scalar) : scalar))
  }

  mutating func parseEscape() throws -> RegexNode {
    let start = position
    position += 1
    guard let letter = character else { throw error("bad escape (end of pattern)", at: start) }
    let scalar = text[position]
    if let member = Self.category(letter) {
      position += 1
      return .instruction(.set(.init(members: [member])))
    }
    switch letter {
    case "A", "Z", "b", "B":
      position += 1
      switch letter {
      case "A": return .instruction(.textStart)
      case "Z": return .instruction(.textEnd)
      default: return .instruction(.wordBoundary(isNegated: letter == "B"))
      }
    case "1"..."9":
      if let octal = octal(isInSet: false) { return literal(octal) }
      var group = Int(scalar) - 48
      position += 1
      if position < text.count, text[position].isDecimalDigit {
        group = group * 10 + Int(text[position]) - 48
        position += 1
      }
      guard group <= program.groupCount else {
        throw error("invalid group reference \(group)", at: start + 1)
      }
      if openGroups.contains(group) { throw error("cannot refer to an open group", at: start) }
      return .instruction(.backreference(group))
    default: return literal(try escaped())
    }
  }

  static func category(_ letter: Character) -> RegexProgram.CharacterSet.Member? {
    switch letter {
    case "d": .digit(true)
    case "D": .digit(false)
    case "w": .word(true)
    case "W": .word(false)
    case "s": .space(true)
    case "S": .space(false)
    default: nil
    }
  }

  mutating func octal(isInSet: Bool) -> UInt32? {
    let digits = text[position...].prefix(3).prefix { $0 >= 48 && $0 <= 55 }
    let isZero = digits.first == 48
    guard digits.count == 3 || (isZero && !digits.isEmpty) || (isInSet && !digits.isEmpty) else {
      return nil
    }
    position += digits.count
    return digits.reduce(0) { $0 * 8 + $1 - 48 } & 0xFF
  }

  /// The code point of an escape whose letter is at the position.
  mutating func escaped(isInSet: Bool = false) throws -> UInt32 {
    let start = position - 1
    if let octal = octal(isInSet: isInSet) { return octal }
    let scalar = text[position]
    position += 1
    switch Unicode.Scalar(scalar).map(Character.init) {
    case "n": return 10
    case "t": return 9
    case "r": return 13
    case "f": return 12
    case "v": return 11
    case "a": return 7
    case "b" where isInSet: return 8
    case "x", "u", "U":
      let width = scalar == UInt32(ascii: "x") ? 2 : scalar == UInt32(ascii: "u") ? 4 : 8
      var value: UInt32 = 0
      for _ in 0..<width {
        guard position < text.count, let digit = text[position].digitValue, digit < 16 else {
          throw error("incomplete escape", at: start)
        }
        value = value << 4 | UInt32(digit)
        position += 1
      }
      return value
    default:
      if scalar < 128, CharacterClass.isAlphanumeric(scalar) {
        throw error("bad escape \\\(String(scalars: [scalar]))", at: start)
      }
      return scalar
    }
  }
}

/// Reads the text of a regular expression and lays out its program.
struct ExpressionParser {
  typealias Instruction = RegularExpression.Instruction
  typealias Fault = RegularExpression.Fault

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The program of the whole text.
  mutating func program() throws(Fault) -> [Instruction] {
    let body = try alternatives()
    if position < scalars.count { throw fault("')' has no '(' before it; write '\\)' for itself") }
    return body + [.match]
  }

  private mutating func alternatives() throws(Fault) -> [Instruction] {
    var program = try sequence()
    while take("|") {
      let other = try sequence()
      program =
        [.split(1, program.count + 2)] + Self.moved(program, by: 1)
        + [.jump(program.count + 2 + other.count)] + Self.moved(other, by: program.count + 2)
      try check(program)
    }
    return program
  }

  private mutating func sequence() throws(Fault) -> [Instruction] {
    var program: [Instruction] = []
    while let next = peek, next != "|", next != ")" {
      var atom = try atom()
      while let repetition = try repetition() { atom = try repeated(atom, repetition) }
      program += Self.moved(atom, by: program.count)
      try check(program)
    }
    return program
  }

  private mutating func atom() throws(Fault) -> [Instruction] {
    let scalar = scalars[position]
    position += 1
    switch scalar {
    case ".": return [.anything]
    case "^": return [.start]
    case "$": return [.end]
    case "(":
      depth += 1
      if depth > 50 { throw fault("more than 50 groups inside each other") }
      if take("?"), !take(":") { throw fault("'(?' is only known as '(?:'") }
      let body = try alternatives()
      guard take(")") else { throw fault("'(' is not closed; write '\\(' for itself") }
      depth -= 1
      return body
    case "[": return [.oneOf(try members())]
    case "*", "+", "?": throw fault("'\(scalar)' has nothing to repeat; write '\\\(scalar)'")
    case "\\": return [try escape()]
    default: return [.scalar(scalar.value)]
    }
  }

  private mutating func escape() throws(Fault) -> Instruction {
    guard let scalar = peek else { throw fault("'\\' ends the expression; write '\\\\'") }
    position += 1
    switch scalar {
    case "b": return .boundary
    case "B": return .noBoundary
    case "n": return .scalar(0x0A)
    case "t": return .scalar(0x09)
    default:
      if let known = Self.shorthand(scalar) { return .oneOf(known) }
      if scalar.properties.isAlphabetic { throw fault("'\\\(scalar)' is not known") }
      return .scalar(scalar.value)
    }
  }

  private static func shorthand(_ scalar: Unicode.Scalar) -> RegularExpression.Class? {
    let ranges: [ClosedRange<UInt32>]
    switch scalar {
    case "d", "D": ranges = [0x30...0x39]
    case "w", "W": ranges = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0x24F]
    case "s", "S": ranges = [0x09...0x0D, 0x20...0x20]
    default: return nil
    }
    return RegularExpression.Class(ranges: ranges, isNegated: scalar.properties.isUppercase)
  }

  private mutating func members() throws(Fault) -> RegularExpression.Class {
    var members = RegularExpression.Class()
    members.isNegated = take("^")
    var isFirst = true
    while isFirst || peek != "]" {
      isFirst = false
      guard let low = try member(&members) else { continue }
      var high = low
      if peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        position += 1
        high = try member(&members) ?? low
      }
      guard low <= high else { throw fault("a range in '[]' goes from high to low") }
      members.ranges.append(low...high)
    }
    position += 1
    return members
  }

  /// One scalar of a class; nil if it was a shorthand, which is added at once.
  private mutating func member(_ members: inout RegularExpression.Class) throws(Fault) -> UInt32? {
    guard let scalar = peek else { throw fault("'[' is not closed; write '\\[' for itself") }
    position += 1
    guard scalar == "\\" else { return scalar.value }
    switch try escape() {
    case .scalar(let value): return value
    case .oneOf(let known) where !known.isNegated:
      members.ranges += known.ranges
      return nil
    default: throw fault("an escape that '[]' cannot hold")
    }
  }

  // MARK: - Repetition

  private mutating func repetition() throws(Fault) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard peek == "{", position + 1 < scalars.count, Self.isDigit(scalars[position + 1]) else {
      return nil
    }
    position += 1
    let least = try number()
    var most: Int? = least
    if take(",") { most = peek == "}" ? nil : try number() }
    guard take("}") else { throw fault("'{' is not closed; write '\\{' for itself") }
    if let most, most < least { throw fault("'{m,n}' goes from high to low") }
    return (least, most)
  }

  private mutating func number() throws(Fault) -> Int {
    var value = 0
    guard let first = peek, Self.isDigit(first) else { throw fault("'{' wants a number") }
    while let digit = peek, Self.isDigit(digit) {
      value = value * 10 + Int(digit.value - 48)
      position += 1
      if value > 200 { throw fault("more than 200 repetitions") }
    }
    return value
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private func repeated(
    _ atom: [Instruction], _ repetition: (least: Int, most: Int?)
  ) throws(Fault) -> [Instruction] {
    var program: [Instruction] = []
    for _ in 0..<repetition.least {
      program += Self.moved(atom, by: program.count)
      try check(program)
    }
    guard let most = repetition.most else {
      let loop = program.count
      program.append(.split(loop + 1, loop + atom.count + 2))
      program += Self.moved(atom, by: program.count)
      program.append(.jump(loop))
      return program
    }
    let end = program.count + (most - repetition.least) * (atom.count + 1)
    for _ in repetition.least..<most {
      program.append(.split(program.count + 1, end))
      program += Self.moved(atom, by: program.count)
      try check(program)
    }
    return program
  }

  // MARK: - Parts

  private static func moved(_ program: [Instruction], by offset: Int) -> [Instruction] {
    program.map { instruction in
      switch instruction {
      case .split(let first, let second): .split(first + offset, second + offset)
      case .jump(let target): .jump(target + offset)
      default: instruction
      }
    }
  }

  private func check(_ program: [Instruction]) throws(Fault) {
    if program.count > RegularExpression.programLimit { throw fault("the expression is too large") }
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func fault(_ message: String) -> Fault {
    Fault(message: "\(message) (place \(position))")
  }
}

/// A regular expression that no text can stall: every scalar of the text is looked at once for each
/// place in the expression (Thompson's construction), however hostile either is.
///
/// It knows literals, `.`, classes with ranges and negation, `\d \w \s` and their opposites, `\b`,
/// anchors, groups, `|`, and the repetitions `* + ? {m,n}`. It says whether a text matches anywhere.
struct RegularExpression: Hashable, Sendable {
  /// Why an expression cannot be read.
  struct Fault: Error, Hashable, Sendable {
    /// What is wrong, with the place counted from 1.
    var message: String
  }

  /// A set of scalars.
  struct Class: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ value: UInt32) -> Bool {
      ranges.contains { $0.contains(value) } != isNegated
    }
  }

  enum Instruction: Hashable, Sendable {
    case scalar(UInt32)
    case anything
    case oneOf(Class)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case start, end, boundary, noBoundary
    case match
  }

  private let program: [Instruction]
  private let ignoresCase: Bool

  /// Longest program; repetitions of repetitions grow without bound otherwise.
  static let programLimit = 4_000

  /// Reads an expression. Case counts if the expression has an upper-case letter.
  init(_ text: String) throws(Fault) {
    ignoresCase = !text.unicodeScalars.contains { $0.properties.isUppercase }
    var parser = ExpressionParser(text)
    program = try parser.program()
  }

  /// Whether some part of a text matches. Upper case is folded if case doesn't count.
  func matches(_ text: String) -> Bool {
    var threads = ThreadSet(program.count)
    var next = ThreadSet(program.count)
    var previous: UInt32?
    var scalars = text.unicodeScalars.makeIterator()
    var current = scalars.next().map(fold)
    while true {
      let isWordBefore = previous.map(Self.isWord) ?? false
      let isWordAfter = current.map(Self.isWord) ?? false
      let place = Place(
        isStart: previous == nil, isEnd: current == nil, isBoundary: isWordBefore != isWordAfter)
      if add(0, to: &threads, at: place) { return true }
      guard let value = current else { return false }
      let following = scalars.next().map(fold)
      let nextPlace = Place(
        isStart: false, isEnd: following == nil,
        isBoundary: isWordAfter != (following.map(Self.isWord) ?? false))
      for index in threads.members where takes(program[index], value) {
        if add(index + 1, to: &next, at: nextPlace) { return true }
      }
      swap(&threads, &next)
      next.removeAll()
      previous = value
      current = following
    }
  }

  private struct Place {
    var isStart: Bool
    var isEnd: Bool
    var isBoundary: Bool
  }

  /// Adds what can be reached without taking a scalar; says whether that is the end.
  private func add(_ start: Int, to threads: inout ThreadSet, at place: Place) -> Bool {
    var open = [start]
    while let index = open.popLast() {
      guard threads.insert(index) else { continue }
      switch program[index] {
      case .jump(let target): open.append(target)
      case .split(let first, let second):
        open.append(second)
        open.append(first)
      case .start: if place.isStart { open.append(index + 1) }
      case .end: if place.isEnd { open.append(index + 1) }
      case .boundary: if place.isBoundary { open.append(index + 1) }
      case .noBoundary: if !place.isBoundary { open.append(index + 1) }
      case .match: return true
      case .scalar, .anything, .oneOf: break
      }
    }
    return false
  }

  private func takes(_ instruction: Instruction, _ value: UInt32) -> Bool {
    switch instruction {
    case .scalar(let scalar): scalar == value
    case .anything: value != 0x0A
    case .oneOf(let members): members.contains(value)
    default: false
    }
  }

  private func fold(_ scalar: Unicode.Scalar) -> UInt32 {
    let value = scalar.value
    guard ignoresCase else { return value }
    if value < 0x80 { return (0x41...0x5A).contains(value) ? value + 0x20 : value }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first?.value ?? value : value
  }

  private static func isWord(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    case ..<0x80: false
    default: Unicode.Scalar(value)?.properties.isAlphabetic ?? false
    }
  }
}

/// The places of a program that are being followed, each once, in the order of their arrival.
private struct ThreadSet {
  private(set) var members: [Int] = []
  private var isMember: [Bool]

  init(_ count: Int) { isMember = Array(repeating: false, count: count) }

  mutating func insert(_ index: Int) -> Bool {
    if isMember[index] { return false }
    isMember[index] = true
    members.append(index)
    return true
  }

  mutating func removeAll() {
    for index in members { isMember[index] = false }
    members.removeAll(keepingCapacity: true)
  }
}

/// A compiled regular expression: instructions for a backtracking machine.
struct RegexProgram: Sendable {
  enum Instruction: Sendable {
    case character(UInt32)
    case any(matchesNewline: Bool)
    case set(CharacterSet)
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    /// `$` without `MULTILINE`: the end, or before a final newline.
    case lastLineEnd
    case wordBoundary(isNegated: Bool)
    case save(Int)
    /// Tries the first, then the second.
    case split(Int, Int)
    case jump(Int)
    /// Remembers the position in a register.
    case mark(Int)
    /// Goes on at the exit if nothing was taken since the mark.
    case checkProgress(Int, exit: Int)
    case backreference(Int)
    /// Runs the instructions that follow up to `accept`, `width` back for a lookbehind.
    case look(isNegated: Bool, behind: Int?, end: Int)
    /// Goes on if a group has matched, else at the other place.
    case condition(group: Int, otherwise: Int)
    case accept
  }

  /// A class of code points.
  struct CharacterSet: Sendable {
    enum Member: Sendable {
      case range(UInt32, UInt32)
      case digit(Bool)
      case word(Bool)
      case space(Bool)
    }

    var members: [Member] = []
    var isNegated = false
    var ignoresCase = false

    private func holds(_ scalar: UInt32) -> Bool {
      for member in members {
        switch member {
        case .range(let low, let high): if scalar >= low, scalar <= high { return true }
        case .digit(let wanted): if CharacterClass.isDecimal(scalar) == wanted { return true }
        case .word(let wanted): if RegexProgram.isWord(scalar) == wanted { return true }
        case .space(let wanted): if CharacterClass.isSpace(scalar) == wanted { return true }
        }
      }
      return false
    }

    func contains(_ scalar: UInt32) -> Bool {
      var found = holds(scalar)
      if !found, ignoresCase {
        found = holds(RegexProgram.folded(scalar)) || holds(RegexProgram.raised(scalar))
      }
      return found != isNegated
    }
  }

  var instructions: [Instruction] = []
  var groupCount = 0
  var registerCount = 0
  var names: [(name: String, group: Int)] = []
  var ignoresCase = false
  var flags = 32

  static func isWord(_ scalar: UInt32) -> Bool {
    scalar == UInt32(ascii: "_") || CharacterClass.isAlphanumeric(scalar)
  }

  /// The simple lower case of a code point.
  static func folded(_ scalar: UInt32) -> UInt32 {
    let lower = CharacterClass.lower(scalar)
    return lower.count == 1 ? lower[0] : scalar
  }

  static func raised(_ scalar: UInt32) -> UInt32 {
    let upper = CharacterClass.upper(scalar)
    return upper.count == 1 ? upper[0] : scalar
  }
}

/// Runs a regular expression on a text, each step metered.
struct RegexMatcher {
  private enum Entry {
    case branch(place: Int, position: Int)
    case restore(slot: Int, value: Int)
  }

  let program: RegexProgram
  let text: [UInt32]
  let end: Int
  let machine: Machine
  /// Group bounds, then registers; -1 where there is none.
  private(set) var slots: [Int]

  init(_ program: RegexProgram, _ text: [UInt32], end: Int, _ machine: Machine) {
    self.program = program
    self.text = text
    self.end = end
    self.machine = machine
    slots = []
  }

  /// Matches at exactly this position.
  ///
  /// - Parameters:
  ///   - mustAdvance: whether an empty match is none.
  ///   - isFull: whether the match must reach the end.
  mutating func match(at start: Int, mustAdvance: Bool = false, isFull: Bool = false) throws -> Bool
  {
    slots = [Int](
      repeating: -1, count: 2 * (program.groupCount + 1) + program.registerCount)
    slots[0] = start
    let end = end
    guard
      let finish = try run(
        from: 0, at: start,
        accepts: { position in
          !(mustAdvance && position == start) && !(isFull && position != end)
        })
    else { return false }
    slots[1] = finish
    return true
  }

  /// Finds the first match from a position on.
  mutating func search(from start: Int, mustAdvance: Bool = false) throws -> Bool {
    var position = start
    while position <= end {
      if try match(at: position, mustAdvance: mustAdvance && position == start) { return true }
      position += 1
    }
    return false
  }

  private func at(_ position: Int) -> UInt32? {
    position < end ? text[position] : nil
  }

  private func isWord(_ position: Int) -> Bool {
    position >= 0 && position < end && RegexProgram.isWord(text[position])
  }

  /// Runs from an instruction to `accept`; the position there, or nil.
  private mutating func run(
    from start: Int, at begin: Int, accepts: (Int) -> Bool
  ) throws -> Int? {
    var stack: [Entry] = []
    var place = start
    var position = begin
    var deepest = 0
    while true {
      try machine.step()
      var isAlive = true
      switch program.instructions[place] {
      case .character(let wanted):
        if let scalar = at(position),
          scalar == wanted
            || (program.ignoresCase && RegexProgram.folded(scalar) == wanted)
        {
          position += 1
          place += 1
        } else {
          isAlive = false
        }
      case .any(let matchesNewline):
        if let scalar = at(position), matchesNewline || scalar != 10 {
          position += 1
          place += 1
        } else {
          isAlive = false
        }
      case .set(let set):
        if let scalar = at(position), set.contains(scalar) {
          position += 1
          place += 1
        } else {
          isAlive = false
        }
      case .textStart: (isAlive, place) = (position == 0, place + 1)
      case .textEnd: (isAlive, place) = (position == end, place + 1)
      case .lineStart:
        (isAlive, place) = (position == 0 || text[position - 1] == 10, place + 1)
      case .lineEnd: (isAlive, place) = (position == end || text[position] == 10, place + 1)
      case .lastLineEnd:
        (isAlive, place) = (
          position == end || (position == end - 1 && text[position] == 10), place + 1
        )
      case .wordBoundary(let isNegated):
        let isBoundary = isWord(position - 1) != isWord(position)
        (isAlive, place) = (isBoundary != isNegated, place + 1)
      case .save(let slot):
        stack.append(.restore(slot: slot, value: slots[slot]))
        slots[slot] = position
        place += 1
      case .split(let first, let second):
        stack.append(.branch(place: second, position: position))
        place = first
      case .jump(let target): place = target
      case .mark(let register):
        let slot = 2 * (program.groupCount + 1) + register
        stack.append(.restore(slot: slot, value: slots[slot]))
        slots[slot] = position
        place += 1
      case .checkProgress(let register, let exit):
        place =
          slots[2 * (program.groupCount + 1) + register] == position ? exit : place + 1
      case .backreference(let group):
        let (from, to) = (slots[2 * group], slots[2 * group + 1])
        isAlive = from >= 0 && to >= from && position + (to - from) <= end
        if isAlive {
          try machine.work(to - from)
          for offset in 0..<(to - from) {
            let (left, right) = (text[from + offset], text[position + offset])
            guard
              left == right
                || (program.ignoresCase
                  && RegexProgram.folded(left) == RegexProgram.folded(right))
            else {
              isAlive = false
              break
            }
          }
          position += to - from
          place += 1
        }
      case .look(let isNegated, let behind, let finish):
        let origin = position - (behind ?? 0)
        let before = slots
        var found = false
        if origin >= 0 {
          try machine.enterNative(height: 4)
          defer { machine.leaveNative(height: 4) }
          found = try run(from: place + 1, at: origin, accepts: { _ in true }) != nil
        }
        if found, !isNegated {
          for slot in slots.indices where slots[slot] != before[slot] {
            stack.append(.restore(slot: slot, value: before[slot]))
          }
        } else {
          slots = before
        }
        (isAlive, place) = (found != isNegated, finish)
      case .condition(let group, let otherwise):
        place = slots[2 * group + 1] >= 0 ? place + 1 : otherwise
      case .accept:
        if accepts(position) { return position }
        isAlive = false
      }
      if stack.count > deepest + 64 {
        try machine.allocate((stack.count - deepest) * 24)
        deepest = stack.count
      }
      if isAlive { continue }
      backtrack: while true {
        guard let entry = stack.popLast() else { return nil }
        switch entry {
        case .restore(let slot, let value): slots[slot] = value
        case .branch(let next, let old):
          place = next
          position = old
          break backtrack
        }
      }
    }
  }
}

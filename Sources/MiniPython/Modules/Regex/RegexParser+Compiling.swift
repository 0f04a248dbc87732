extension RegexParser {
  private var next: Int { program.instructions.count }

  private mutating func append(_ instruction: RegexProgram.Instruction) throws {
    program.instructions.append(instruction)
    if program.instructions.count > Self.maximumLength {
      throw NotSupported(construct: "regular expression this long")
    }
  }

  mutating func emit(_ node: RegexNode) throws {
    switch node {
    case .empty: break
    case .instruction(let instruction): try append(instruction)
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternatives(let options): try emit(options)
    case .group(let inner, let index):
      if let index { try append(.save(2 * index)) }
      try emit(inner)
      if let index { try append(.save(2 * index + 1)) }
    case .loop(let inner, let minimum, let maximum, let isLazy):
      try emit(inner, minimum, maximum, isLazy: isLazy)
    case .look(let inner, let isAhead, let isNegated):
      var behind: Int?
      if !isAhead {
        guard let width = width(inner) else {
          throw RegexError(message: "look-behind requires fixed-width pattern")
        }
        behind = width
      }
      let place = next
      try append(.accept)
      try emit(inner)
      try append(.accept)
      program.instructions[place] = .look(isNegated: isNegated, behind: behind, end: next)
    case .condition(let group, let first, let second):
      let place = next
      try append(.accept)
      try emit(first)
      let jump = next
      try append(.accept)
      program.instructions[place] = .condition(group: group, otherwise: next)
      try emit(second)
      program.instructions[jump] = .jump(next)
    }
  }

  private mutating func emit(_ options: [RegexNode]) throws {
    var jumps: [Int] = []
    for (index, option) in options.enumerated() {
      if index == options.count - 1 {
        try emit(option)
        break
      }
      let split = next
      try append(.accept)
      try emit(option)
      jumps.append(next)
      try append(.accept)
      program.instructions[split] = .split(split + 1, next)
    }
    for jump in jumps { program.instructions[jump] = .jump(next) }
  }

  private mutating func emit(
    _ inner: RegexNode, _ minimum: Int, _ maximum: Int?, isLazy: Bool
  ) throws {
    if minimum > Self.maximumLength || (maximum ?? 0) > Self.maximumLength {
      throw NotSupported(construct: "regular expression this long")
    }
    for _ in 0..<minimum { try emit(inner) }
    func split(_ body: Int, _ exit: Int) -> RegexProgram.Instruction {
      isLazy ? .split(exit, body) : .split(body, exit)
    }
    if let maximum {
      var splits: [Int] = []
      for _ in minimum..<max(minimum, maximum) {
        splits.append(next)
        try append(.accept)
        try emit(inner)
      }
      for place in splits { program.instructions[place] = split(place + 1, next) }
      return
    }
    let start = next
    try append(.accept)
    let canBeEmpty = (width(inner) ?? 0) == 0
    let register = program.registerCount
    if canBeEmpty {
      program.registerCount += 1
      try append(.mark(register))
    }
    try emit(inner)
    let check = next
    if canBeEmpty { try append(.accept) }
    try append(.jump(start))
    if canBeEmpty { program.instructions[check] = .checkProgress(register, exit: next) }
    program.instructions[start] = split(start + 1, next)
  }

  /// How many code points a part always takes, or nil if that varies.
  private func width(_ node: RegexNode) -> Int? {
    switch node {
    case .empty: return 0
    case .instruction(let instruction):
      switch instruction {
      case .character, .any, .set: return 1
      case .backreference: return nil
      default: return 0
      }
    case .sequence(let parts):
      var total = 0
      for part in parts {
        guard let width = width(part) else { return nil }
        total += width
      }
      return total
    case .alternatives(let options):
      let widths = options.map(width)
      guard let first = widths[0], widths.allSatisfy({ $0 == first }) else { return nil }
      return first
    case .group(let inner, _): return width(inner)
    case .loop(let inner, let minimum, let maximum, _):
      guard minimum == maximum, let width = width(inner) else { return nil }
      return width.multipliedReportingOverflow(by: minimum).partialValue
    case .look: return 0
    case .condition(_, let first, let second):
      let (left, right) = (width(first), width(second))
      return left == right ? left : nil
    }
  }
}

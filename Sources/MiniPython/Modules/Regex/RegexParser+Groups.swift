extension RegexParser {
  mutating func parseSet() throws -> RegexNode {
    let start = position
    position += 1
    var set = RegexProgram.CharacterSet()
    set.ignoresCase = flags & 2 != 0
    set.isNegated = take("^")
    var isFirst = true
    while true {
      guard let next = character else { throw error("unterminated character set", at: start) }
      if next == "]", !isFirst {
        position += 1
        return .instruction(.set(set))
      }
      isFirst = false
      let place = position
      let low = try parseMember()
      if character == "-", position + 1 < text.count, text[position + 1] != UInt32(ascii: "]") {
        position += 1
        let high = try parseMember()
        guard case .range(let first, _) = low, case .range(let last, _) = high else {
          throw error("bad character range", at: place)
        }
        guard first <= last else {
          throw error(
            "bad character range \(String(scalars: text[place..<position]))", at: place)
        }
        set.members.append(.range(first, last))
      } else {
        set.members.append(low)
      }
    }
  }

  mutating func parseMember() throws -> RegexProgram.CharacterSet.Member {
    guard let next = character else { throw error("unterminated character set") }
    let scalar = text[position]
    position += 1
    guard next == "\\" else { return .range(scalar, scalar) }
    guard let letter = character else { throw error("bad escape (end of pattern)") }
    if let member = Self.category(letter) {
      position += 1
      return member
    }
    let value = try escaped(isInSet: true)
    return .range(value, value)
  }

  mutating func groupName(until end: Character) throws -> String {
    let start = position
    while let next = character, next != end { position += 1 }
    let name = String(scalars: text[start..<position])
    guard take(end) else { throw error("missing \(end), unterminated name", at: start) }
    return name
  }

  mutating func parseGroup() throws -> RegexNode? {
    let start = position
    position += 1
    var index: Int?
    if take("?") {
      if takeText("P<") {
        let name = try groupName(until: ">")
        guard name.unicodeScalars.first?.value.isIdentifierStart ?? false,
          name.unicodeScalars.allSatisfy({ $0.value.isIdentifierPart })
        else { throw error("bad character in group name '\(name)'", at: start + 4) }
        if program.names.contains(where: { $0.name == name }) {
          throw error("redefinition of group name '\(name)'", at: start + 4)
        }
        program.groupCount += 1
        index = program.groupCount
        program.names.append((name, program.groupCount))
      } else if takeText("P=") {
        let name = try groupName(until: ")")
        guard let group = program.names.first(where: { $0.name == name })?.group else {
          throw error("unknown group name '\(name)'", at: start + 4)
        }
        return .instruction(.backreference(group))
      } else if takeText(":") {
      } else if takeText("#") {
        while let next = character, next != ")" {
          _ = next
          position += 1
        }
        guard take(")") else { throw error("missing ), unterminated comment", at: start) }
        return nil
      } else if takeText("=") || takeText("!") {
        let isNegated = text[position - 1] == UInt32(ascii: "!")
        return .look(try closed(start), isAhead: true, isNegated: isNegated)
      } else if takeText("<=") || takeText("<!") {
        let isNegated = text[position - 1] == UInt32(ascii: "!")
        return .look(try closed(start), isAhead: false, isNegated: isNegated)
      } else if takeText("(") {
        let name = try groupName(until: ")")
        guard
          let group = Int(name) ?? program.names.first(where: { $0.name == name })?.group,
          group > 0, group <= program.groupCount
        else { throw error("invalid group reference", at: start + 3) }
        let first = try parseSequence()
        let second = take("|") ? try parseSequence() : .empty
        guard take(")") else {
          throw error("missing ), unterminated subpattern", at: start)
        }
        return .condition(group, first, second)
      } else if takeText(">") {
        throw NotSupported(construct: "atomic group in a regular expression")
      } else {
        return try parseFlags(start)
      }
    } else {
      program.groupCount += 1
      index = program.groupCount
    }
    if let index { openGroups.insert(index) }
    let inner = try closed(start)
    if let index { openGroups.remove(index) }
    return .group(inner, index: index)
  }

  mutating func closed(_ start: Int) throws -> RegexNode {
    let outer = flags
    let node = try parseAlternatives()
    flags = outer
    guard take(")") else { throw error("missing ), unterminated subpattern", at: start) }
    return node
  }

  mutating func parseFlags(_ start: Int) throws -> RegexNode? {
    var added = 0
    while let letter = character, let flag = Self.flag(letter) {
      added |= flag
      position += 1
    }
    guard take(")") else {
      throw NotSupported(construct: "this extension in a regular expression")
    }
    if start > 0 {
      throw error("global flags not at the start of the expression", at: start)
    }
    flags |= added
    return nil
  }

  static func flag(_ letter: Character) -> Int? {
    switch letter {
    case "i": 2
    case "m": 8
    case "s": 16
    case "u": 32
    case "x": 64
    default: nil
    }
  }
}

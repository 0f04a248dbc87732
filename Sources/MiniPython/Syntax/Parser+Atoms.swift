extension Parser {
  mutating func parseAtom() throws(SyntaxError) -> Expression {
    let line = token.line
    switch token.kind {
    case .name(let name):
      position += 1
      return try make(.name(name), line: line)
    case .constant(.string), .formatted: return try parseStrings()
    case .constant(.bytes): return try parseBytes()
    case .constant(let constant):
      position += 1
      return try make(.constant(constant), line: line)
    case .keyword(.none):
      position += 1
      return try make(.constant(.none), line: line)
    case .keyword(.true):
      position += 1
      return try make(.constant(.bool(true)), line: line)
    case .keyword(.false):
      position += 1
      return try make(.constant(.bool(false)), line: line)
    case .symbol(.ellipsis):
      position += 1
      return try make(.constant(.ellipsis), line: line)
    case .symbol(.leftParen): return try parseParenthesis()
    case .symbol(.leftBracket): return try parseList()
    case .symbol(.leftBrace): return try parseBraces()
    default: throw failure("invalid syntax")
    }
  }

  private mutating func parseParenthesis() throws(SyntaxError) -> Expression {
    let line = token.line
    try expect(.leftParen)
    if take(.rightParen) { return try make(.tuple([]), line: line) }
    let first = try parseStarredOrNamed()
    if at(.for) || at(.async) {
      let clauses = try parseClauses()
      try expect(.rightParen)
      return try make(.comprehension(.generator, element: first, clauses: clauses), line: line)
    }
    guard at(.comma) else {
      if case .starred = first.kind { throw failure("cannot use starred expression here") }
      try expect(.rightParen)
      return first
    }
    let elements = try parseRest(after: first, until: .rightParen)
    return try make(.tuple(elements), line: line)
  }

  /// `, b, c` up to and including the closing bracket.
  private mutating func parseRest(
    after first: Expression, until end: Symbol
  ) throws(SyntaxError) -> [Expression] {
    var elements = [first]
    while take(.comma) {
      if at(end) { break }
      elements.append(try parseStarredOrNamed())
    }
    try expect(end)
    return elements
  }

  private mutating func parseList() throws(SyntaxError) -> Expression {
    let line = token.line
    try expect(.leftBracket)
    if take(.rightBracket) { return try make(.list([]), line: line) }
    let first = try parseStarredOrNamed()
    if at(.for) || at(.async) {
      let clauses = try parseClauses()
      try expect(.rightBracket)
      return try make(.comprehension(.list, element: first, clauses: clauses), line: line)
    }
    return try make(.list(try parseRest(after: first, until: .rightBracket)), line: line)
  }

  private mutating func parseBraces() throws(SyntaxError) -> Expression {
    let line = token.line
    try expect(.leftBrace)
    if take(.rightBrace) { return try make(.dictionary([]), line: line) }
    if at(.doubleStar) { return try parseDictionary(entries: [], line: line) }
    let first = try parseStarredOrNamed()
    if take(.colon) {
      let value = try parseExpression()
      if at(.for) || at(.async) {
        let clauses = try parseClauses()
        try expect(.rightBrace)
        return try make(
          .dictionaryComprehension(key: first, value: value, clauses: clauses), line: line)
      }
      let entries: [(key: Expression?, value: Expression)] = [(first, value)]
      if take(.comma) { return try parseDictionary(entries: entries, line: line) }
      try expect(.rightBrace)
      return try make(.dictionary(entries), line: line)
    }
    if at(.for) || at(.async) {
      let clauses = try parseClauses()
      try expect(.rightBrace)
      return try make(.comprehension(.set, element: first, clauses: clauses), line: line)
    }
    return try make(.set(try parseRest(after: first, until: .rightBrace)), line: line)
  }

  private mutating func parseDictionary(
    entries: [(key: Expression?, value: Expression)], line: Int
  ) throws(SyntaxError) -> Expression {
    var entries = entries
    while !at(.rightBrace) {
      if take(.doubleStar) {
        entries.append((nil, try parseBinary(BindingPower.bitOr)))
      } else {
        let key = try parseExpression()
        try expect(.colon)
        entries.append((key, try parseExpression()))
      }
      if !take(.comma) { break }
    }
    try expect(.rightBrace)
    return try make(.dictionary(entries), line: line)
  }

  /// Adjacent bytes literals, which are joined.
  private mutating func parseBytes() throws(SyntaxError) -> Expression {
    let line = token.line
    var bytes: [UInt8] = []
    while case .constant(.bytes(let part)) = token.kind {
      bytes += part
      position += 1
    }
    return try make(.constant(.bytes(bytes)), line: line)
  }

  /// Adjacent string literals, which are joined.
  private mutating func parseStrings() throws(SyntaxError) -> Expression {
    let line = token.line
    var parts: [FormattedPart] = []
    var isFormatted = false
    while true {
      switch token.kind {
      case .constant(.string(let text)): Self.append(text, to: &parts)
      case .formatted(let text, let isRaw):
        isFormatted = true
        for part in try parseFormatted(text[...], isRaw: isRaw, level: 0) {
          if case .text(let text) = part {
            Self.append(text, to: &parts)
          } else {
            parts.append(part)
          }
        }
      default:
        if isFormatted { return try make(.formatted(parts), line: line) }
        guard case .text(let text)? = parts.first else {
          return try make(.constant(.string([])), line: line)
        }
        return try make(.constant(.string(text)), line: line)
      }
      position += 1
    }
  }

  private static func append(_ text: [UInt32], to parts: inout [FormattedPart]) {
    if case .text(let previous)? = parts.last {
      parts[parts.count - 1] = .text(previous + text)
    } else {
      parts.append(.text(text))
    }
  }
}

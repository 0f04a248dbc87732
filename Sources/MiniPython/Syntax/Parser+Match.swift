extension Parser {
  /// Whether a `match` statement starts here: `match` is an ordinary name otherwise.
  var startsMatch: Bool {
    guard token.kind == .name("match"), following.kind != .symbol(.equal),
      following.kind != .symbol(.dot),
      let end = tokens[position...].firstIndex(where: { $0.kind == .newline }),
      end > position + 2, tokens[end - 1].kind == .symbol(.colon), end + 2 < tokens.count,
      tokens[end + 1].kind == .indent
    else { return false }
    return tokens[end + 2].kind == .name("case")
  }

  mutating func parseMatch(into statements: inout [Statement]) throws(SyntaxError) {
    let line = token.line
    position += 1
    bindsNames = true
    let subject = reserved(ReservedForm.subject, line: line)
    let value = try parseExpressionList()
    statements.append(Statement(line: line, kind: .assignment(targets: [subject], value: value)))
    try expect(.colon)
    guard token.kind == .newline, following.kind == .indent else {
      throw failure("invalid syntax")
    }
    position += 2
    var cases: [(line: Int, test: Expression, body: [Statement])] = []
    while token.kind == .name("case") {
      let line = token.line
      position += 1
      var arguments: [Argument] = [
        .positional(subject), .positional(try parseOpenPattern()),
      ]
      if take(.if) { arguments.append(.positional(try parseNamed())) }
      let test = try make(
        .call(function: reserved(ReservedForm.caseTest, line: line), arguments: arguments),
        line: line)
      cases.append((line, test, try parseBlock()))
    }
    guard token.kind == .dedent || token.kind == .end else { throw failure("expected 'case'") }
    if token.kind == .dedent { position += 1 }
    if cases.count > Self.maximumBranches { throw tooManyBranches() }
    var rest: [Statement] = []
    for (line, test, body) in cases.reversed() {
      let kind = Statement.Kind.conditional(test: test, body: body, otherwise: rest)
      rest = [Statement(line: line, kind: kind)]
    }
    statements += rest
  }

  /// A pattern that may be a sequence without brackets.
  private mutating func parseOpenPattern() throws(SyntaxError) -> Expression {
    let line = token.line
    let first = try parsePatternElement()
    guard at(.comma) else {
      if case .starred = first.kind { return try make(.list([first]), line: line) }
      return first
    }
    var elements = [first]
    while take(.comma) {
      if at(.colon) || at(.if) { break }
      elements.append(try parsePatternElement())
    }
    return try make(.list(elements), line: line)
  }

  private mutating func parsePatternElement() throws(SyntaxError) -> Expression {
    let line = token.line
    guard take(.star) else { return try parsePattern() }
    let name = try expectName()
    return try make(.starred(try capture(name, line: line)), line: line)
  }

  /// The capture of a name, or the wildcard.
  private func capture(_ name: String, line: Int) throws(SyntaxError) -> Expression {
    let wildcard = try make(.name("_"), line: line)
    return name == "_"
      ? wildcard : try make(.namedAssignment(name: name, value: wildcard), line: line)
  }

  private mutating func parsePattern() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let line = token.line
    var pattern = try parseClosedPattern()
    while take(.bar) {
      pattern = try make(.binary(.bitOr, pattern, try parseClosedPattern()), line: line)
    }
    if take(.as) {
      pattern = try make(.namedAssignment(name: try expectName(), value: pattern), line: line)
    }
    return pattern
  }

  private mutating func parseClosedPattern() throws(SyntaxError) -> Expression {
    let line = token.line
    switch token.kind {
    case .symbol(.leftBracket): return try parseSequencePattern(.leftBracket, .rightBracket)
    case .symbol(.leftParen):
      let sequence = try parseSequencePattern(.leftParen, .rightParen)
      // Parentheses around one pattern without a comma only group.
      if case .list(let elements) = sequence.kind, elements.count == 1,
        tokens[position - 2].kind != .symbol(.comma)
      {
        if case .starred = elements[0].kind { return sequence }
        return elements[0]
      }
      return sequence
    case .symbol(.leftBrace): return try parseMappingPattern()
    case .name(let name):
      position += 1
      var value = try make(.name(name), line: line)
      var isDotted = false
      while take(.dot) {
        value = try make(.attribute(value: value, name: try expectName()), line: line)
        isDotted = true
      }
      if at(.leftParen) { return try parseClassPattern(value) }
      return isDotted ? value : try capture(name, line: line)
    default: break
    }
    // A literal: a number with its sign, a string, or one of the constants.
    let value = try parseBinary(BindingPower.sum)
    switch value.kind {
    case .constant, .unary(.negative, _): return value
    default: throw failure("invalid pattern")
    }
  }

  private mutating func parseSequencePattern(
    _ open: Symbol, _ close: Symbol
  ) throws(SyntaxError) -> Expression {
    let line = token.line
    try enter()
    defer { nesting -= 1 }
    try expect(open)
    var elements: [Expression] = []
    while !at(close) {
      elements.append(try parsePatternElement())
      if !take(.comma) { break }
    }
    try expect(close)
    return try make(.list(elements), line: line)
  }

  private mutating func parseMappingPattern() throws(SyntaxError) -> Expression {
    let line = token.line
    try expect(.leftBrace)
    var entries: [(key: Expression?, value: Expression)] = []
    while !at(.rightBrace) {
      let line = token.line
      if take(.doubleStar) {
        entries.append((nil, try capture(try expectName(), line: line)))
      } else {
        let key = try parseBinary(BindingPower.sum)
        try expect(.colon)
        entries.append((key, try parsePattern()))
      }
      if !take(.comma) { break }
    }
    try expect(.rightBrace)
    return try make(.dictionary(entries), line: line)
  }

  private mutating func parseClassPattern(
    _ type: Expression
  ) throws(SyntaxError) -> Expression {
    try expect(.leftParen)
    var arguments: [Argument] = []
    while !at(.rightParen) {
      if case .name(let name) = token.kind, following.kind == .symbol(.equal) {
        position += 2
        arguments.append(.keyword(name, try parsePattern()))
      } else {
        arguments.append(.positional(try parsePattern()))
      }
      if !take(.comma) { break }
    }
    try expect(.rightParen)
    return try make(.call(function: type, arguments: arguments), line: type.line)
  }
}

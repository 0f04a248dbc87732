extension Parser {
  /// All statements up to the end of the text.
  mutating func parseModule() throws(SyntaxError) -> [Statement] {
    var statements: [Statement] = []
    while token.kind != .end {
      if token.kind == .indent { throw failure("unexpected indent") }
      if token.kind == .newline {
        position += 1
      } else {
        try parseStatement(into: &statements)
      }
    }
    return statements
  }

  /// One compound statement, or a line of simple ones.
  private mutating func parseStatement(into statements: inout [Statement]) throws(SyntaxError) {
    let line = token.line
    if case .keyword(let keyword) = token.kind, let kind = try parseCompound(keyword) {
      statements.append(Statement(line: line, kind: kind))
      return
    }
    if at(.at) { return try parseDecorated(into: &statements) }
    if at(.class) {
      _ = try parseClass(into: &statements)
      return
    }
    if startsMatch { return try parseMatch(into: &statements) }
    repeat {
      if token.kind == .newline { break }
      if at(.import) || at(.from) {
        try parseImport(into: &statements)
        continue
      }
      statements.append(try parseSimple())
    } while take(.semicolon)
    guard token.kind == .newline else { throw failure("invalid syntax") }
    position += 1
  }

  mutating func parseBlock() throws(SyntaxError) -> [Statement] {
    try expect(.colon)
    var statements: [Statement] = []
    guard token.kind == .newline else {
      if case .keyword(let keyword) = token.kind, Self.compoundKeywords.contains(keyword) {
        throw failure("invalid syntax")
      }
      try parseStatement(into: &statements)
      return statements
    }
    position += 1
    guard token.kind == .indent else { throw failure("expected an indented block") }
    position += 1
    while token.kind != .dedent, token.kind != .end { try parseStatement(into: &statements) }
    if token.kind == .dedent { position += 1 }
    return statements
  }

  private static let compoundKeywords: Set<Keyword> = [
    .if, .while, .for, .def, .try, .class, .with, .async,
  ]

  private mutating func parseCompound(
    _ keyword: Keyword
  ) throws(SyntaxError) -> Statement.Kind? {
    switch keyword {
    case .if: return try parseConditional()
    case .while:
      position += 1
      let test = try parseNamed()
      let body = try parseLoopBody()
      return .whileLoop(test: test, body: body, otherwise: try parseElse())
    case .for:
      position += 1
      let target = try parseTargets()
      try expect(.in)
      let iterable = try parseExpressionList()
      let body = try parseLoopBody()
      return .forLoop(
        target: target, iterable: iterable, body: body, otherwise: try parseElse())
    case .def: return .function(try parseFunction())
    case .try: return try parseTry()
    case .with: return try parseWith()
    case .async: throw notSupported("async")
    default: return nil
    }
  }

  private mutating func parseConditional() throws(SyntaxError) -> Statement.Kind {
    var branches: [(line: Int, test: Expression, body: [Statement])] = []
    repeat {
      let line = token.line
      position += 1
      let test = try parseNamed()
      branches.append((line, test, try parseBlock()))
      if branches.count > Self.maximumBranches { throw tooManyBranches() }
    } while at(.elif)
    var otherwise = try parseElse()
    for (line, test, body) in branches.dropFirst().reversed() {
      let kind = Statement.Kind.conditional(test: test, body: body, otherwise: otherwise)
      otherwise = [Statement(line: line, kind: kind)]
    }
    return .conditional(test: branches[0].test, body: branches[0].body, otherwise: otherwise)
  }

  private mutating func parseElse() throws(SyntaxError) -> [Statement] {
    take(.else) ? try parseBlock() : []
  }

  private mutating func parseLoopBody() throws(SyntaxError) -> [Statement] {
    loopDepth += 1
    defer { loopDepth -= 1 }
    return try parseBlock()
  }

  mutating func parseFunction() throws(SyntaxError) -> FunctionDefinition {
    position += 1
    let name = try expectName()
    try expect(.leftParen)
    let parameters = try parseParameters(until: .rightParen, annotated: true)
    try expect(.rightParen)
    if take(.arrow) { _ = try parseExpression() }
    let loops = loopDepth
    loopDepth = 0
    functionDepth += 1
    let outerYield = hasYield
    hasYield = false
    defer {
      loopDepth = loops
      functionDepth -= 1
      hasYield = outerYield
    }
    let body = try parseBlock()
    return FunctionDefinition(
      name: name, parameters: parameters, body: body, isGenerator: hasYield)
  }

  /// Parameters up to, not including, the end symbol.
  mutating func parseParameters(
    until end: Symbol, annotated: Bool
  ) throws(SyntaxError) -> Parameters {
    var parameters = Parameters()
    var afterStar = false
    while !at(end) {
      if take(.doubleStar) {
        parameters.keywordVariadic = try parseParameter(annotated: annotated).name
        _ = take(.comma)
        guard at(end) else { throw failure("arguments cannot follow var-keyword argument") }
        break
      } else if take(.star) {
        guard !afterStar else { throw failure("* argument may appear only once") }
        afterStar = true
        if !at(.comma) { parameters.variadic = try parseParameter(annotated: annotated).name }
      } else if take(.slash) {
        guard !afterStar, parameters.positionalOnlyCount == 0, !parameters.positional.isEmpty
        else { throw failure("invalid syntax") }
        parameters.positionalOnlyCount = parameters.positional.count
      } else {
        let parameter = try parseParameter(annotated: annotated)
        if afterStar {
          parameters.keywordOnly.append(parameter)
        } else {
          if parameter.defaultValue == nil, parameters.positional.last?.defaultValue != nil {
            throw failure("non-default argument follows default argument")
          }
          parameters.positional.append(parameter)
        }
      }
      if !take(.comma) { break }
    }
    let names = parameters.names
    if Set(names).count != names.count {
      throw failure("duplicate argument in function definition")
    }
    return parameters
  }

  private mutating func parseParameter(
    annotated: Bool
  ) throws(SyntaxError) -> Parameters.Parameter {
    let name = try expectName()
    if annotated, take(.colon) { _ = try parseExpression() }
    let value = take(.equal) ? try parseExpression() : nil
    return Parameters.Parameter(name: name, defaultValue: value)
  }

  private mutating func parseTry() throws(SyntaxError) -> Statement.Kind {
    position += 1
    let body = try parseBlock()
    var handlers: [ExceptionHandler] = []
    while at(.except) {
      let line = token.line
      position += 1
      if at(.star) { throw notSupported("except*") }
      let type = at(.colon) ? nil : try parseExpression()
      let name = take(.as) ? try expectName() : nil
      if type == nil, handlers.contains(where: { $0.type == nil }) {
        throw failure("default 'except:' must be last")
      }
      handlers.append(
        ExceptionHandler(line: line, type: type, name: name, body: try parseBlock()))
    }
    let otherwise = handlers.isEmpty ? [] : try parseElse()
    let final = take(.finally) ? try parseBlock() : []
    if handlers.isEmpty, final.isEmpty { throw failure("expected 'except' or 'finally' block") }
    return .tryBlock(body: body, handlers: handlers, otherwise: otherwise, finally: final)
  }
}

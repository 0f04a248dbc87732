extension Parser {
  func reserved(_ name: String, line: Int) -> Expression {
    Expression(line: line, kind: .name(name))
  }

  private func assign(_ name: String, _ value: Expression, line: Int) -> Statement {
    Statement(
      line: line, kind: .assignment(targets: [reserved(name, line: line)], value: value))
  }

  // MARK: Generators

  /// `yield`, `yield x` or `yield from x`.
  mutating func parseYield() throws(SyntaxError) -> Expression {
    let line = token.line
    guard functionDepth > 0 else { throw failure("'yield' outside function") }
    position += 1
    hasYield = true
    if take(.from) {
      let value = try parseExpression()
      return try make(
        .call(
          function: reserved(ReservedForm.yieldFrom, line: line), arguments: [.positional(value)]),
        line: line)
    }
    let arguments = startsExpression ? [Argument.positional(try parseExpressionList())] : []
    return try make(
      .call(function: reserved(ReservedForm.yield, line: line), arguments: arguments), line: line)
  }

  // MARK: Imports

  private mutating func parseModuleName() throws(SyntaxError) -> String {
    var name = try expectName()
    while take(.dot) { name += "." + (try expectName()) }
    return name
  }

  /// The dotted name as an expression.
  private func dotted(_ name: String, line: Int) -> Expression {
    let parts = name.split(separator: ".").map(String.init)
    return parts.dropFirst().reduce(reserved(parts[0], line: line)) { value, part in
      Expression(line: line, kind: .attribute(value: value, name: part))
    }
  }

  private func importCall(_ form: String, _ name: String, line: Int) -> Expression {
    Expression(
      line: line,
      kind: .call(
        function: reserved(form, line: line), arguments: [.positional(dotted(name, line: line))]))
  }

  mutating func parseImport(into statements: inout [Statement]) throws(SyntaxError) {
    let line = token.line
    guard isFull else { throw notSupported("import") }
    if take(.from) {
      let name = try parseModuleName()
      try expect(.import)
      if take(.star) {
        guard functionDepth == 0, classDepth == 0 else {
          throw failure("import * only allowed at module level")
        }
        guard let members = Modules.table[name] else {
          // Refused by its name when it is imported.
          let refusal = importCall(ReservedForm.importModule, name, line: line)
          return statements.append(Statement(line: line, kind: .expression(refusal)))
        }
        for member in members.keys.sorted() {
          let value = importCall(ReservedForm.importMember, name + "." + member, line: line)
          statements.append(assign(member, value, line: line))
        }
        return
      }
      let isParenthesized = take(.leftParen)
      repeat {
        if isParenthesized, at(.rightParen) { break }
        let member = try expectName()
        let target = take(.as) ? try expectName() : member
        let value = importCall(ReservedForm.importMember, name + "." + member, line: line)
        statements.append(assign(target, value, line: line))
      } while take(.comma)
      if isParenthesized { try expect(.rightParen) }
      return
    }
    position += 1
    repeat {
      let name = try parseModuleName()
      if take(.as) {
        let value = importCall(ReservedForm.importModule, name, line: line)
        statements.append(assign(try expectName(), value, line: line))
      } else {
        let root = String(name.prefix { $0 != "." })
        // A module that is missing is refused by its whole name when it is imported.
        let value = importCall(
          ReservedForm.importModule, Modules.table[name] == nil ? name : root, line: line)
        statements.append(assign(root, value, line: line))
      }
    } while take(.comma)
  }

  // MARK: Decorators and classes

  mutating func parseDecorated(into statements: inout [Statement]) throws(SyntaxError) {
    var decorators: [(name: String, line: Int)] = []
    while at(.at) {
      let line = token.line
      position += 1
      decoratorCount += 1
      let name = ReservedForm.decorator + String(decoratorCount)
      statements.append(assign(name, try parseNamed(), line: line))
      decorators.append((name, line))
      guard token.kind == .newline else { throw failure("invalid syntax") }
      while token.kind == .newline { position += 1 }
    }
    let line = token.line
    let name: String
    if at(.def) {
      let definition = try parseFunction()
      name = definition.name
      statements.append(Statement(line: line, kind: .function(definition)))
    } else if at(.class) {
      name = try parseClass(into: &statements)
    } else if at(.async) {
      throw notSupported("async")
    } else {
      throw failure("invalid syntax")
    }
    for (decorator, line) in decorators.reversed() {
      let call = Expression(
        line: line,
        kind: .call(
          function: reserved(decorator, line: line),
          arguments: [.positional(reserved(name, line: line))]))
      statements.append(assign(name, call, line: line))
    }
  }

  mutating func parseClass(into statements: inout [Statement]) throws(SyntaxError) -> String {
    let line = token.line
    guard isFull else { throw notSupported("class definition") }
    position += 1
    let name = try expectName()
    var bases: [Expression] = []
    if take(.leftParen) {
      while !at(.rightParen) {
        if case .name(let keyword) = token.kind, following.kind == .symbol(.equal) {
          throw notSupported(
            keyword == "metaclass" ? "metaclass" : "class keyword argument \(keyword)")
        }
        if at(.star) || at(.doubleStar) { throw notSupported("starred base class") }
        bases.append(try parseExpression())
        if !take(.comma) { break }
      }
      try expect(.rightParen)
    }
    let list = try make(.tuple(bases), line: line)
    statements.append(assign(ReservedForm.bases, list, line: line))
    let (loops, functions) = (loopDepth, functionDepth)
    (loopDepth, functionDepth) = (0, 0)
    defer { (loopDepth, functionDepth) = (loops, functions) }
    classDepth += 1
    defer { classDepth -= 1 }
    let definition = FunctionDefinition(
      name: name, parameters: Parameters(), body: try parseBlock(), isClass: true)
    statements.append(Statement(line: line, kind: .function(definition)))
    return name
  }

  // MARK: With

  mutating func parseWith() throws(SyntaxError) -> Statement.Kind {
    position += 1
    var items: [Statement] = []
    // Parentheses around the items look like those of an expression until an `as` is met.
    let start = position
    if at(.leftParen), let inner = try? parseParenthesizedItems(), at(.colon) {
      items = inner
    } else {
      position = start
      repeat { items.append(try parseWithItem()) } while take(.comma)
    }
    var body = try parseBlock()
    for item in items.dropFirst().reversed() {
      let inner = Statement.Kind.tryBlock(
        body: [item] + body, handlers: [], otherwise: [], finally: [])
      body = [Statement(line: item.line, kind: inner)]
    }
    return .tryBlock(body: [items[0]] + body, handlers: [], otherwise: [], finally: [])
  }

  private mutating func parseParenthesizedItems() throws(SyntaxError) -> [Statement] {
    try expect(.leftParen)
    var items: [Statement] = []
    while !at(.rightParen) {
      items.append(try parseWithItem())
      if !take(.comma) { break }
    }
    try expect(.rightParen)
    return items
  }

  private mutating func parseWithItem() throws(SyntaxError) -> Statement {
    let line = token.line
    let manager = try parseExpression()
    let call = try make(
      .call(
        function: reserved(ReservedForm.with, line: line), arguments: [.positional(manager)]),
      line: line)
    guard take(.as) else { return Statement(line: line, kind: .expression(call)) }
    let target = try parsePostfix()
    try checkTarget(target)
    return Statement(line: line, kind: .assignment(targets: [target], value: call))
  }
}

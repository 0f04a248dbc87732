extension Parser {
  /// `a, *b` as a tuple, or a single expression.
  mutating func parseExpressionList() throws(SyntaxError) -> Expression {
    let line = token.line
    let first = try parseStarredOrNamed()
    guard at(.comma) else {
      if case .starred = first.kind { throw failure("can't use starred expression here") }
      return first
    }
    var elements = [first]
    while take(.comma) {
      if !startsExpression { break }
      elements.append(try parseStarredOrNamed())
    }
    return try make(.tuple(elements), line: line)
  }

  /// Whether the current token can start an expression.
  var startsExpression: Bool {
    switch token.kind {
    case .name, .constant, .formatted: true
    case .keyword(let keyword):
      switch keyword {
      case .none, .true, .false, .not, .lambda, .await, .yield: true
      default: false
      }
    case .symbol(let symbol):
      switch symbol {
      case .plus, .minus, .tilde, .leftParen, .leftBracket, .leftBrace, .star, .ellipsis: true
      default: false
      }
    default: false
    }
  }

  mutating func parseStarredOrNamed() throws(SyntaxError) -> Expression {
    let line = token.line
    if take(.star) { return try make(.starred(try parseBinary(BindingPower.bitOr)), line: line) }
    return try parseNamed()
  }

  /// An expression that may be `name := value`.
  mutating func parseNamed() throws(SyntaxError) -> Expression {
    let line = token.line
    let value = try parseExpression()
    guard at(.walrus) else { return value }
    guard case .name(let name) = value.kind else {
      throw failure("cannot use assignment expressions with this target")
    }
    position += 1
    bindsNames = true
    return try make(.namedAssignment(name: name, value: try parseExpression()), line: line)
  }

  /// A conditional expression, a lambda, or anything below.
  mutating func parseExpression() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let line = token.line
    if at(.lambda) { return try parseLambda() }
    if at(.yield) { return try parseYield() }
    let body = try parseBinary(BindingPower.or)
    guard take(.if) else { return body }
    let test = try parseBinary(BindingPower.or)
    try expect(.else)
    let otherwise = try parseExpression()
    return try make(.conditional(test: test, body: body, otherwise: otherwise), line: line)
  }

  private mutating func parseLambda() throws(SyntaxError) -> Expression {
    let line = token.line
    position += 1
    let parameters = try parseParameters(until: .colon, annotated: false)
    try expect(.colon)
    let body = try parseExpression()
    return try make(.lambda(parameters: parameters, body: body), line: line)
  }

  /// How tightly the operators bind, loosest first.
  enum BindingPower {
    static let or = 1
    static let and = 2
    static let not = 3
    static let comparison = 4
    static let bitOr = 5
    static let bitXor = 6
    static let bitAnd = 7
    static let shift = 8
    static let sum = 9
    static let product = 10
  }

  private static func arithmetic(_ symbol: Symbol) -> (operation: BinaryOperator, power: Int)? {
    switch symbol {
    case .bar: (.bitOr, BindingPower.bitOr)
    case .caret: (.bitXor, BindingPower.bitXor)
    case .ampersand: (.bitAnd, BindingPower.bitAnd)
    case .leftShift: (.leftShift, BindingPower.shift)
    case .rightShift: (.rightShift, BindingPower.shift)
    case .plus: (.add, BindingPower.sum)
    case .minus: (.subtract, BindingPower.sum)
    case .star: (.multiply, BindingPower.product)
    case .slash: (.divide, BindingPower.product)
    case .doubleSlash: (.floorDivide, BindingPower.product)
    case .percent: (.modulo, BindingPower.product)
    case .at: (.matrixMultiply, BindingPower.product)
    default: nil
    }
  }

  /// A chain of operators that bind at least as tightly as `power`.
  mutating func parseBinary(_ power: Int) throws(SyntaxError) -> Expression {
    let line = token.line
    var left: Expression
    if power <= BindingPower.not, take(.not) {
      try enter()
      defer { nesting -= 1 }
      left = try make(.unary(.not, try parseBinary(BindingPower.not)), line: line)
    } else {
      left = try parseUnary()
    }
    while true {
      if let symbol = tokens[position].symbol {
        if let (operation, binding) = Self.arithmetic(symbol) {
          guard binding >= power else { return left }
          position += 1
          let right = try parseBinary(binding + 1)
          left = try make(.binary(operation, left, right), line: line)
        } else if power <= BindingPower.comparison, isComparison {
          left = try parseComparison(first: left, line: line)
        } else {
          return left
        }
        continue
      }
      guard let keyword = tokens[position].keyword else { return left }
      switch keyword {
      case .and where power <= BindingPower.and:
        var operands = [left]
        while take(.and) { operands.append(try parseBinary(BindingPower.not)) }
        left = try make(.and(operands), line: line)
      case .or where power <= BindingPower.or:
        var operands = [left]
        while take(.or) { operands.append(try parseBinary(BindingPower.and)) }
        left = try make(.or(operands), line: line)
      case _ where power <= BindingPower.comparison && isComparison:
        left = try parseComparison(first: left, line: line)
      default:
        return left
      }
    }
  }

  private var isComparison: Bool {
    let token = tokens[position]
    if let symbol = token.symbol {
      switch symbol {
      case .less, .greater, .lessEqual, .greaterEqual, .doubleEqual, .notEqual: return true
      default: return false
      }
    }
    switch token.keyword {
    case .in, .is: return true
    case .not: return following.keyword == .in
    default: return false
    }
  }

  private mutating func parseComparison(
    first: Expression, line: Int
  ) throws(SyntaxError) -> Expression {
    var rest: [(ComparisonOperator, Expression)] = []
    while isComparison {
      let operation: ComparisonOperator
      switch token.kind {
      case .symbol(let symbol):
        switch symbol {
        case .less: operation = .less
        case .greater: operation = .greater
        case .lessEqual: operation = .lessOrEqual
        case .greaterEqual: operation = .greaterOrEqual
        case .doubleEqual: operation = .equal
        default: operation = .notEqual
        }
      case .keyword(.in): operation = .contained
      case .keyword(.not):
        position += 1
        operation = .notContained
      default: operation = following.kind == .keyword(.not) ? .notIdentical : .identical
      }
      position += operation == .notIdentical ? 2 : 1
      rest.append((operation, try parseBinary(BindingPower.bitOr)))
    }
    return try make(.comparison(first: first, rest: rest), line: line)
  }

  private mutating func parseUnary() throws(SyntaxError) -> Expression {
    let line = token.line
    let operation: UnaryOperator
    switch tokens[position].symbol {
    case .minus: operation = .negative
    case .plus: operation = .positive
    case .tilde: operation = .invert
    default: return try parsePower()
    }
    position += 1
    try enter()
    defer { nesting -= 1 }
    return try make(.unary(operation, try parseUnary()), line: line)
  }

  private mutating func parsePower() throws(SyntaxError) -> Expression {
    let line = token.line
    if at(.await) { throw notSupported("await") }
    let base = try parsePostfix()
    guard take(.doubleStar) else { return base }
    try enter()
    defer { nesting -= 1 }
    return try make(.binary(.power, base, try parseUnary()), line: line)
  }

  /// An atom followed by calls, indexes and attributes.
  mutating func parsePostfix() throws(SyntaxError) -> Expression {
    let line = token.line
    var value = try parseAtom()
    while let symbol = tokens[position].symbol {
      switch symbol {
      case .leftParen:
        let arguments = try parseArguments()
        value = try make(.call(function: value, arguments: arguments), line: line)
      case .leftBracket:
        position += 1
        let index = try parseIndex()
        try expect(.rightBracket)
        value = try make(.item(value: value, index: index), line: line)
      case .dot:
        position += 1
        value = try make(.attribute(value: value, name: try expectName()), line: line)
      default: return value
      }
    }
    return value
  }

  private mutating func parseIndex() throws(SyntaxError) -> Expression {
    let line = token.line
    let first = try parseSliceOrValue()
    guard at(.comma) else { return first }
    var elements = [first]
    while take(.comma) {
      if at(.rightBracket) { break }
      elements.append(try parseSliceOrValue())
    }
    return try make(.tuple(elements), line: line)
  }

  private mutating func parseSliceOrValue() throws(SyntaxError) -> Expression {
    let line = token.line
    let lower = at(.colon) ? nil : try parseStarredOrNamed()
    guard take(.colon) else {
      guard let lower else { throw failure("expected an index") }
      return lower
    }
    let upper = startsExpression ? try parseExpression() : nil
    var step: Expression?
    if take(.colon), startsExpression { step = try parseExpression() }
    return try make(.slice(lower: lower, upper: upper, step: step), line: line)
  }

  /// The arguments of a call, from `(` to `)`.
  private mutating func parseArguments() throws(SyntaxError) -> [Argument] {
    try expect(.leftParen)
    var arguments: [Argument] = []
    var keywordSeen = false
    while !at(.rightParen) {
      if take(.star) {
        arguments.append(.starred(try parseExpression()))
      } else if take(.doubleStar) {
        arguments.append(.doubleStarred(try parseExpression()))
        keywordSeen = true
      } else if case .name(let name) = token.kind, following.kind == .symbol(.equal) {
        position += 2
        arguments.append(.keyword(name, try parseExpression()))
        keywordSeen = true
      } else {
        let line = token.line
        let value = try parseNamed()
        if at(.for) || at(.async) {
          let clauses = try parseClauses()
          arguments.append(
            .positional(
              try make(.comprehension(.generator, element: value, clauses: clauses), line: line)))
          guard arguments.count == 1, at(.rightParen) else {
            throw failure("Generator expression must be parenthesized")
          }
        } else if keywordSeen {
          throw failure("positional argument follows keyword argument")
        } else {
          arguments.append(.positional(value))
        }
      }
      if !take(.comma) { break }
    }
    try expect(.rightParen)
    return arguments
  }

  /// `for target in iterable if condition ...`, at least one.
  mutating func parseClauses() throws(SyntaxError) -> [ComprehensionClause] {
    var clauses: [ComprehensionClause] = []
    while true {
      if at(.async) { throw notSupported("async comprehension") }
      guard take(.for) else { return clauses }
      let target = try parseTargets()
      try expect(.in)
      let iterable = try parseBinary(BindingPower.or)
      if iterable.bindsName {
        throw failure(
          "assignment expression cannot be used in a comprehension iterable expression")
      }
      var conditions: [Expression] = []
      while take(.if) { conditions.append(try parseComprehensionCondition()) }
      clauses.append(
        ComprehensionClause(target: target, iterable: iterable, conditions: conditions))
    }
  }

  private mutating func parseComprehensionCondition() throws(SyntaxError) -> Expression {
    let line = token.line
    let value = try parseBinary(BindingPower.or)
    guard at(.walrus), case .name(let name) = value.kind else { return value }
    position += 1
    bindsNames = true
    return try make(.namedAssignment(name: name, value: try parseExpression()), line: line)
  }

  /// The targets of a `for`, which end at `in`.
  mutating func parseTargets() throws(SyntaxError) -> Expression {
    let line = token.line
    var elements: [Expression] = []
    var isTuple = false
    repeat {
      guard startsExpression else { break }
      let start = token.line
      if take(.star) {
        elements.append(try make(.starred(try parsePostfix()), line: start))
      } else {
        elements.append(try parsePostfix())
      }
      if at(.comma) { isTuple = true }
    } while take(.comma)
    guard let first = elements.first else { throw failure("expected a target") }
    let target = isTuple ? try make(.tuple(elements), line: line) : first
    try checkTarget(target)
    return target
  }
}

extension Expression {
  /// Whether `:=` stands in the expression.
  fileprivate var bindsName: Bool {
    if case .namedAssignment = kind { true } else { parts.contains(where: \.bindsName) }
  }
}

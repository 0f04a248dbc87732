extension Parser {
  mutating func parseSimple() throws(SyntaxError) -> Statement {
    let line = token.line
    guard case .keyword(let keyword) = token.kind else {
      return Statement(line: line, kind: try parseAssignmentOrExpression())
    }
    switch keyword {
    case .pass:
      position += 1
      return Statement(line: line, kind: .pass)
    case .break, .continue:
      guard loopDepth > 0 else {
        throw failure(
          keyword == .break ? "'break' outside loop" : "'continue' not properly in loop")
      }
      position += 1
      return Statement(line: line, kind: keyword == .break ? .breakLoop : .continueLoop)
    case .return:
      guard functionDepth > 0 else { throw failure("'return' outside function") }
      position += 1
      let value = startsExpression ? try parseExpressionList() : nil
      return Statement(line: line, kind: .returnValue(value))
    case .del:
      position += 1
      return Statement(line: line, kind: .delete(try parseDeleted()))
    case .global, .nonlocal:
      position += 1
      var names = [try expectName()]
      while take(.comma) { names.append(try expectName()) }
      if keyword == .nonlocal, functionDepth == 0, classDepth == 0 {
        throw failure("nonlocal declaration not allowed at module level")
      }
      return Statement(line: line, kind: keyword == .global ? .global(names) : .nonlocal(names))
    case .raise:
      position += 1
      let exception = startsExpression ? try parseExpression() : nil
      let cause = exception != nil && take(.from) ? try parseExpression() : nil
      return Statement(line: line, kind: .raise(exception: exception, cause: cause))
    case .assert:
      position += 1
      let test = try parseExpression()
      let message = take(.comma) ? try parseExpression() : nil
      return Statement(line: line, kind: .assertion(test: test, message: message))
    default: return Statement(line: line, kind: try parseAssignmentOrExpression())
    }
  }

  private mutating func parseDeleted() throws(SyntaxError) -> [Expression] {
    let list = try parseExpressionList()
    var targets: [Expression] = []
    if case .tuple(let elements) = list.kind { targets = elements } else { targets = [list] }
    for target in targets {
      switch target.kind {
      case .name, .item, .attribute: break
      default: throw failure("cannot delete this expression")
      }
    }
    return targets
  }

  private mutating func parseAssignmentOrExpression() throws(SyntaxError) -> Statement.Kind {
    var value = try parseExpressionList()
    if case .symbol(let symbol) = token.kind {
      if let operation = symbol.augmentedOperator, symbol.rawValue.hasSuffix("="), isAugmented {
        return try parseAugmented(target: value, operation: operation)
      }
      if symbol == .colon { return try parseAnnotation(target: value) }
      if symbol == .equal {
        var targets: [Expression] = []
        while take(.equal) {
          try checkTarget(value)
          targets.append(value)
          value = try parseExpressionList()
        }
        return .assignment(targets: targets, value: value)
      }
    }
    return .expression(value)
  }

  private var isAugmented: Bool {
    switch token.kind {
    case .symbol(.lessEqual), .symbol(.greaterEqual), .symbol(.doubleEqual), .symbol(.notEqual):
      false
    default: true
    }
  }

  private mutating func parseAugmented(
    target: Expression, operation: BinaryOperator
  ) throws(SyntaxError) -> Statement.Kind {
    switch target.kind {
    case .name, .item, .attribute: break
    default: throw failure("illegal expression for augmented assignment")
    }
    position += 1
    return .augmentedAssignment(
      target: target, operation: operation, value: try parseExpressionList())
  }

  private mutating func parseAnnotation(target: Expression) throws(SyntaxError) -> Statement.Kind {
    switch target.kind {
    case .name, .item, .attribute: break
    default: throw failure("illegal target for annotation")
    }
    position += 1
    let annotation = try parseExpression()
    let value = take(.equal) ? try parseExpressionList() : nil
    return .annotation(target: target, annotation: annotation, value: value)
  }

  /// Throws unless the expression can be assigned to.
  func checkTarget(_ target: Expression, inSequence: Bool = false) throws(SyntaxError) {
    switch target.kind {
    case .name, .item, .attribute: return
    case .starred(let inner):
      guard inSequence else {
        throw failure("starred assignment target must be in a list or tuple")
      }
      try checkTarget(inner)
    case .tuple(let elements), .list(let elements):
      var starred = 0
      for element in elements {
        if case .starred = element.kind { starred += 1 }
        try checkTarget(element, inSequence: true)
      }
      if starred > 1 { throw failure("multiple starred expressions in assignment") }
    default: throw failure("cannot assign to this expression")
    }
  }
}

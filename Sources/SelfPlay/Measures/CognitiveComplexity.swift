import MiniPython

extension Program {
  /// Cognitive complexity (Campbell 2018) of the whole program, counted as the `complexipy` package
  /// does, by which the official code measures: one for each break of the linear flow and one more
  /// for each level of nesting, one for each boolean operation, one for recursion. A nested function
  /// is a level of nesting.
  public var cognitiveComplexity: Int {
    module.reduce(0) { sum, statement in
      if case .function(let definition) = statement.kind, !definition.isClass {
        return sum + CognitiveComplexity.of(definition.body, nesting: 0)
          + (definition.isRecursive ? 1 : 0)
      }
      return sum + CognitiveComplexity.of([statement], nesting: 0)
    }
  }
}

private enum CognitiveComplexity {
  static func of(_ body: [Statement], nesting: Int) -> Int {
    body.reduce(0) { $0 + of($1, nesting: nesting) }
  }

  private static func of(_ statement: Statement, nesting: Int) -> Int {
    switch statement.kind {
    case .conditional:
      return conditional(statement, nesting: nesting, isElseIf: false)
    case .whileLoop(let test, let body, let otherwise):
      return 1 + nesting + of(test, nesting: nesting) + of(body, nesting: nesting + 1)
        + alternative(otherwise, nesting: nesting)
    case .forLoop(_, let iterable, let body, let otherwise):
      return 1 + nesting + of(iterable, nesting: nesting) + of(body, nesting: nesting + 1)
        + alternative(otherwise, nesting: nesting)
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      let caught = handlers.reduce(0) { $0 + 1 + nesting + of($1.body, nesting: nesting + 1) }
      return of(body, nesting: nesting) + caught + of(otherwise, nesting: nesting)
        + of(finally, nesting: nesting)
    case .function(let definition):
      let level = definition.isClass ? nesting : nesting + 1
      return definition.body.reduce(0) { sum, statement in
        // A method begins at its class's level, like a function of the module.
        if definition.isClass, case .function(let method) = statement.kind {
          return sum + of(method.body, nesting: nesting)
        }
        return sum + of(statement, nesting: level)
      }
    default:
      return statement.expressions.reduce(0) { $0 + of($1, nesting: nesting) }
        + statement.blocks.reduce(0) { $0 + of($1, nesting: nesting) }
    }
  }

  /// An `if` costs its nesting, an `elif` does not.
  private static func conditional(_ statement: Statement, nesting: Int, isElseIf: Bool) -> Int {
    guard case .conditional(let test, let body, let otherwise) = statement.kind else { return 0 }
    var sum = 1 + (isElseIf ? 0 : nesting) + of(test, nesting: nesting)
    sum += of(body, nesting: nesting + 1)
    if otherwise.count == 1, case .conditional = otherwise[0].kind {
      return sum + conditional(otherwise[0], nesting: nesting, isElseIf: true)
    }
    return sum + alternative(otherwise, nesting: nesting)
  }

  private static func alternative(_ body: [Statement], nesting: Int) -> Int {
    body.isEmpty ? 0 : 1 + of(body, nesting: nesting + 1)
  }

  private static func of(_ expression: Expression, nesting: Int) -> Int {
    var (own, level) = (0, nesting)
    switch expression.kind {
    case .and, .or: own = 1
    case .conditional:
      own = 1 + nesting
      level += 1
    case .comprehension(_, _, let clauses), .dictionaryComprehension(_, _, let clauses):
      own = clauses.reduce(0) { $0 + 1 + nesting + $1.conditions.count }
      level += 1
    case .lambda: level += 1
    default: break
    }
    return expression.parts.reduce(own) { $0 + of($1, nesting: level) }
  }
}

extension FunctionDefinition {
  /// Whether the function calls itself by its name.
  fileprivate var isRecursive: Bool {
    var found = false
    for statement in body {
      statement.visit { statement in
        for expression in statement.expressions {
          expression.visit { part in
            if case .call(let function, _) = part.kind, case .name(name) = function.kind {
              found = true
            }
          }
        }
      }
    }
    return found
  }
}

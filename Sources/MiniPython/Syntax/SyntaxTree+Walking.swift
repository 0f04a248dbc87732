extension Expression {
  /// The direct parts, in source order.
  public var parts: [Expression] {
    switch kind {
    case .constant, .name: []
    case .formatted(let parts): Self.expressions(in: parts)
    case .unary(_, let operand), .starred(let operand), .attribute(let operand, _),
      .namedAssignment(_, let operand):
      [operand]
    case .binary(_, let left, let right): [left, right]
    case .and(let operands), .or(let operands), .list(let operands), .tuple(let operands),
      .set(let operands):
      operands
    case .comparison(let first, let rest): [first] + rest.map(\.1)
    case .conditional(let test, let body, let otherwise): [body, test, otherwise]
    case .call(let function, let arguments): [function] + arguments.map(\.value)
    case .item(let value, let index): [value, index]
    case .slice(let lower, let upper, let step): [lower, upper, step].compactMap { $0 }
    case .dictionary(let entries): entries.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] }
    case .comprehension(_, let element, let clauses):
      [element] + clauses.flatMap { [$0.target, $0.iterable] + $0.conditions }
    case .dictionaryComprehension(let key, let value, let clauses):
      [key, value] + clauses.flatMap { [$0.target, $0.iterable] + $0.conditions }
    case .lambda(let parameters, let body): parameters.defaults + [body]
    }
  }

  private static func expressions(in parts: [FormattedPart]) -> [Expression] {
    parts.flatMap { part -> [Expression] in
      guard case .field(let value, _, let specification) = part else { return [] }
      return [value] + expressions(in: specification)
    }
  }

  /// Visits this expression and all parts of it, parents first.
  public func visit(_ body: (Expression) -> Void) {
    body(self)
    for part in parts { part.visit(body) }
  }
}

extension Parameters {
  /// The default values.
  public var defaults: [Expression] {
    (positional + keywordOnly).compactMap(\.defaultValue)
  }
}

extension Statement {
  /// The statement's own expressions, without those of its blocks.
  public var expressions: [Expression] {
    switch kind {
    case .expression(let value): [value]
    case .assignment(let targets, let value): targets + [value]
    case .augmentedAssignment(let target, _, let value): [target, value]
    case .annotation(let target, let annotation, let value):
      [target, annotation] + (value.map { [$0] } ?? [])
    case .delete(let targets): targets
    case .conditional(let test, _, _), .whileLoop(let test, _, _): [test]
    case .forLoop(let target, let iterable, _, _): [target, iterable]
    case .returnValue(let value): value.map { [$0] } ?? []
    case .function(let definition): definition.parameters.defaults
    case .tryBlock(_, let handlers, _, _): handlers.compactMap(\.type)
    case .raise(let exception, let cause): [exception, cause].compactMap { $0 }
    case .assertion(let test, let message): [test] + (message.map { [$0] } ?? [])
    case .breakLoop, .continueLoop, .pass, .global, .nonlocal: []
    }
  }

  /// The statement's blocks, in source order, empty ones left out.
  public var blocks: [[Statement]] {
    let all: [[Statement]] =
      switch kind {
      case .conditional(_, let body, let otherwise), .whileLoop(_, let body, let otherwise),
        .forLoop(_, _, let body, let otherwise):
        [body, otherwise]
      case .function(let definition): [definition.body]
      case .tryBlock(let body, let handlers, let otherwise, let finally):
        [body] + handlers.map(\.body) + [otherwise, finally]
      default: []
      }
    return all.filter { !$0.isEmpty }
  }

  /// The blocks with the expressions that decide them, those of an `elif` chain side by side.
  var chainedBlocks: [(block: [Statement], expressions: [Expression])] {
    guard case .conditional = kind else { return blocks.map { ($0, []) } }
    var result: [(block: [Statement], expressions: [Expression])] = []
    var next = self
    while case .conditional(let test, let body, let otherwise) = next.kind {
      result.append((body, [test]))
      guard otherwise.count == 1, case .conditional = otherwise[0].kind else {
        result.append((otherwise, []))
        break
      }
      next = otherwise[0]
    }
    return result
  }

  /// Visits this statement and all inside it, parents first.
  public func visit(_ body: (Statement) -> Void) {
    body(self)
    for block in blocks { for statement in block { statement.visit(body) } }
  }
}

extension Program {
  /// Visits every statement, parents first.
  public func visitStatements(_ body: (Statement) -> Void) {
    for statement in module { statement.visit(body) }
  }

  /// Visits every expression with the statement that holds it.
  public func visitExpressions(_ body: (Expression, Statement) -> Void) {
    visitStatements { statement in
      for expression in statement.expressions { expression.visit { body($0, statement) } }
    }
  }
}

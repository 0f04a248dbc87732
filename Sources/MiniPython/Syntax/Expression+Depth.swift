extension Expression.Kind {
  /// The height of the highest part, 0 for a leaf.
  var depthOfParts: Int {
    switch self {
    case .constant, .name: 0
    case .formatted(let parts): Self.depth(of: parts)
    case .unary(_, let operand): operand.depth
    case .binary(_, let left, let right): max(left.depth, right.depth)
    case .and(let operands), .or(let operands): Self.depth(of: operands)
    case .comparison(let first, let rest):
      rest.reduce(first.depth) { max($0, $1.1.depth) }
    case .conditional(let test, let body, let otherwise):
      max(test.depth, body.depth, otherwise.depth)
    case .call(let function, let arguments):
      arguments.reduce(function.depth) { max($0, $1.value.depth) }
    case .attribute(let value, _): value.depth
    case .item(let value, let index): max(value.depth, index.depth)
    case .slice(let lower, let upper, let step):
      max(lower?.depth ?? 0, upper?.depth ?? 0, step?.depth ?? 0)
    case .list(let elements), .tuple(let elements), .set(let elements):
      Self.depth(of: elements)
    case .dictionary(let entries):
      entries.reduce(0) { max($0, $1.key?.depth ?? 0, $1.value.depth) }
    case .starred(let value): value.depth
    case .comprehension(_, let element, let clauses):
      max(element.depth, Self.depth(of: clauses)) + clauses.count
    case .dictionaryComprehension(let key, let value, let clauses):
      max(key.depth, value.depth, Self.depth(of: clauses)) + clauses.count
    case .lambda(let parameters, let body):
      (parameters.positional + parameters.keywordOnly).reduce(body.depth) {
        max($0, $1.defaultValue?.depth ?? 0)
      }
    case .namedAssignment(_, let value): value.depth
    }
  }

  private static func depth(of expressions: [Expression]) -> Int {
    expressions.reduce(0) { max($0, $1.depth) }
  }

  private static func depth(of clauses: [ComprehensionClause]) -> Int {
    clauses.reduce(0) {
      max($0, $1.target.depth, $1.iterable.depth, depth(of: $1.conditions))
    }
  }

  private static func depth(of parts: [FormattedPart]) -> Int {
    parts.reduce(0) { deepest, part in
      switch part {
      case .text: deepest
      case .field(let value, _, let specification):
        max(deepest, value.depth, 1 + depth(of: specification))
      }
    }
  }
}

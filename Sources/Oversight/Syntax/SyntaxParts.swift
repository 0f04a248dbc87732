import MiniPython

/// What a statement is made of, for walks that treat all statements alike.
struct StatementParts {
  /// Expressions that are evaluated for their value.
  var values: [Expression] = []
  /// Expressions that are assigned to, deleted or looped into.
  var targets: [Expression] = []
  /// Names that are bound without an expression: a function's, an exception's.
  var boundNames: [String] = []
  /// The statements inside. An `elif` chain is one list of blocks, however long, so that a walk
  /// over a hostile chain of thousands does not go as deep.
  var blocks: [[Statement]] = []

  init(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): values = [value]
    case .assignment(let targets, let value):
      self.targets = targets
      values = [value]
    case .augmentedAssignment(let target, _, let value):
      targets = [target]
      values = [value]
    case .annotation(let target, _, let value):
      targets = [target]
      values = value.map { [$0] } ?? []
    case .delete(let targets): self.targets = targets
    case .conditional:
      for branch in ConditionalChain(statement).branches {
        values.append(branch.test)
        blocks.append(branch.body)
      }
      blocks.append(ConditionalChain(statement).otherwise)
    case .whileLoop(let test, let body, let otherwise):
      values = [test]
      blocks = [body, otherwise]
    case .forLoop(let target, let iterable, let body, let otherwise):
      targets = [target]
      values = [iterable]
      blocks = [body, otherwise]
    case .returnValue(let value): values = value.map { [$0] } ?? []
    case .function(let definition):
      boundNames = [definition.name]
      let parameters = definition.parameters
      values = (parameters.positional + parameters.keywordOnly).compactMap(\.defaultValue)
      blocks = [definition.body]
    case .global(let names), .nonlocal(let names): boundNames = names
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      values = handlers.compactMap(\.type)
      boundNames = handlers.compactMap(\.name)
      blocks = [body] + handlers.map(\.body) + [otherwise, finally]
    case .raise(let exception, let cause): values = [exception, cause].compactMap(\.self)
    case .assertion(let test, let message): values = [test] + [message].compactMap(\.self)
    case .breakLoop, .continueLoop, .pass: break
    }
  }
}

/// An `if` with its `elif`s side by side, as they are written.
struct ConditionalChain {
  var branches: [(test: Expression, body: [Statement])] = []
  /// What follows `else:`; empty without one.
  var otherwise: [Statement] = []

  /// Empty unless the statement is an `if`.
  init(_ statement: Statement) {
    var next = statement
    while case .conditional(let test, let body, let otherwise) = next.kind {
      branches.append((test, body))
      guard otherwise.count == 1, case .conditional = otherwise[0].kind else {
        self.otherwise = otherwise
        return
      }
      next = otherwise[0]
    }
  }
}

extension Expression {
  /// The expressions directly inside, in the order of the source. Comprehension targets included.
  var parts: [Expression] {
    switch kind {
    case .constant, .name: []
    case .formatted(let parts): parts.flatMap(\.expressions)
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .and(let operands), .or(let operands): operands
    case .comparison(let first, let rest): [first] + rest.map(\.1)
    case .conditional(let test, let body, let otherwise): [body, test, otherwise]
    case .call(let function, let arguments): [function] + arguments.map(\.value)
    case .attribute(let value, _): [value]
    case .item(let value, let index): [value, index]
    case .slice(let lower, let upper, let step): [lower, upper, step].compactMap(\.self)
    case .list(let elements), .tuple(let elements), .set(let elements): elements
    case .dictionary(let entries): entries.flatMap { [$0.key, $0.value].compactMap(\.self) }
    case .starred(let value): [value]
    case .comprehension(_, let element, let clauses):
      [element] + clauses.flatMap { [$0.target, $0.iterable] + $0.conditions }
    case .dictionaryComprehension(let key, let value, let clauses):
      [key, value] + clauses.flatMap { [$0.target, $0.iterable] + $0.conditions }
    case .lambda(let parameters, let body):
      (parameters.positional + parameters.keywordOnly).compactMap(\.defaultValue) + [body]
    case .namedAssignment(_, let value): [value]
    }
  }

  /// Calls `visit` with the expression and everything inside it, outermost first.
  func walk(_ visit: (Expression) -> Void) {
    visit(self)
    for part in parts { part.walk(visit) }
  }

  /// Whether a name is mentioned anywhere inside.
  func mentions(where isWanted: (String) -> Bool) -> Bool {
    if case .name(let name) = kind, isWanted(name) { return true }
    return parts.contains { $0.mentions(where: isWanted) }
  }

  /// The dotted name that the expression is, such as `str.format`, or nil.
  var dottedName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(let value, let name): value.dottedName.map { "\($0).\(name)" }
    default: nil
    }
  }

  /// The variable at the root of a target or receiver: `xs` of `xs[0].items`.
  var rootName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(let value, _), .item(let value, _), .starred(let value): value.rootName
    default: nil
    }
  }
}

extension FormattedPart {
  fileprivate var expressions: [Expression] {
    switch self {
    case .text: []
    case .field(let value, _, let specification):
      [value] + specification.flatMap(\.expressions)
    }
  }
}

extension [Statement] {
  /// Calls `visit` with each statement and all statements inside it, in the order of the source.
  func walk(_ visit: (Statement) -> Void) {
    for statement in self {
      visit(statement)
      for block in StatementParts(statement).blocks { block.walk(visit) }
    }
  }
}

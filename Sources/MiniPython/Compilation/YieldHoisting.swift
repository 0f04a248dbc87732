/// Writes a generator's body so that every `yield` stands alone: as a statement of its own, as the
/// whole right side of an assignment, or as the whole value of a `return`.
///
/// A `yield` inside an expression becomes an assignment to a name that no program can spell, before
/// the statement; what Python evaluates before it goes into such names too, in the same order.
struct YieldHoisting {
  private var count = 0

  static func rewrite(_ statements: [Statement]) throws -> [Statement] {
    guard statements.contains(where: needsRewriting) else { return statements }
    var hoisting = YieldHoisting()
    return try hoisting.block(statements)
  }

  private static func isYield(_ value: Expression) -> Bool {
    ReservedForm.arguments(of: value, ReservedForm.yield) != nil
      || ReservedForm.arguments(of: value, ReservedForm.yieldFrom) != nil
  }

  private static func hasYield(_ value: Expression) -> Bool { ReservedForm.containsYield(value) }

  /// Whether a `yield` stands inside an expression, here or in a block.
  private static func needsRewriting(_ statement: Statement) -> Bool {
    if case .function = statement.kind { return false }
    if statement.blocks.contains(where: { $0.contains(where: needsRewriting) }) { return true }
    let values = statement.expressions.filter(hasYield)
    guard let value = values.first else { return false }
    guard values.count == 1, isPlace(value, of: statement), isYield(value) else { return true }
    return value.parts.contains(where: hasYield)
  }

  /// Whether the statement takes a `yield` there as it is.
  private static func isPlace(_ value: Expression, of statement: Statement) -> Bool {
    switch statement.kind {
    case .expression, .returnValue: true
    case .assignment(let targets, _): !targets.contains(where: hasYield)
    default: false
    }
  }

  // MARK: Statements

  private mutating func block(_ statements: [Statement]) throws -> [Statement] {
    var result: [Statement] = []
    for statement in statements {
      guard Self.needsRewriting(statement) else {
        result.append(statement)
        continue
      }
      let kind = try rewritten(statement, &result)
      result.append(Statement(line: statement.line, kind: kind))
    }
    return result
  }

  private mutating func rewritten(
    _ statement: Statement, _ before: inout [Statement]
  ) throws -> Statement.Kind {
    switch statement.kind {
    case .expression(let value): return .expression(try whole(value, &before))
    case .returnValue(let value?): return .returnValue(try whole(value, &before))
    case .assignment(let targets, let value):
      guard !targets.contains(where: Self.hasYield) else { break }
      return .assignment(targets: targets, value: try whole(value, &before))
    case .augmentedAssignment(let target, let operation, let value):
      guard !Self.hasYield(target) else { break }
      return .augmentedAssignment(
        target: target, operation: operation, value: try hoisted(value, &before))
    case .annotation(let target, let annotation, let value?):
      return .annotation(
        target: target, annotation: annotation, value: try hoisted(value, &before))
    case .conditional(let test, let body, let otherwise):
      return .conditional(
        test: try hoisted(test, &before), body: try block(body), otherwise: try block(otherwise))
    case .whileLoop(let test, let body, let otherwise):
      guard Self.hasYield(test) else {
        return .whileLoop(test: test, body: try block(body), otherwise: try block(otherwise))
      }
      guard otherwise.isEmpty else { break }
      var inside: [Statement] = []
      let again = try hoisted(test, &inside)
      let leave = Statement(line: statement.line, kind: .breakLoop)
      let stop = Expression(line: test.line, kind: .unary(.not, again))
      inside.append(
        Statement(
          line: statement.line, kind: .conditional(test: stop, body: [leave], otherwise: [])))
      let forever = Expression(line: test.line, kind: .constant(.bool(true)))
      return .whileLoop(test: forever, body: inside + (try block(body)), otherwise: [])
    case .forLoop(let target, let iterable, let body, let otherwise):
      return .forLoop(
        target: target, iterable: try hoisted(iterable, &before), body: try block(body),
        otherwise: try block(otherwise))
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      if handlers.isEmpty, finally.isEmpty, let first = body.first {
        // A `with` statement begins with what it enters.
        var entered = [first]
        if first.expressions.contains(where: Self.hasYield) {
          entered = []
          let kind = try rewritten(first, &before)
          entered.append(Statement(line: first.line, kind: kind))
        }
        return .tryBlock(
          body: entered + (try block(Array(body.dropFirst()))), handlers: [], otherwise: [],
          finally: [])
      }
      return .tryBlock(
        body: try block(body),
        handlers: try handlers.map {
          ExceptionHandler(line: $0.line, type: $0.type, name: $0.name, body: try block($0.body))
        }, otherwise: try block(otherwise), finally: try block(finally))
    case .raise(let exception?, nil):
      return .raise(exception: try hoisted(exception, &before), cause: nil)
    case .assertion(let test, let message) where message.map(Self.hasYield) != true:
      return .assertion(test: try hoisted(test, &before), message: message)
    default: break
    }
    throw NotSupported(construct: "yield inside this statement", line: statement.line)
  }

  /// A value whose own outermost `yield` may stay.
  private mutating func whole(
    _ value: Expression, _ before: inout [Statement]
  ) throws -> Expression {
    guard Self.isYield(value), case .call(let function, let arguments) = value.kind else {
      return try hoisted(value, &before)
    }
    let inner = try arguments.map { Argument.positional(try hoisted($0.value, &before)) }
    return Expression(line: value.line, kind: .call(function: function, arguments: inner))
  }

  // MARK: Expressions

  private mutating func assign(
    _ value: Expression, _ before: inout [Statement]
  ) -> Expression {
    count += 1
    let name = Expression(line: value.line, kind: .name("yield value \(count)"))
    before.append(
      Statement(line: value.line, kind: .assignment(targets: [name], value: value)))
    return name
  }

  /// The expression without any `yield`, after the statements that it appends.
  private mutating func hoisted(
    _ value: Expression, _ before: inout [Statement]
  ) throws -> Expression {
    guard Self.hasYield(value) else { return value }
    if Self.isYield(value) { return assign(try whole(value, &before), &before) }
    let line = value.line
    func made(_ kind: Expression.Kind) -> Expression { Expression(line: line, kind: kind) }
    switch value.kind {
    case .unary(let operation, let operand):
      return made(.unary(operation, try hoisted(operand, &before)))
    case .binary(let operation, let left, let right):
      let parts = try sequence([left, right], &before)
      return made(.binary(operation, parts[0], parts[1]))
    case .comparison(let first, let rest) where rest.count == 1:
      let parts = try sequence([first, rest[0].1], &before)
      return made(.comparison(first: parts[0], rest: [(rest[0].0, parts[1])]))
    case .and(let operands): return try junction(operands, stopsAtTrue: false, &before)
    case .or(let operands): return try junction(operands, stopsAtTrue: true, &before)
    case .conditional(let test, let body, let otherwise):
      return try choice(hoisted(test, &before), body, otherwise, &before)
    case .list(let elements): return made(.list(try sequence(elements, &before)))
    case .tuple(let elements): return made(.tuple(try sequence(elements, &before)))
    case .set(let elements): return made(.set(try sequence(elements, &before)))
    case .dictionary(let entries):
      let parts = try sequence(
        entries.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] }, &before)
      var rest = parts[...]
      return made(
        .dictionary(
          entries.map { entry in
            (key: entry.key.map { _ in rest.removeFirst() }, value: rest.removeFirst())
          }))
    case .attribute(let inner, let name):
      return made(.attribute(value: try hoisted(inner, &before), name: name))
    case .item(let inner, let index):
      let parts = try sequence([inner, index], &before)
      return made(.item(value: parts[0], index: parts[1]))
    case .starred(let inner): return made(.starred(try hoisted(inner, &before)))
    case .namedAssignment(let name, let inner):
      let target = Expression(line: line, kind: .name(name))
      let inner = try hoisted(inner, &before)
      before.append(Statement(line: line, kind: .assignment(targets: [target], value: inner)))
      return target
    case .call(let function, let arguments):
      return try call(function, arguments, line, &before)
    case .formatted(let parts): return made(.formatted(try formatted(parts, &before)))
    default: throw NotSupported(construct: "yield inside this expression", line: line)
    }
  }

  /// Expressions that Python evaluates one after the other.
  private mutating func sequence(
    _ parts: [Expression], _ before: inout [Statement]
  ) throws -> [Expression] {
    let last = parts.lastIndex(where: Self.hasYield) ?? -1
    var result: [Expression] = []
    for (index, part) in parts.enumerated() {
      if index > last || part.isLiteral {
        result.append(part)
      } else if index == last {
        result.append(try hoisted(part, &before))
      } else if case .starred(let inner) = part.kind {
        let list = Expression(
          line: part.line,
          kind: .tuple([Expression(line: part.line, kind: .starred(try hoisted(inner, &before)))]))
        result.append(
          Expression(line: part.line, kind: .starred(assign(list, &before))))
      } else {
        result.append(assign(try hoisted(part, &before), &before))
      }
    }
    return result
  }

  private mutating func call(
    _ function: Expression, _ arguments: [Argument], _ line: Int, _ before: inout [Statement]
  ) throws -> Expression {
    var callee = function
    if case .attribute(let receiver, let name) = function.kind {
      // The method is looked up before its arguments are evaluated, and on the same object.
      let parts = try sequence([receiver] + arguments.map(\.value), &before)
      callee = Expression(
        line: function.line, kind: .attribute(value: parts[0], name: name))
      return Self.call(callee, arguments, Array(parts.dropFirst()), line)
    }
    let parts = try sequence([callee] + arguments.map(\.value), &before)
    return Self.call(parts[0], arguments, Array(parts.dropFirst()), line)
  }

  private static func call(
    _ callee: Expression, _ arguments: [Argument], _ values: [Expression], _ line: Int
  ) -> Expression {
    let given = zip(arguments, values).map { argument, value -> Argument in
      switch argument {
      case .positional: .positional(value)
      case .keyword(let name, _): .keyword(name, value)
      case .starred: .starred(value)
      case .doubleStarred: .doubleStarred(value)
      }
    }
    return Expression(line: line, kind: .call(function: callee, arguments: given))
  }

  private mutating func formatted(
    _ parts: [FormattedPart], _ before: inout [Statement]
  ) throws -> [FormattedPart] {
    try parts.map { part in
      guard case .field(let value, let conversion, let specification) = part else { return part }
      // A field's text is made before the next field is evaluated.
      let inner = try hoisted(value, &before)
      let field = FormattedPart.field(
        value: inner, conversion: conversion,
        specification: try formatted(specification, &before))
      let text = Expression(line: value.line, kind: .formatted([field]))
      return .field(value: assign(text, &before), conversion: nil, specification: [])
    }
  }

  /// `and` and `or`: what comes after the first operand is evaluated only if it is needed.
  private mutating func junction(
    _ operands: [Expression], stopsAtTrue: Bool, _ before: inout [Statement]
  ) throws -> Expression {
    let result = assign(try hoisted(operands[0], &before), &before)
    let rest = Array(operands.dropFirst())
    guard let next = rest.first else { return result }
    var inside: [Statement] = []
    let value =
      rest.count == 1
      ? try hoisted(next, &inside)
      : try junctionOrPlain(rest, stopsAtTrue: stopsAtTrue, &inside)
    inside.append(
      Statement(line: next.line, kind: .assignment(targets: [result], value: value)))
    let test =
      stopsAtTrue ? Expression(line: next.line, kind: .unary(.not, result)) : result
    before.append(
      Statement(line: next.line, kind: .conditional(test: test, body: inside, otherwise: [])))
    return result
  }

  private mutating func junctionOrPlain(
    _ operands: [Expression], stopsAtTrue: Bool, _ before: inout [Statement]
  ) throws -> Expression {
    if operands.contains(where: Self.hasYield) {
      return try junction(operands, stopsAtTrue: stopsAtTrue, &before)
    }
    return Expression(
      line: operands[0].line, kind: stopsAtTrue ? .or(operands) : .and(operands))
  }

  private mutating func choice(
    _ test: Expression, _ body: Expression, _ otherwise: Expression,
    _ before: inout [Statement]
  ) throws -> Expression {
    count += 1
    let name = Expression(line: test.line, kind: .name("yield value \(count)"))
    var (first, second): ([Statement], [Statement]) = ([], [])
    let yes = try hoisted(body, &first)
    first.append(Statement(line: body.line, kind: .assignment(targets: [name], value: yes)))
    let no = try hoisted(otherwise, &second)
    second.append(Statement(line: otherwise.line, kind: .assignment(targets: [name], value: no)))
    before.append(
      Statement(
        line: test.line, kind: .conditional(test: test, body: first, otherwise: second)))
    return name
  }
}

extension Expression {
  /// Whether evaluating the expression later gives the same.
  fileprivate var isLiteral: Bool {
    if case .constant = kind { true } else { false }
  }
}

import BigInt

extension Compiler {
  func expression(_ expression: Expression) throws -> Evaluate {
    switch expression.kind {
    case .constant(let constant):
      let value = Self.object(constant)
      return { _ in value }
    case .name(let name): return load(name)
    case .formatted(let parts): return try formatted(parts)
    case .unary(.not, let operand):
      let operand = try condition(operand)
      return { frame in .bool(try !operand(frame)) }
    case .unary(let operation, let operand):
      let operand = try self.expression(operand)
      return { frame in try frame.machine.unary(operation, operand(frame)) }
    case .binary(let operation, let left, let right): return try binary(operation, left, right)
    case .and(let operands): return try junction(operands, stopsAt: false)
    case .or(let operands): return try junction(operands, stopsAt: true)
    case .comparison(let first, let rest): return try comparisonChain(first, rest)
    case .conditional(let test, let body, let otherwise):
      let test = try condition(test)
      let body = try self.expression(body)
      let otherwise = try self.expression(otherwise)
      return { frame in try test(frame) ? body(frame) : otherwise(frame) }
    case .call(let function, let arguments): return try call(function, arguments)
    case .attribute(let value, let name):
      let value = try self.expression(value)
      let entries = MethodEntries.named(name)
      let name = mangled(name)
      return { frame in try frame.machine.attribute(value(frame), name, entries) }
    case .item(let value, let index):
      let value = try self.expression(value)
      if case .slice(let lower, let upper, let step) = index.kind {
        let nothing: Evaluate = { _ in .none }
        let lower = try lower.map { Evaluable(evaluate: try self.expression($0)) }
        let upper = try upper.map { Evaluable(evaluate: try self.expression($0)) }
        let step = try step.map { Evaluable(evaluate: try self.expression($0)) }
        let (first, second) = (lower?.evaluate ?? nothing, upper?.evaluate ?? nothing)
        let third = step?.evaluate ?? nothing
        return { frame in
          let container = try value(frame)
          let (low, high) = (try first(frame), try second(frame))
          return try frame.machine.slice(container, low, high, third(frame))
        }
      }
      let index = try self.expression(index)
      return { frame in
        let container = try value(frame)
        return try frame.machine.item(container, index(frame))
      }
    case .slice(let lower, let upper, let step):
      let parts = try [lower, upper, step].map { try $0.map { try self.expression($0) } }
      return { frame in
        let values = try parts.map { try $0?(frame) ?? .none }
        let slice = SliceObject(lower: values[0], upper: values[1], step: values[2])
        return .slice(frame.machine.keep(slice))
      }
    case .list(let elements):
      let elements = try sequence(elements)
      return { frame in try frame.machine.list(elements(frame)) }
    case .tuple(let elements):
      let elements = try sequence(elements)
      return { frame in try frame.machine.tuple(elements(frame)) }
    case .set(let elements):
      let isConstant = elements.count > 2 && elements.allSatisfy(\.isConstant)
      let isInterned = isConstant && hasInternedString(elements)
      let elements = try sequence(elements)
      guard isConstant else { return { frame in try frame.machine.set(of: elements(frame)) } }
      // CPython makes a frozen set when it compiles and merges it, which gives another order.
      return { frame in
        let machine = frame.machine
        let result = try machine.set()
        try result.merge(machine.constantSet(of: elements(frame), isInterned: isInterned), machine)
        return .set(result)
      }
    case .dictionary(let entries): return try dictionary(entries)
    case .starred:
      throw SyntaxError(
        message: "can't use starred expression here", line: expression.line, column: 1)
    case .comprehension(let kind, let element, let clauses):
      return try comprehension(kind, element, clauses)
    case .dictionaryComprehension(let key, let value, let clauses):
      return try dictionaryComprehension(key, value, clauses)
    case .lambda(let parameters, let body):
      return try makeFunction(lambda(parameters, body), parameters)
    case .namedAssignment(let name, let value):
      let value = try self.expression(value)
      let store = storeNamed(name)
      return { frame in
        let result = try value(frame)
        try store(frame, result)
        return result
      }
    }
  }

  static func object(_ constant: Constant) -> Object {
    switch constant {
    case .none: .none
    case .ellipsis: .ellipsis
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .bigInteger(let value): .bigInteger(BigIntegerObject(value))
    case .float(let value): .float(value)
    case .string(let scalars): .string(StringObject(scalars, hashed: true))
    case .bytes(let bytes): .native(BytesObject(bytes))
    }
  }

  // MARK: Operators

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws -> Evaluate {
    let first = try expression(left)
    let second = try expression(right)
    switch operation {
    case .add:
      return { frame in
        let left = try first(frame)
        let right = try second(frame)
        if case .integer(let a) = left, case .integer(let b) = right {
          let (sum, overflow) = a.addingReportingOverflow(b)
          if !overflow { return .integer(sum) }
        }
        return try frame.machine.binary(.add, left, right)
      }
    case .subtract:
      return { frame in
        let left = try first(frame)
        let right = try second(frame)
        if case .integer(let a) = left, case .integer(let b) = right {
          let (difference, overflow) = a.subtractingReportingOverflow(b)
          if !overflow { return .integer(difference) }
        }
        return try frame.machine.binary(.subtract, left, right)
      }
    default:
      return { frame in
        let left = try first(frame)
        return try frame.machine.binary(operation, left, second(frame))
      }
    }
  }

  /// `and` stops at a false operand, `or` at a true one.
  private func junction(_ operands: [Expression], stopsAt stop: Bool) throws -> Evaluate {
    let operands = try expressions(operands)
    return { frame in
      var value = Object.none
      for operand in operands {
        value = try operand.evaluate(frame)
        if try frame.machine.truth(value) == stop { return value }
      }
      return value
    }
  }

  private func comparisonChain(
    _ first: Expression, _ rest: [(ComparisonOperator, Expression)]
  ) throws -> Evaluate {
    let first = try expression(first)
    if rest.count == 1 {
      let operation = rest[0].0
      let second = try expression(rest[0].1)
      return { frame in try Self.compared(operation, first(frame), second(frame), frame.machine) }
    }
    let rest = try rest.map { ($0.0, Evaluable(evaluate: try expression($0.1))) }
    return { frame in
      var left = try first(frame)
      var result = Object.bool(true)
      for (operation, right) in rest {
        let right = try right.evaluate(frame)
        result = try Self.compared(operation, left, right, frame.machine)
        if try !frame.machine.truth(result) { break }
        left = right
      }
      return result
    }
  }

  /// What a comparison gives: a truth value, or whatever an instance's own method returns.
  private static func compared(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object, _ machine: Machine
  ) throws -> Object {
    if case .integer = left, case .integer = right {
      return .bool(try isTrue(operation, left, right, machine))
    }
    switch try machine.ownComparison(operation, left, right) {
    case .value(let value): return value
    case .refused: return try machine.comparedByDefault(operation, left, right)
    case .none: return .bool(try isTrue(operation, left, right, machine))
    }
  }

  func comparison(
    _ left: Expression, _ operation: ComparisonOperator, _ right: Expression
  ) throws -> (Frame) throws -> Bool {
    let first = try expression(left)
    let second = try expression(right)
    return { frame in try Self.isTrue(operation, first(frame), second(frame), frame.machine) }
  }

  @inline(__always)
  private static func isTrue(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object, _ machine: Machine
  ) throws -> Bool {
    if case .integer(let a) = left, case .integer(let b) = right {
      switch operation {
      case .less: return a < b
      case .lessOrEqual: return a <= b
      case .greater: return a > b
      case .greaterOrEqual: return a >= b
      case .equal: return a == b
      case .notEqual: return a != b
      default: break
      }
    } else if case .string(let a) = left, case .string(let b) = right, a.scalars.count <= 64 {
      switch operation {
      case .equal: return a.isSame(as: b)
      case .notEqual: return !a.isSame(as: b)
      default: break
      }
    }
    return try machine.test(operation, left, right)
  }

  // MARK: Displays

  /// The elements of a display or call, stars spread.
  func sequence(_ elements: [Expression]) throws -> (Frame) throws -> [Object] {
    let hasStar = elements.contains { if case .starred = $0.kind { true } else { false } }
    if !hasStar {
      let parts = try expressions(elements)
      return { frame in
        var values: [Object] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try part.evaluate(frame)) }
        return values
      }
    }
    let parts: [(isStarred: Bool, value: Evaluate)] = try elements.map { element in
      if case .starred(let inner) = element.kind { return (true, try expression(inner)) }
      return (false, try expression(element))
    }
    return { frame in
      var values: [Object] = []
      for part in parts {
        let value = try part.value(frame)
        if part.isStarred {
          do {
            values += try frame.machine.elements(of: value)
          } catch let error as PythonException
            where error.object.type === TypeObject.typeError && !Self.isIterable(value)
          {
            throw frame.machine.typeError(
              "Value after * must be an iterable, not \(frame.machine.typeName(of: value))")
          }
        } else {
          values.append(value)
        }
      }
      return values
    }
  }

  static func isIterable(_ object: Object) -> Bool {
    switch object {
    case .string, .list, .tuple, .dictionary, .set, .range, .view, .iterator, .native: true
    default: false
    }
  }

  private func dictionary(
    _ entries: [(key: Expression?, value: Expression)]
  ) throws -> Evaluate {
    let parts = try entries.map { entry in
      (key: try entry.key.map { try expression($0) }, value: try expression(entry.value))
    }
    return { frame in
      let machine = frame.machine
      let dictionary = try machine.dictionary()
      for part in parts {
        if let key = try part.key?(frame) {
          try dictionary.set(key, part.value(frame), machine)
        } else {
          let source = try part.value(frame)
          guard case .dictionary = source.plain else {
            throw machine.typeError("'\(machine.typeName(of: source))' object is not a mapping")
          }
          try machine.update(dictionary, from: source)
        }
      }
      return .dictionary(dictionary)
    }
  }

  private func formatted(_ parts: [FormattedPart]) throws -> Evaluate {
    let pieces: [Piece] = try parts.map { part in
      switch part {
      case .text(let text): return Piece { _, result in result += text }
      case .field(let value, let conversion, let specification):
        let value = try expression(value)
        if conversion == nil, specification.isEmpty {
          return Piece { frame, result in
            let machine = frame.machine
            let object = try value(frame)
            if case .native = object {
              result += try machine.format(object, [])
            } else {
              try machine.append(text: object, to: &result)
            }
          }
        }
        let specification = try specification.isEmpty ? nil : formatted(specification)
        return Piece { frame, result in
          let machine = frame.machine
          var object = try value(frame)
          switch conversion {
          case "r": object = try machine.string(machine.repr(object))
          case "s": object = try machine.string(machine.text(object))
          case "a": object = try machine.string(machine.ascii(object))
          default: break
          }
          guard let specification, case .string(let text) = try specification(frame) else {
            result += try machine.text(object)
            return
          }
          result += try machine.format(object, text.scalars)
        }
      }
    }
    return { frame in
      var text: [UInt32] = []
      for piece in pieces { try piece.append(frame, &text) }
      return try frame.machine.string(text)
    }
  }

  /// What writes a part of an f-string.
  private struct Piece {
    let append: (Frame, inout [UInt32]) throws -> Void
  }
}

extension Machine {
  /// Any of the comparison operators.
  func test(_ operation: ComparisonOperator, _ left: Object, _ right: Object) throws -> Bool {
    switch operation {
    case .equal: try equal(left, right)
    case .notEqual: try notEqual(left, right)
    case .contained: try contains(right, left)
    case .notContained: try !contains(right, left)
    case .identical: left.isIdentical(to: right)
    case .notIdentical: !left.isIdentical(to: right)
    default: try compare(operation, left, right)
    }
  }
}

extension Expression {
  /// Whether CPython's compiler folds the expression to a constant.
  fileprivate var isConstant: Bool {
    switch kind {
    case .constant: true
    case .tuple(let elements): elements.allSatisfy(\.isConstant)
    case .unary(_, let operand): operand.isConstant
    case .item(let value, let index): value.isConstant && index.isConstant
    case .binary(_, let left, let right): left.isConstant && right.isConstant
    default: false
    }
  }

  /// What a loop over the expression walks: CPython walks a display of constants as a constant.
  var asIterated: Expression {
    guard case .set(let elements) = kind, elements.allSatisfy(\.isConstant) else { return self }
    return Expression(
      line: line,
      kind: .call(
        function: Expression(line: line, kind: .name(ReservedForm.frozenSet)),
        arguments: [.positional(Expression(line: line, kind: .tuple(elements)))]))
  }
}

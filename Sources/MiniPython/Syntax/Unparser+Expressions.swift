extension Unparser {
  /// The expression's text, without parentheses around it.
  mutating func spell(_ expression: Expression) -> String {
    switch expression.kind {
    case .constant(let constant): return spell(constant)
    case .name(let name): return self.name(name)
    case .formatted(let parts): return formatted(parts)
    case .unary(.not, let operand): return "not " + part(operand, 3)
    case .unary(let operation, let operand): return operation.rawValue + part(operand, 11)
    case .binary(.power, let left, let right): return part(left, 13) + " ** " + part(right, 11)
    case .binary(let operation, let left, let right):
      let power = Self.power(operation)
      return part(left, power) + " \(operation.rawValue) " + part(right, power + 1)
    case .and(let operands): return operands.map { part($0, 3) }.joined(separator: " and ")
    case .or(let operands): return operands.map { part($0, 2) }.joined(separator: " or ")
    case .comparison(let first, let rest):
      var text = part(first, 5)
      for (operation, right) in rest { text += " \(operation.rawValue) " + part(right, 5) }
      return text
    case .conditional(let test, let body, let otherwise):
      return part(body, 1) + " if " + part(test, 1) + " else " + part(otherwise, 0)
    case .call(let function, let arguments):
      return yieldText(expression) ?? call(function, arguments)
    case .attribute(let value, let name):
      if case .constant(.integer) = value.kind { return "(" + spell(value) + ").\(name)" }
      return part(value, 14) + ".\(name)"
    case .item(let value, let index):
      var inside = spell(index)
      if case .tuple(let elements) = index.kind, elements.count > 1 { inside = list(elements) }
      return part(value, 14) + "[" + inside + "]"
    case .slice(let lower, let upper, let step):
      var text = (lower.map { spell($0) } ?? "") + ":" + (upper.map { spell($0) } ?? "")
      if let step { text += ":" + spell(step) }
      return text
    case .list(let elements): return "[" + list(elements) + "]"
    case .tuple(let elements): return "(" + list(elements) + (elements.count == 1 ? ",)" : ")")
    case .set(let elements): return "{" + list(elements) + "}"
    case .dictionary(let entries):
      let parts = entries.map { entry in
        if let key = entry.key { return spell(key) + ": " + spell(entry.value) }
        return "**" + part(entry.value, 5)
      }
      return "{" + parts.joined(separator: ", ") + "}"
    case .starred(let value): return "*" + part(value, 5)
    case .comprehension(let kind, let element, let clauses):
      let inside = spell(element) + spell(clauses)
      switch kind {
      case .list: return "[" + inside + "]"
      case .set: return "{" + inside + "}"
      case .generator: return "(" + inside + ")"
      }
    case .dictionaryComprehension(let key, let value, let clauses):
      return "{" + spell(key) + ": " + spell(value) + spell(clauses) + "}"
    case .lambda(let parameters, let body):
      let list = spell(parameters)
      return "lambda" + (list.isEmpty ? "" : " " + list) + ": " + part(body, 0)
    case .namedAssignment(let name, let value):
      return "(" + self.name(name) + " := " + spell(value) + ")"
    }
  }

  /// An operand, in parentheses if it binds more loosely than `power`.
  private mutating func part(_ expression: Expression, _ power: Int) -> String {
    let text = spell(expression)
    return Self.power(of: expression) < power ? "(" + text + ")" : text
  }

  private static func power(_ operation: BinaryOperator) -> Int {
    switch operation {
    case .bitOr: 5
    case .bitXor: 6
    case .bitAnd: 7
    case .leftShift, .rightShift: 8
    case .add, .subtract: 9
    case .multiply, .divide, .floorDivide, .modulo, .matrixMultiply: 10
    case .power: 12
    }
  }

  private static func power(of expression: Expression) -> Int {
    switch expression.kind {
    case .lambda, .conditional: 0
    case .or: 1
    case .and: 2
    case .unary(.not, _): 3
    case .comparison: 4
    case .binary(let operation, _, _): power(operation)
    case .unary: 11
    case .starred: 5
    default: 15
    }
  }

  private func spell(_ constant: Constant) -> String {
    if masks {
      switch constant {
      case .none, .ellipsis, .bool: break
      case .integer, .bigInteger: return "INT"
      case .float: return "FLOAT"
      case .string: return "STR"
      case .bytes: return "BYTES"
      }
    }
    if case .ellipsis = constant { return "..." }
    return Literal.value(of: constant).repr
  }

  private mutating func call(_ function: Expression, _ arguments: [Argument]) -> String {
    let head = part(function, 14)
    let parts = arguments.map { argument in
      switch argument {
      case .positional(let value):
        // A lone generator expression needs no parentheses of its own.
        if arguments.count == 1, case .comprehension(.generator, _, _) = value.kind {
          return String(spell(value).dropFirst().dropLast())
        }
        return spell(value)
      case .keyword(let name, let value): return name + "=" + spell(value)
      case .starred(let value): return "*" + part(value, 5)
      case .doubleStarred(let value): return "**" + part(value, 5)
      }
    }
    return head + "(" + parts.joined(separator: ", ") + ")"
  }

  private mutating func spell(_ clauses: [ComprehensionClause]) -> String {
    var text = ""
    for clause in clauses {
      var target = spell(clause.target)
      if case .tuple(let elements) = clause.target.kind, elements.count > 1 {
        target = list(elements)
      }
      text += " for " + target + " in " + part(clause.iterable, 1)
      for condition in clause.conditions { text += " if " + part(condition, 1) }
    }
    return text
  }

  private mutating func formatted(_ parts: [FormattedPart]) -> String {
    // Double quotes outside, so that the expressions inside can use single ones.
    "f\"" + body(parts) + "\""
  }

  private mutating func body(_ parts: [FormattedPart]) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let scalars):
        if masks {
          text += "STR"
          continue
        }
        for character in StringText.repr([UInt32(ascii: "'")] + scalars).dropFirst(2).dropLast() {
          switch character {
          case "{": text += "{{"
          case "}": text += "}}"
          default: text.append(character)
          }
        }
      case .field(let value, let conversion, let specification):
        let spelled = spell(value)
        text += spelled.hasPrefix("{") ? "{ " + spelled : "{" + spelled
        if let conversion { text += "!\(conversion)" }
        if !specification.isEmpty { text += ":" + body(specification) }
        text += "}"
      }
    }
    return text
  }
}

import BigInt

/// The literal-only grammar in which answers and arguments are written.
///
/// Numbers, strings, `True`, `False`, `None`, lists, tuples, dictionaries, sets, a sign before a
/// number, and `set()`, which is how an empty set is written. Nothing is ever evaluated.
public enum Literal {
  /// The one value that the text writes.
  ///
  /// - Throws: `SyntaxError` for anything but a literal.
  public static func parse(_ text: String) throws(SyntaxError) -> Value {
    if let value = LiteralScanner.value(of: text) { return value }
    var parser = try parser(for: text)
    let expression = try parser.parseExpressionList()
    try expectEnd(of: &parser)
    return try value(of: expression)
  }

  /// The values in the text between a call's parentheses.
  public static func parseArguments(_ text: String) throws(SyntaxError) -> [Value] {
    if let values = LiteralScanner.values(of: text) { return values }
    var parser = try parser(for: text)
    var values: [Value] = []
    while parser.token.kind != .newline {
      values.append(try value(of: try parser.parseExpression()))
      if !parser.take(.comma) { break }
    }
    try expectEnd(of: &parser)
    return values
  }

  private static func parser(for text: String) throws(SyntaxError) -> Parser {
    let scalars = text.unicodeScalars.map(\.value)
    if scalars.count > Lexer.maximumLength {
      throw SyntaxError(
        code: .tooComplex, message: "the literal is longer than \(Lexer.maximumLength) characters",
        line: 1, column: 1)
    }
    return try Parser(expression: scalars, line: 1, nesting: 0)
  }

  private static func expectEnd(of parser: inout Parser) throws(SyntaxError) {
    while parser.token.kind == .newline { parser.position += 1 }
    if parser.token.kind != .end { throw parser.failure("expected a single literal") }
  }

  static func value(of expression: Expression) throws(SyntaxError) -> Value {
    switch expression.kind {
    case .constant(let constant): return value(of: constant)
    case .unary(let operation, let operand) where operation == .negative || operation == .positive:
      guard case .constant(let constant) = operand.kind else { break }
      return try signed(constant, isNegative: operation == .negative, expression)
    case .list(let elements): return .list(try values(of: elements))
    case .tuple(let elements): return .tuple(try values(of: elements))
    case .set(let elements):
      var members: [Value] = []
      var seen: Set<Value> = []
      for element in elements {
        let member = try hashable(element)
        if seen.insert(member).inserted { members.append(member) }
      }
      return .set(members)
    case .dictionary(let entries): return try dictionary(entries, expression)
    case .call(let function, let arguments):
      if case .name("set") = function.kind, arguments.isEmpty { return .set([]) }
    default: break
    }
    throw SyntaxError(message: "expected a literal", line: expression.line, column: 1)
  }

  private static func values(of elements: [Expression]) throws(SyntaxError) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(elements.count)
    for element in elements { result.append(try value(of: element)) }
    return result
  }

  private static func dictionary(
    _ entries: [(key: Expression?, value: Expression)], _ expression: Expression
  ) throws(SyntaxError) -> Value {
    var result: [Value.Entry] = []
    var places: [Value: Int] = [:]
    for (key, item) in entries {
      guard let key else {
        throw SyntaxError(message: "expected a literal", line: expression.line, column: 1)
      }
      let name = try hashable(key)
      let entry = try value(of: item)
      if let place = places[name] {
        result[place] = .init(key: result[place].key, value: entry)
      } else {
        places[name] = result.count
        result.append(.init(key: name, value: entry))
      }
    }
    return .dictionary(result)
  }

  private static func hashable(_ expression: Expression) throws(SyntaxError) -> Value {
    let value = try value(of: expression)
    guard value.isHashable else {
      throw SyntaxError(
        message: "unhashable type: '\(value.typeName)'", line: expression.line, column: 1)
    }
    return value
  }

  static func value(of constant: Constant) -> Value {
    switch constant {
    case .none: .none
    case .ellipsis: .ellipsis
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .bigInteger(let value): .bigInteger(value)
    case .float(let value): .float(value)
    case .string(let value): .string(value)
    case .bytes(let value): .bytes(value)
    }
  }

  private static func signed(
    _ constant: Constant, isNegative: Bool, _ expression: Expression
  ) throws(SyntaxError) -> Value {
    switch constant {
    case .integer(let value): return .integer(isNegative ? -value : value)
    case .bigInteger(let value): return .integer(isNegative ? -value : value)
    case .float(let value): return .float(isNegative ? -value : value)
    default:
      throw SyntaxError(message: "expected a literal", line: expression.line, column: 1)
    }
  }
}

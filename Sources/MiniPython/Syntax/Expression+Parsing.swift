extension Expression {
  /// The one expression that the text is.
  static func parse(_ text: String) throws(SyntaxError) -> Expression {
    let scalars = text.unicodeScalars.map(\.value)
    if scalars.count > Lexer.maximumLength {
      throw SyntaxError(
        code: .tooComplex,
        message: "the expression is longer than \(Lexer.maximumLength) characters", line: 1,
        column: 1)
    }
    var parser = try Parser(expression: scalars, line: 1, nesting: 0)
    let expression = try parser.parseExpressionList()
    while parser.token.kind == .newline { parser.position += 1 }
    if parser.token.kind != .end { throw parser.failure("expected a single expression") }
    return expression
  }
}

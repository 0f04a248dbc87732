/// A recursive-descent parser for the subset of Python 3.11.
///
/// Hostile text can't exhaust the stack: brackets nest at most `maximumNesting` deep and no
/// expression tree is higher than `maximumDepth`.
struct Parser {
  /// The deepest nesting of brackets, unary operators, lambdas and conditional expressions.
  static let maximumNesting = 48
  /// The longest chain of `elif` or `case`.
  static let maximumBranches = 500
  /// The highest expression tree.
  static let maximumDepth = 100

  /// Never empty: the last token is `.end`.
  let tokens: [Token]
  /// The place of the token at hand. Nothing consumes `.end`, so it is always a place of a token.
  var position = 0 {
    didSet { if position >= tokens.count { position = tokens.count - 1 } }
  }
  var nesting = 0
  /// How many loops, and whether a function, surround the current statement.
  var loopDepth = 0
  var functionDepth = 0
  var classDepth = 0
  /// Whether `class` and `import` are accepted.
  var isFull = true
  /// Whether the function that is being parsed has a `yield`.
  var hasYield = false
  var decoratorCount = 0
  /// Whether an expression binds a name, by `:=` or in a pattern.
  var bindsNames = false

  init(source: String) throws(SyntaxError) {
    var lexer = try Lexer(source: source)
    tokens = try lexer.tokenizeModule()
  }

  init(expression text: [UInt32], line: Int, nesting: Int) throws(SyntaxError) {
    var lexer = Lexer(text: text, line: line)
    tokens = try lexer.tokenizeExpression()
    self.nesting = nesting
  }

  // MARK: Tokens

  /// The token at hand.
  var token: Token { tokens[position] }

  /// The token after the one at hand; of `.end`, itself.
  var following: Token { position + 1 < tokens.count ? tokens[position + 1] : tokens[position] }

  func failure(_ message: String) -> SyntaxError {
    SyntaxError(message: message, line: token.line, column: token.column)
  }

  func notSupported(_ construct: String) -> SyntaxError {
    .notSupported(construct, line: token.line, column: token.column)
  }

  func at(_ symbol: Symbol) -> Bool {
    tokens[position].symbol == symbol
  }

  func at(_ keyword: Keyword) -> Bool {
    tokens[position].keyword == keyword
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    position += 1
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ symbol: Symbol) throws(SyntaxError) {
    guard take(symbol) else { throw failure("expected '\(symbol.rawValue)'") }
  }

  mutating func expect(_ keyword: Keyword) throws(SyntaxError) {
    guard take(keyword) else { throw failure("expected '\(keyword.rawValue)'") }
  }

  mutating func expectName() throws(SyntaxError) -> String {
    guard case .name(let name) = token.kind else { throw failure("expected a name") }
    position += 1
    return name
  }

  func tooManyBranches() -> SyntaxError {
    SyntaxError(
      code: .tooComplex, message: "more than \(Self.maximumBranches) branches", line: token.line,
      column: token.column)
  }

  mutating func enter() throws(SyntaxError) {
    nesting += 1
    if nesting > Self.maximumNesting {
      throw SyntaxError(
        code: .tooComplex, message: "the expression is nested too deeply", line: token.line,
        column: token.column)
    }
  }

  /// An expression, unless it would be too high.
  func make(_ kind: Expression.Kind, line: Int) throws(SyntaxError) -> Expression {
    let expression = Expression(line: line, kind: kind)
    if expression.depth > Self.maximumDepth {
      throw SyntaxError(
        code: .tooComplex, message: "the expression is too complex", line: token.line,
        column: token.column)
    }
    return expression
  }
}

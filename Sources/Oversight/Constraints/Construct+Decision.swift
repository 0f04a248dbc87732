import Core

extension Construct {
  /// Whether it adds a way through the program, as in McCabe's cyclomatic number (1976).
  var isDecision: Bool {
    switch self {
    case .if, .while, .for, .comprehension, .try, .conditionalExpression: true
    default: false
    }
  }
}

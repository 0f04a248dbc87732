/// What an expression compiles to.
typealias Evaluate = (Frame) throws -> Object
/// What a statement compiles to.
typealias Execute = (Frame) throws -> Flow
/// What an assignment target compiles to.
typealias Store = (Frame, Object) throws -> Void

/// How a statement ended.
enum Flow {
  case normal
  case breakLoop
  case continueLoop
  /// The frame's `result` holds the value.
  case returnValue
}

/// A compiled function, lambda, module or comprehension.
final class FunctionCode {
  let name: String
  let parameters: Parameters
  /// Lambdas leave no `returned` event in the trace.
  let isLambda: Bool
  /// The name of each slot; parameters come first.
  var slotNames: [String] = []
  /// The height of the syntax tree, which bounds the native stack that one activation takes.
  var height = 1
  var body: Execute = { _ in .normal }

  init(name: String, parameters: Parameters = Parameters(), isLambda: Bool = false) {
    self.name = name
    self.parameters = parameters
    self.isLambda = isLambda
  }

  /// The height of a block's syntax tree.
  static func height(of statements: [Statement]) -> Int {
    var height = 0
    for statement in statements {
      for expression in statement.expressions { height = max(height, expression.depth + 1) }
      if case .function = statement.kind { continue }
      for block in statement.blocks { height = max(height, self.height(of: block) + 1) }
    }
    return height + 1
  }
}

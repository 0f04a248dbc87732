/// What an expression compiles to.
typealias Evaluate = (Frame) throws -> Object
/// What a statement compiles to.
typealias Execute = (Frame) throws -> Flow
/// What an assignment target compiles to.
typealias Store = (Frame, Object) throws -> Void

/// A compiled expression in a collection, where a bare closure would be called through a thunk.
struct Evaluable {
  let evaluate: Evaluate
}

/// A compiled statement in a collection.
struct Executable {
  let execute: Execute
}

/// A compiled assignment target in a collection.
struct Storable {
  let store: Store
}

/// A compiled condition in a collection.
struct Testable {
  let test: (Frame) throws -> Bool
}

/// How a statement ended.
enum Flow {
  case normal
  case breakLoop
  case continueLoop
  /// The frame's `result` holds the value.
  case returnValue
  /// The frame's `result` holds the value of a `yield`; the frame will be resumed.
  case yielded
}

/// A compiled function, lambda, module or comprehension.
final class FunctionCode {
  let name: String
  /// The name with those of the definitions around it, as CPython's messages write it.
  var qualifiedName: String
  let parameters: Parameters
  /// How many parameters there are, if a call may only fill them by position; else -1.
  let plainCount: Int
  /// Lambdas leave no `returned` event in the trace.
  let isLambda: Bool
  /// Whether a call makes a generator.
  var isGenerator = false
  /// The name of each slot; parameters come first.
  var slotNames: [String] = []
  /// The height of the syntax tree, which bounds the native stack that one activation takes.
  var height = 1
  var body: Execute = { _ in .normal }
  /// The text of the docstring.
  var documentation: [UInt32]?
  /// Of a module: the expression to evaluate after it has run.
  var entry: Evaluate?

  init(name: String, parameters: Parameters = Parameters(), isLambda: Bool = false) {
    self.name = name
    qualifiedName = name
    self.parameters = parameters
    let isPlain =
      parameters.variadic == nil && parameters.keywordOnly.isEmpty
      && parameters.keywordVariadic == nil
    plainCount = isPlain ? parameters.positional.count : -1
    self.isLambda = isLambda
  }

  /// The height of a block's syntax tree.
  ///
  /// - Parameter isGenerator: whether an `elif` chain is run by native recursion, not in a loop.
  static func height(of statements: [Statement], isGenerator: Bool = false) -> Int {
    var height = 0
    for statement in statements {
      for expression in statement.expressions { height = max(height, expression.depth + 1) }
      if case .function = statement.kind { continue }
      for (block, expressions) in isGenerator
        ? statement.blocks.map({ ($0, []) }) : statement.chainedBlocks
      {
        height = max(height, self.height(of: block, isGenerator: isGenerator) + 1)
        for expression in expressions { height = max(height, expression.depth + 1) }
      }
    }
    return height + 1
  }
}

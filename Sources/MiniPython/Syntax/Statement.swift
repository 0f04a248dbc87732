/// One statement with its first line.
public struct Statement: Sendable {
  /// One-based source line on which the statement starts.
  public let line: Int
  /// What the statement does.
  public let kind: Kind

  /// The statement forms of the subset.
  public indirect enum Kind: Sendable {
    /// `value` on a line of its own.
    case expression(Expression)
    /// `a = b = value`: the targets from left to right.
    case assignment(targets: [Expression], value: Expression)
    /// `target op= value`.
    case augmentedAssignment(target: Expression, operation: BinaryOperator, value: Expression)
    /// `target: annotation = value`; the annotation is never evaluated.
    case annotation(target: Expression, annotation: Expression, value: Expression?)
    /// `del a, b[0]`.
    case delete([Expression])
    /// `if`/`elif`/`else`: an `elif` is an `if` alone in `otherwise`.
    case conditional(test: Expression, body: [Statement], otherwise: [Statement])
    /// `while test: body else: otherwise`.
    case whileLoop(test: Expression, body: [Statement], otherwise: [Statement])
    /// `for target in iterable: body else: otherwise`.
    case forLoop(
      target: Expression, iterable: Expression, body: [Statement], otherwise: [Statement])
    /// `break`.
    case breakLoop
    /// `continue`.
    case continueLoop
    /// `pass`.
    case pass
    /// `return value`.
    case returnValue(Expression?)
    /// `def name(parameters): body`.
    case function(FunctionDefinition)
    /// `global a, b`.
    case global([String])
    /// `nonlocal a, b`.
    case nonlocal([String])
    /// `try`/`except`/`else`/`finally`.
    case tryBlock(
      body: [Statement], handlers: [ExceptionHandler], otherwise: [Statement],
      finally: [Statement])
    /// `raise exception from cause`.
    case raise(exception: Expression?, cause: Expression?)
    /// `assert test, message`.
    case assertion(test: Expression, message: Expression?)
  }

  /// Makes a statement.
  public init(line: Int, kind: Kind) {
    self.line = line
    self.kind = kind
  }
}

/// A `def`.
public struct FunctionDefinition: Sendable {
  /// The function's name.
  public let name: String
  /// Its parameters.
  public let parameters: Parameters
  /// Its statements, never empty.
  public let body: [Statement]
  /// Whether the body has a `yield` of its own.
  public var isGenerator = false
  /// Whether this is a `class` statement, whose bases are assigned by the statement before.
  public var isClass = false
}

/// One `except` clause.
public struct ExceptionHandler: Sendable {
  /// One-based source line.
  public let line: Int
  /// The exception type, or nil for a bare `except:`.
  public let type: Expression?
  /// The name after `as`.
  public let name: String?
  /// Its statements.
  public let body: [Statement]
}

/// The parameters of a function or lambda.
public struct Parameters: Sendable {
  /// One named parameter.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// Its default value, evaluated when the function is defined.
    public let defaultValue: Expression?
  }

  /// Parameters that can be given by position.
  public var positional: [Parameter] = []
  /// How many of `positional` stand before `/` and so have no keyword form.
  public var positionalOnlyCount = 0
  /// The name after a single star.
  public var variadic: String?
  /// Parameters after the star, given only by keyword.
  public var keywordOnly: [Parameter] = []
  /// The name after a double star.
  public var keywordVariadic: String?

  /// All names that the parameters bind, in slot order.
  public var names: [String] {
    positional.map(\.name) + (variadic.map { [$0] } ?? []) + keywordOnly.map(\.name)
      + (keywordVariadic.map { [$0] } ?? [])
  }
}

extension Statement {
  /// The text, if the statement is a string alone, as a docstring is.
  var documentation: [UInt32]? {
    guard case .expression(let value) = kind, case .constant(.string(let text)) = value.kind
    else { return nil }
    return text
  }
}

import BigInt

/// One expression with its first line.
public struct Expression: Sendable {
  /// One-based source line on which the expression starts.
  public let line: Int
  /// What the expression computes.
  public let kind: Kind

  /// The expression forms of the subset.
  public indirect enum Kind: Sendable {
    /// A number, string, truth value, `None` or `...`.
    case constant(Constant)
    /// A variable.
    case name(String)
    /// `f"..."`.
    case formatted([FormattedPart])
    /// `-a`, `+a`, `~a`, `not a`.
    case unary(UnaryOperator, Expression)
    /// `a + b` and so on.
    case binary(BinaryOperator, Expression, Expression)
    /// `a and b and c`.
    case and([Expression])
    /// `a or b or c`.
    case or([Expression])
    /// `first op a op b`: Python's chained comparison.
    case comparison(first: Expression, rest: [(ComparisonOperator, Expression)])
    /// `body if test else otherwise`.
    case conditional(test: Expression, body: Expression, otherwise: Expression)
    /// `function(arguments)`.
    case call(function: Expression, arguments: [Argument])
    /// `value.name`.
    case attribute(value: Expression, name: String)
    /// `value[index]`.
    case item(value: Expression, index: Expression)
    /// `lower:upper:step` inside an index.
    case slice(lower: Expression?, upper: Expression?, step: Expression?)
    /// `[a, b]`.
    case list([Expression])
    /// `(a, b)`.
    case tuple([Expression])
    /// `{a, b}`.
    case set([Expression])
    /// `{k: v}`; a nil key is `**v`.
    case dictionary([(key: Expression?, value: Expression)])
    /// `*a` in a display, call or target.
    case starred(Expression)
    /// A list, set or generator comprehension.
    case comprehension(ComprehensionKind, element: Expression, clauses: [ComprehensionClause])
    /// `{k: v for ...}`.
    case dictionaryComprehension(
      key: Expression, value: Expression, clauses: [ComprehensionClause])
    /// `lambda parameters: body`.
    case lambda(parameters: Parameters, body: Expression)
    /// `(name := value)`.
    case namedAssignment(name: String, value: Expression)
  }

  /// The height of the expression's tree, 1 for a leaf.
  public let depth: Int

  /// Makes an expression.
  public init(line: Int, kind: Kind) {
    self.line = line
    self.kind = kind
    depth = 1 + kind.depthOfParts
  }
}

/// A literal in the source.
public enum Constant: Sendable, Hashable {
  /// `None`.
  case none
  /// `...`.
  case ellipsis
  /// `True` or `False`.
  case bool(Bool)
  /// An integer within a machine word.
  case integer(Int)
  /// A larger integer.
  case bigInteger(BigInt)
  /// A float.
  case float(Double)
  /// A string, as code points, which may include lone surrogates.
  case string([UInt32])
  /// `b'...'`.
  case bytes([UInt8])
}

/// A part of an f-string.
public enum FormattedPart: Sendable {
  /// Text between the braces' fields.
  case text([UInt32])
  /// `{value!conversion:specification}`; the conversion is `r`, `s`, `a` or nil.
  case field(value: Expression, conversion: Character?, specification: [FormattedPart])
}

/// What a comprehension builds.
public enum ComprehensionKind: Sendable, Hashable {
  /// `[...]`.
  case list
  /// `{...}`.
  case set
  /// `(...)`.
  case generator
}

/// `for target in iterable if a if b` of a comprehension.
public struct ComprehensionClause: Sendable {
  /// The loop target.
  public let target: Expression
  /// What is looped over.
  public let iterable: Expression
  /// The filters.
  public let conditions: [Expression]
}

/// One argument of a call.
public enum Argument: Sendable {
  /// By position.
  case positional(Expression)
  /// By keyword.
  case keyword(String, Expression)
  /// `*values`.
  case starred(Expression)
  /// `**values`.
  case doubleStarred(Expression)

  /// The expression passed.
  public var value: Expression {
    switch self {
    case .positional(let value), .keyword(_, let value), .starred(let value),
      .doubleStarred(let value):
      value
    }
  }
}

/// An arithmetic or bitwise operator with two operands.
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
  case leftShift = "<<"
  case rightShift = ">>"
  case bitAnd = "&"
  case bitOr = "|"
  case bitXor = "^"
  case matrixMultiply = "@"
}

/// An operator with one operand.
public enum UnaryOperator: String, Sendable, Hashable, CaseIterable {
  case negative = "-"
  case positive = "+"
  case invert = "~"
  case not = "not"
}

/// A comparison operator.
public enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case contained = "in"
  case notContained = "not in"
  case identical = "is"
  case notIdentical = "is not"
}

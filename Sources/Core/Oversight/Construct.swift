/// A kind of syntax-tree node that a constraint can ban, under the name of its Python keyword.
public enum Construct: String, CaseIterable, Codable, Hashable, Sendable {
  case `if`
  case `while`
  case `for`
  case lambda
  case comprehension
  case recursion
  case slice
  case dict
  case set
  case list
  case tuple
  case string
  case float
  case `try`
  case `class`
  case `import`
  case `return` = "early-return"
  case nestedFunction = "nested-function"
  case conditionalExpression = "conditional-expression"
  case augmentedAssignment = "augmented-assignment"
  case with
  case match
  case yield
  case `break`
  case `continue`
  case assert
  case raise
  case global
  case del
  case formattedString = "f-string"
  case starred
  case namedAssignment = "named-assignment"
  case comparison
  case booleanOperation = "boolean-operation"
  case arithmetic
}

/// A numbered, immutable constraint set.
public struct ConstraintRevision: Codable, Hashable, Sendable {
  /// 0 is the set with which the run began; each applied edit adds 1.
  public var number: Int
  public var constraints: Constraints

  public init(number: Int, constraints: Constraints) {
    self.number = number
    self.constraints = constraints
  }
}

/// A checkable rule set on proposals. An applied set is immutable and has a revision number.
public struct Constraints: Codable, Hashable, Sendable {
  /// Syntax-tree constructs that no program may contain.
  public var bannedConstructs: [Construct]
  /// Identifiers (variables, functions, methods, attributes, modules) that no program may mention.
  public var bannedNames: [String]
  /// The largest number of non-blank source lines, or nil for no limit.
  public var maximumLines: Int?
  /// Relative weights of the task types in a step's batch; at least one is positive.
  public var taskMix: TaskMix
  /// Tasks whose solve rate falls outside are not admitted and earn no learnability reward.
  public var targetSolveRate: ClosedRange<Double>

  /// The set that forbids nothing.
  public init(
    bannedConstructs: [Construct] = [], bannedNames: [String] = [], maximumLines: Int? = nil,
    taskMix: TaskMix = .even, targetSolveRate: ClosedRange<Double> = 0...1
  ) {
    self.bannedConstructs = bannedConstructs
    self.bannedNames = bannedNames
    self.maximumLines = maximumLines
    self.taskMix = taskMix
    self.targetSolveRate = targetSolveRate
  }
}

/// How a step's tasks are divided among the task types.
public struct TaskMix: Codable, Hashable, Sendable {
  public var deduction: Double
  public var abduction: Double
  public var induction: Double

  public init(deduction: Double, abduction: Double, induction: Double) {
    self.deduction = deduction
    self.abduction = abduction
    self.induction = induction
  }

  /// One third each.
  public static let even = TaskMix(deduction: 1, abduction: 1, induction: 1)

  public subscript(type: TaskType) -> Double {
    switch type {
    case .deduction: deduction
    case .abduction: abduction
    case .induction: induction
    }
  }
}

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

/// An edit as the operator typed it: raw text by field, not yet checked. Nil leaves a field alone.
public struct ConstraintDraft: Codable, Hashable, Sendable {
  /// Comma-separated construct names, for example `while, lambda`.
  public var bannedConstructs: String?
  /// Comma-separated identifiers.
  public var bannedNames: String?
  /// A positive number, or empty for no limit.
  public var maximumLines: String?
  /// Three weights `deduction abduction induction`, separated by spaces, commas or slashes.
  public var taskMix: String?
  /// `low-high` between 0 and 1, for example `0.2-0.8`.
  public var targetSolveRate: String?

  public init(
    bannedConstructs: String? = nil, bannedNames: String? = nil, maximumLines: String? = nil,
    taskMix: String? = nil, targetSolveRate: String? = nil
  ) {
    self.bannedConstructs = bannedConstructs
    self.bannedNames = bannedNames
    self.maximumLines = maximumLines
    self.taskMix = taskMix
    self.targetSolveRate = targetSolveRate
  }
}

/// The fields of a constraint set, as the dashboard and error messages name them.
public enum ConstraintField: String, CaseIterable, Codable, Hashable, Sendable {
  case bannedConstructs = "banned constructs"
  case bannedNames = "banned names"
  case maximumLines = "maximum lines"
  case taskMix = "task mix"
  case targetSolveRate = "target solve rate"
}

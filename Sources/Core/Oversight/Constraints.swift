/// A checkable rule set on proposals. An applied set is immutable and has a revision number.
public struct Constraints: Hashable, Sendable {
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
  /// Constructs that every program must contain.
  public var requiredConstructs: [Construct] = []
  /// Identifiers that every program must mention.
  public var requiredNames: [String] = []
  /// Functions and methods that no program may call; mentioning them is permitted. A call under
  /// another name is not seen: ban the name then.
  public var bannedCalls: [String] = []
  /// Functions and methods of which every program must call each.
  public var requiredCalls: [String] = []
  /// Modules that no program may import, nor anything in them.
  public var bannedImports: [String] = []
  /// Modules of which every program must import each, or something in it.
  public var requiredImports: [String] = []
  /// The largest number of branches, loops, comprehensions and handlers, or nil for no limit.
  public var maximumComplexity: Int?
  /// The types of value that an input may have; empty for all.
  public var inputTypes: [ValueType] = []
  /// The types of value that an output may have; empty for all.
  public var outputTypes: [ValueType] = []
  /// How many references a proposer is shown, or nil for as many as the run's settings say.
  public var references: Int?
  /// How much of a program's structure must be new against each of the newest tasks, 0 to 1: one
  /// minus the largest overlap of their word triples. 0 asks for nothing.
  public var noveltyFloor = 0.0
  /// The distance from the distribution of the run's first programs, 0 to 1, above which the run
  /// pauses itself; nil for none.
  public var driftBound: Double?
  /// Sentences that the operator adds to a proposer's request. Only a model that is asked in natural
  /// language has such a request.
  public var promptClauses: [String] = []
  /// What a proposal earns that these constraints forbid.
  public var rejection = ConstraintRejection.penalty
  /// Whether a ban that one token decides also keeps that token from being sampled. What remains is
  /// rejected either way.
  public var masksTokens = true

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

/// What the proposer's row of a forbidden proposal does to learning.
public enum ConstraintRejection: String, CaseIterable, Codable, Hashable, Sendable {
  /// It earns what a malformed response does: the proposer learns to keep the rule, and as with any
  /// punishment to write the same thing so that the rule does not see it.
  case penalty
  /// It has no gradient: nothing is learnt from it, and forbidden proposals go on costing samples.
  case noGradient = "no-gradient"

  /// What it does and its known side effect, for the operator.
  public var explanation: String {
    switch self {
    case .penalty:
      "Penalty: a forbidden proposal earns what a malformed one does. Side effect, as with a veto "
        + "that punishes: the proposer learns to hide rather than to stop, so what the rule does not "
        + "see grows. Watch the concealment gauge."
    case .noGradient:
      "No gradient: the model learns nothing from what the rule forbids. Side effect: forbidden "
        + "proposals go on and cost samples, and what the rule does not see is still reinforced more."
    }
  }
}

/// The type of a Python literal.
public enum ValueType: String, CaseIterable, Codable, Hashable, Sendable {
  case int, float, bool, str, list, tuple, dict, set
  case none
}

extension Constraints: Codable {
  private enum CodingKeys: String, CodingKey {
    case bannedConstructs, bannedNames, maximumLines, taskMix, targetSolveRate
    case requiredConstructs, requiredNames, maximumComplexity, inputTypes, outputTypes, references
    case noveltyFloor, driftBound, rejection, masksTokens
    case bannedCalls, requiredCalls, bannedImports, requiredImports, promptClauses
  }

  /// Reads a set; what it does not name forbids nothing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func list<Item: Decodable>(_ key: CodingKeys) throws -> [Item] {
      try container.decodeIfPresent([Item].self, forKey: key) ?? []
    }
    self.init(
      bannedConstructs: try container.decode([Construct].self, forKey: .bannedConstructs),
      bannedNames: try container.decode([String].self, forKey: .bannedNames),
      maximumLines: try container.decodeIfPresent(Int.self, forKey: .maximumLines),
      taskMix: try container.decode(TaskMix.self, forKey: .taskMix),
      targetSolveRate: try container.decode(ClosedRange<Double>.self, forKey: .targetSolveRate))
    requiredConstructs = try list(.requiredConstructs)
    requiredNames = try list(.requiredNames)
    bannedCalls = try list(.bannedCalls)
    requiredCalls = try list(.requiredCalls)
    bannedImports = try list(.bannedImports)
    requiredImports = try list(.requiredImports)
    promptClauses = try list(.promptClauses)
    maximumComplexity = try container.decodeIfPresent(Int.self, forKey: .maximumComplexity)
    inputTypes = try list(.inputTypes)
    outputTypes = try list(.outputTypes)
    references = try container.decodeIfPresent(Int.self, forKey: .references)
    noveltyFloor = try container.decodeIfPresent(Double.self, forKey: .noveltyFloor) ?? 0
    driftBound = try container.decodeIfPresent(Double.self, forKey: .driftBound)
    rejection =
      try container.decodeIfPresent(ConstraintRejection.self, forKey: .rejection) ?? .penalty
    masksTokens = try container.decodeIfPresent(Bool.self, forKey: .masksTokens) ?? true
  }

  /// Writes the first five always, the others where they say something.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bannedConstructs, forKey: .bannedConstructs)
    try container.encode(bannedNames, forKey: .bannedNames)
    try container.encodeIfPresent(maximumLines, forKey: .maximumLines)
    try container.encode(taskMix, forKey: .taskMix)
    try container.encode(targetSolveRate, forKey: .targetSolveRate)
    if !requiredConstructs.isEmpty {
      try container.encode(requiredConstructs, forKey: .requiredConstructs)
    }
    if !requiredNames.isEmpty { try container.encode(requiredNames, forKey: .requiredNames) }
    try container.encodeIfPresent(maximumComplexity, forKey: .maximumComplexity)
    if !inputTypes.isEmpty { try container.encode(inputTypes, forKey: .inputTypes) }
    if !outputTypes.isEmpty { try container.encode(outputTypes, forKey: .outputTypes) }
    try container.encodeIfPresent(references, forKey: .references)
    if noveltyFloor != 0 { try container.encode(noveltyFloor, forKey: .noveltyFloor) }
    try container.encodeIfPresent(driftBound, forKey: .driftBound)
    if rejection != .penalty { try container.encode(rejection, forKey: .rejection) }
    if !masksTokens { try container.encode(masksTokens, forKey: .masksTokens) }
    for (key, items) in [
      (CodingKeys.bannedCalls, bannedCalls), (.requiredCalls, requiredCalls),
      (.bannedImports, bannedImports), (.requiredImports, requiredImports),
      (.promptClauses, promptClauses),
    ] where !items.isEmpty {
      try container.encode(items, forKey: key)
    }
  }
}

/// How a step's tasks are divided among the task types.
public struct TaskMix: Hashable, Sendable {
  public var deduction: Double
  public var abduction: Double
  public var induction: Double
  /// Of the optional fourth type; 0 in the paper.
  public var errorDeduction: Double

  public init(
    deduction: Double, abduction: Double, induction: Double, errorDeduction: Double = 0
  ) {
    self.deduction = deduction
    self.abduction = abduction
    self.induction = induction
    self.errorDeduction = errorDeduction
  }

  /// One third each to deduction, abduction and induction.
  public static let even = TaskMix(deduction: 1, abduction: 1, induction: 1)

  public subscript(type: TaskType) -> Double {
    switch type {
    case .deduction: deduction
    case .abduction: abduction
    case .induction: induction
    case .errorDeduction: errorDeduction
    }
  }

  /// The paper's three types, and error deduction where it has a weight.
  public var types: [TaskType] {
    TaskType.allCases + (errorDeduction > 0 ? [.errorDeduction] : [])
  }
}

extension TaskMix: Codable {
  private enum CodingKeys: String, CodingKey {
    case deduction, abduction, induction, errorDeduction
  }

  /// Reads the weights; a mix without error deduction does not name it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      deduction: try container.decode(Double.self, forKey: .deduction),
      abduction: try container.decode(Double.self, forKey: .abduction),
      induction: try container.decode(Double.self, forKey: .induction),
      errorDeduction: try container.decodeIfPresent(Double.self, forKey: .errorDeduction) ?? 0)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(deduction, forKey: .deduction)
    try container.encode(abduction, forKey: .abduction)
    try container.encode(induction, forKey: .induction)
    if errorDeduction != 0 { try container.encode(errorDeduction, forKey: .errorDeduction) }
  }
}

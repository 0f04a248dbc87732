/// What a task says: a program, an input and an output, or pairs and a message.
public struct TaskContent: Codable, Hashable, Sendable {
  public var type: TaskType
  /// Python source that defines `f`.
  public var program: String
  /// The text between the parentheses of `f(...)`; empty for induction.
  public var input: String
  /// `repr` of the value that the executor computed; empty for induction and before validation.
  public var output: String
  /// Induction only: the pairs; the solver is shown the first half.
  public var pairs: [InputOutputPair]
  /// Induction only: the proposer's message to the solver.
  public var message: String

  public init(
    type: TaskType, program: String, input: String = "", output: String = "",
    pairs: [InputOutputPair] = [], message: String = ""
  ) {
    self.type = type
    self.program = program
    self.input = input
    self.output = output
    self.pairs = pairs
    self.message = message
  }

  /// How many of the pairs the solver is shown; the rest are hidden and decide the reward.
  public var shownPairCount: Int { (pairs.count + 1) / 2 }
}

/// One example of what a program does.
public struct InputOutputPair: Codable, Hashable, Sendable {
  /// The text between the parentheses of `f(...)`.
  public var input: String
  /// `repr` of the value; empty before validation.
  public var output: String

  public init(input: String, output: String) {
    self.input = input
    self.output = output
  }
}

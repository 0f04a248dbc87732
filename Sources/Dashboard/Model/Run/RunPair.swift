/// Two runs side by side: where they differ, and what both said to the same tasks. It is read from
/// their directories by the dashboard's surroundings.
public struct RunPair: Hashable, Sendable {
  /// A setting, or a part of a constraint revision, that differs; nil where a run does not have it.
  public struct Difference: Hashable, Sendable {
    public var name: String
    public var first: String?
    public var second: String?

    public init(name: String, first: String?, second: String?) {
      self.name = name
      self.first = first
      self.second = second
    }
  }

  /// What a run's solver made of a task.
  public struct Answers: Hashable, Sendable {
    public var correct: Int
    public var count: Int
    /// The first rollout's answer and chain of thought. Untrusted.
    public var answer: String
    public var chain: String

    public init(correct: Int, count: Int, answer: String, chain: String) {
      self.correct = correct
      self.count = count
      self.answer = answer
      self.chain = chain
    }
  }

  /// A task that both runs gave to their solvers. All of it is untrusted text.
  public struct Task: Hashable, Sendable {
    public var id: String
    public var program: String
    public var input: String
    public var first: Answers
    public var second: Answers

    public init(id: String, program: String, input: String, first: Answers, second: Answers) {
      self.id = id
      self.program = program
      self.input = input
      self.first = first
      self.second = second
    }
  }

  /// The runs' directories, which tell them apart.
  public var paths: [String]
  public var names: [String]
  public var settings: [Difference] = []
  public var revisions: [Difference] = []
  /// How many tasks both runs solved, and some of them.
  public var sharedCount = 0
  public var tasks: [Task] = []
  /// Why they cannot be compared, in one line; empty if they can.
  public var fault = ""

  public init(paths: [String], names: [String]) {
    self.paths = paths
    self.names = names
  }
}

import Core

/// All that is known of one proposal, from its first token to its admission or end.
struct TaskRecord: Hashable, Sendable {
  /// Where a proposal is on its way.
  enum Phase: Hashable, Sendable {
    /// Its text is being sampled.
    case proposing
    case proposed
    case validated
    case held
    /// A reviewer let it go on; it is solved in a coming step.
    case approved
    case solving
    case scored
    case admitted
    case rejected(RejectionReason)
    case vetoed
    /// Vetoed after admission and taken out of its buffer.
    case purged

    /// Whether nothing more will happen to the proposal by itself.
    var isFinal: Bool {
      switch self {
      case .admitted, .rejected, .vetoed, .purged: true
      default: false
      }
    }
  }

  /// The proposer's rollout: what a row of a list is pinned to.
  let id: RolloutID
  /// The step in which the proposal was sampled.
  let step: Int
  var phase = Phase.proposing
  /// The content's hash; nil while the proposal is being sampled.
  var task: TaskID?
  var content: TaskContent
  /// The proposer's chain of thought; while it is being sampled, the whole response so far.
  var chain = ""
  var wellFormed = true
  var references: [TaskID] = []
  var tokens = 0
  var entropy = 0.0
  /// Why it was rejected, and in which line of the program.
  var rejectionDetail = ""
  var rejectionLine: Int?
  /// The proposer's composite reward.
  var reward: Double?
  var solveRate: Double?
  var executorSteps: Int?
  var solvers: [SolverRollout] = []
  var flags: [FlagID] = []
  var hold: TaskHeld?
  var review: TaskReviewed?
  /// Of a purged task: what was in the buffers and came of it.
  var dependents: [TaskID] = []
  /// Counts the changes, so that what was derived from the record can be kept until the next.
  var changes = 0

  init(id: RolloutID, step: Int, type: TaskType) {
    self.id = id
    self.step = step
    content = TaskContent(type: type, program: "")
  }

  var type: TaskType { content.type }

  /// Graded rollouts of the step in which the task was new.
  var graded: Int { solvers.count { $0.result != nil && $0.result?.refill == false } }

  /// Bytes of text that the record keeps in memory.
  var textBytes: Int {
    chain.utf8.count + content.program.utf8.count + content.input.utf8.count
      + content.output.utf8.count + content.message.utf8.count
      + solvers.reduce(0) { $0 + $1.chain.utf8.count }
  }
}

/// One solver response to a task.
struct SolverRollout: Hashable, Sendable {
  let id: RolloutID
  /// The chain of thought; while it is being sampled, the whole response so far.
  var chain = ""
  /// Nil while it is being sampled.
  var result: Result?

  /// How a finished response was graded.
  struct Result: Hashable, Sendable {
    var answer: String?
    var correct: Bool
    var reward: Double
    var tokens: Int
    var refill: Bool
  }
}

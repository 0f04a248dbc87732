import Core
import LanguageModel

/// Everything that one step samples, grades and trains on.
struct StepBatch {
  let constraints: ConstraintRevision
  /// Tasks of each type.
  let counts: [TaskType: Int]
  var proposals: [Proposal] = []
  var tasks: [SolverTask] = []
  var solutions: [Solution] = []
  var flags = 0
  var held = 0

  init(constraints: ConstraintRevision, counts: [TaskType: Int]) {
    self.constraints = constraints
    self.counts = counts
  }

  func count(_ type: TaskType) -> Int { counts[type] ?? 0 }
}

/// A sampled response and the prompt that it answers.
struct SampledRow {
  var rollout: RolloutID
  var prompt: [Int32]
  var completion: Completion
  var response: Response

  var entropy: Double { Double(completion.meanEntropy) }
  var tokens: Int { completion.tokens.count }
}

/// A proposer's row.
struct Proposal {
  /// What became of the proposal.
  enum Outcome {
    case rejected(Rejection)
    case valid(ValidTask)
    /// A reviewer decides later; the row has no reward and does not train.
    case held(ValidTask)
  }

  var type: TaskType
  var row: SampledRow
  var content: TaskContent
  var id: TaskID
  var references: [TaskID]
  var outcome: Outcome
  var isFlagged = false
  /// Nil while unknown: held, or not solved in this step.
  var reward: Double?

  var validTask: ValidTask? {
    switch outcome {
    case .valid(let task), .held(let task): task
    case .rejected: nil
    }
  }
}

/// A task of the solver batch.
struct SolverTask {
  /// Where a solver task comes from.
  enum Origin: Equatable {
    /// Proposed in this step: the index of its proposal.
    case proposal(Int)
    /// Held in an earlier step and approved since.
    case approved
    /// Drawn from the buffer to fill the batch.
    case refill
  }

  var task: AdmittedTask
  var origin: Origin
  var executed: [ChainLine]
}

/// A solver's row.
struct Solution {
  /// Index into the batch's tasks.
  var task: Int
  var type: TaskType
  var row: SampledRow
  var isCorrect: Bool
  var reward: Double
}

import Core
import LanguageModel

/// Everything that one step samples, grades and trains on.
struct StepBatch {
  let constraints: ConstraintRevision
  /// What a veto does to the update.
  let treatment: TreatmentChoice
  /// What a flagged proposal loses of its reward.
  let flagPenalty: Double
  /// Tasks of each type.
  let counts: [TaskType: Int]
  var proposals: [Proposal] = []
  var tasks: [SolverTask] = []
  var solutions: [Solution] = []
  /// The Guide's scores of new tasks, where there is a Guide.
  var guide: [TaskID: GuideScore] = [:]
  var flags = 0
  var held = 0

  /// The cells' advantages, in the order of `cells`, once the rewards are known.
  var estimates: [SurvivorEstimator.Estimate] = []

  init(
    constraints: ConstraintRevision, counts: [TaskType: Int],
    treatment: TreatmentChoice = TreatmentChoice(), flagPenalty: Double = 0
  ) {
    self.constraints = constraints
    self.treatment = treatment
    self.flagPenalty = flagPenalty
    self.counts = counts
  }

  func count(_ type: TaskType) -> Int { counts[type] ?? 0 }

  /// The task types of the step, in their order.
  var types: [TaskType] { constraints.constraints.taskMix.types }
  var cells: [Cell] { Cell.cells(of: types) }
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
  /// The tasks whose functions the program is composed with.
  var composedOf: [TaskID] = []
  var outcome: Outcome
  /// Of a valid proposal.
  var measures = ProgramMeasures()
  var isFlagged = false
  /// The chance, known beforehand, that review takes the row out of the step.
  var removal = 0.0
  /// Nil while unknown: held, or not solved in this step.
  var reward: Double?

  var validTask: ValidTask? {
    switch outcome {
    case .valid(let task), .held(let task): task
    case .rejected: nil
    }
  }

  /// Why it is no task, if it is none.
  var rejection: RejectionReason? {
    if case .rejected(let rejection) = outcome { rejection.reason } else { nil }
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
    /// Held in this step, the proposal's index: solved in quarantine for the proposer's reward alone.
    case shadow(Int)
    /// Admitted in the step before, where the solver lags.
    case previous
    /// Drawn from the buffer to fill the batch.
    case refill

    /// Whether its rollouts price a proposer.
    var isNew: Bool {
      switch self {
      case .proposal, .approved, .shadow: true
      case .previous, .refill: false
      }
    }
  }

  var task: AdmittedTask
  var origin: Origin
  var executed: [ChainLine]
  /// Whether the solver trains on it.
  var trainsSolver = false

  /// Whether it leaves no trace but the proposer's reward.
  var isShadow: Bool {
    if case .shadow = origin { true } else { false }
  }
}

/// What a solver's rollout is for.
struct RolloutUse: Hashable {
  /// Whether it enters the estimate of a new task's solve rate.
  var prices: Bool
  /// Whether it enters the update.
  var trains: Bool
}

extension SelfPlaySettings {
  /// The rollouts of a task of the solver batch: n for an estimate, which also train or not, and one
  /// more for training where estimates do not train.
  func rollouts(of task: SolverTask) -> [RolloutUse] {
    let isNew = task.origin.isNew
    switch solverRows {
    case .estimates:
      return (0..<rollouts).map { _ in RolloutUse(prices: isNew, trains: true) }
    case .separate:
      let estimates = (0..<(isNew ? rollouts : 0)).map { _ in
        RolloutUse(prices: true, trains: false)
      }
      return estimates + (task.trainsSolver ? [RolloutUse(prices: false, trains: true)] : [])
    }
  }
}

extension StepBatch {
  /// New tasks whose rollouts so far were all right or all wrong, with how many those were.
  func undecided(limit: Int) -> [(task: Int, priced: Int)] {
    tasks.indices.compactMap { index in
      let scores = scores(ofTask: index)
      guard tasks[index].origin.isNew, !scores.isEmpty, scores.count < limit else { return nil }
      let mean = scores.reduce(0, +) / Double(scores.count)
      return mean == 0 || mean == 1 ? (index, scores.count) : nil
    }
  }

  /// The scores that estimate a task's solve rate.
  func scores(ofTask index: Int) -> [Double] {
    solutions.filter { $0.task == index && $0.prices }.map(\.score)
  }
}

/// A solver's row.
struct Solution {
  /// Index into the batch's tasks.
  var task: Int
  var type: TaskType
  var row: SampledRow
  var isCorrect: Bool
  /// 0 to 1; between only where an induction answer may be partly right.
  var score: Double
  var reward: Double
  /// Whether it enters the estimate of a new task's solve rate.
  var prices: Bool
  /// Whether it enters the update.
  var trains: Bool
}

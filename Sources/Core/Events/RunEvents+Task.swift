/// A proposer response, as parsed, before validation. It is journaled for unparsable ones too.
public struct TaskProposed: Codable, Hashable, Sendable {
  /// Content hash; of the raw response when it has no parsable content.
  public var task: TaskID
  public var rollout: RolloutID
  public var type: TaskType
  public var program: String
  public var input: String
  /// Induction only: inputs, with empty outputs.
  public var pairs: [InputOutputPair]
  public var message: String
  /// The proposer's chain of thought; the whole response when no task could be parsed from it.
  public var chain: String
  public var wellFormed: Bool
  /// Tasks that the proposer was shown.
  public var references: [TaskID]
  /// Tokens sampled.
  public var tokens: Int
  /// Mean entropy of the sampling distribution, in nats per token.
  public var entropy: Double
  /// The constraint revision it was proposed under.
  public var revision: Int
  /// How many updates the policy had had that proposed it; nil in old journals.
  public var policyVersion: Int?
  /// Tasks whose functions the program must call; nil for none.
  public var composedOf: [TaskID]?

  public init(
    task: TaskID, rollout: RolloutID, type: TaskType, program: String, input: String,
    pairs: [InputOutputPair], message: String, chain: String, wellFormed: Bool,
    references: [TaskID], tokens: Int, entropy: Double, revision: Int, policyVersion: Int? = nil,
    composedOf: [TaskID]? = nil
  ) {
    self.task = task
    self.rollout = rollout
    self.type = type
    self.program = program
    self.input = input
    self.pairs = pairs
    self.message = message
    self.chain = chain
    self.wellFormed = wellFormed
    self.references = references
    self.tokens = tokens
    self.entropy = entropy
    self.revision = revision
    self.policyVersion = policyVersion
    self.composedOf = composedOf
  }
}

/// A proposal did not become a task.
public struct TaskRejected: Codable, Hashable, Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  public var reason: RejectionReason
  /// For people; may quote the model.
  public var detail: String
  /// Line of the program, counted from 1, or nil.
  public var line: Int?
  /// The composite reward that the proposal earned.
  public var reward: Double

  public init(
    task: TaskID, rollout: RolloutID, reason: RejectionReason, detail: String, line: Int?,
    reward: Double
  ) {
    self.task = task
    self.rollout = rollout
    self.reason = reason
    self.detail = detail
    self.line = line
    self.reward = reward
  }
}

/// The executor ran the proposal, twice with the same result, and its output is known.
public struct TaskValidated: Codable, Hashable, Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  /// `repr` of the result; empty for induction.
  public var output: String
  /// Induction only: the pairs with their outputs.
  public var pairs: [InputOutputPair]
  /// Executor steps that the run took.
  public var executorSteps: Int

  public init(
    task: TaskID, rollout: RolloutID, output: String, pairs: [InputOutputPair],
    executorSteps: Int
  ) {
    self.task = task
    self.rollout = rollout
    self.output = output
    self.pairs = pairs
    self.executorSteps = executorSteps
  }
}

/// A validated task waits for a reviewer. The step goes on without it.
public struct TaskHeld: Codable, Hashable, Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  public var policy: ReviewPolicy
  /// Why this task: for people.
  public var cause: String
  /// The probability, known beforehand, with which the policy holds this task.
  public var propensity: Double

  public init(
    task: TaskID, rollout: RolloutID, policy: ReviewPolicy, cause: String, propensity: Double
  ) {
    self.task = task
    self.rollout = rollout
    self.policy = policy
    self.cause = cause
    self.propensity = propensity
  }
}

/// A verdict. It is journaled before it takes effect, on everything that the engine does from then
/// on; an update that is under way is finished.
public struct TaskReviewed: Codable, Hashable, Sendable {
  public var task: TaskID
  public var verdict: Verdict
  /// Of a veto.
  public var treatment: Treatment?
  /// Of a veto.
  public var reason: VetoReason?
  public var by: String
  /// The review propensity under which the task was held; 0 when it was not: such a
  /// verdict says nothing about the tasks that nobody looked at.
  public var propensity: Double
  /// What the reviewer wrote beside it, or nil.
  public var note: String?
  /// Of an edit: the operator's task.
  public var edited: TaskID?

  public init(
    task: TaskID, verdict: Verdict, treatment: Treatment?, reason: VetoReason?, by: String,
    propensity: Double, note: String? = nil, edited: TaskID? = nil
  ) {
    self.task = task
    self.verdict = verdict
    self.treatment = treatment
    self.reason = reason
    self.by = by
    self.propensity = propensity
    self.note = note
    self.edited = edited
  }
}

/// The n rollouts of a new task are graded and the proposer's reward is known.
public struct TaskScored: Codable, Hashable, Sendable {
  public var task: TaskID
  /// The proposer's rollout.
  public var rollout: RolloutID
  /// Mean success of `rollouts` solver responses.
  public var solveRate: Double
  public var rollouts: Int
  /// The proposer's composite reward.
  public var reward: Double
  /// Whether the proposer's row enters this step's update. A task that was held does not: its
  /// proposal was sampled by an older policy.
  public var trainsProposer: Bool
  /// The solve rate's 95 % Wilson interval; nil in old journals.
  public var low: Double?
  public var high: Double?
  /// What the Guide said, where there is one.
  public var guide: GuideScore?

  public init(
    task: TaskID, rollout: RolloutID, solveRate: Double, rollouts: Int, reward: Double,
    trainsProposer: Bool, low: Double? = nil, high: Double? = nil, guide: GuideScore? = nil
  ) {
    self.task = task
    self.rollout = rollout
    self.solveRate = solveRate
    self.rollouts = rollouts
    self.reward = reward
    self.trainsProposer = trainsProposer
    self.low = low
    self.high = high
    self.guide = guide
  }
}

/// The Guide role's opinion of a task, each part from 0 to 1.
public struct GuideScore: Codable, Hashable, Sendable {
  /// How much of the program decides the output.
  public var relevance: Double
  /// How free the program is of needless parts.
  public var cleanliness: Double
  /// How unlike earlier tasks it is.
  public var novelty: Double

  public init(relevance: Double, cleanliness: Double, novelty: Double) {
    self.relevance = relevance
    self.cleanliness = cleanliness
    self.novelty = novelty
  }

  /// The three parts' mean.
  public var mean: Double { (relevance + cleanliness + novelty) / 3 }
}

/// A task entered its buffer: it can be a reference and a refill from now on.
public struct TaskAdmitted: Codable, Hashable, Sendable {
  public var task: TaskID
  public var type: TaskType
  /// What the task says, if no event of its own said it: of the zero triplet, and of a seed that
  /// serves under another type than the one it was proposed under.
  public var content: TaskContent?
  /// The task that had to leave the full buffer; it can be the admitted one.
  public var evicted: TaskID?

  public init(
    task: TaskID, type: TaskType, content: TaskContent? = nil, evicted: TaskID? = nil
  ) {
    self.task = task
    self.type = type
    self.content = content
    self.evicted = evicted
  }
}

/// A vetoed task left its buffer.
public struct TaskPurged: Codable, Hashable, Sendable {
  public var task: TaskID
  public var type: TaskType
  /// What is in the buffers and was proposed with this task as a reference, or with one that was;
  /// nil in journals that do not tell.
  public var dependents: [TaskID]?

  public init(task: TaskID, type: TaskType, dependents: [TaskID]? = nil) {
    self.task = task
    self.type = type
    self.dependents = dependents
  }
}

/// What rollouts in progress have written since the last such event.
public struct RolloutText: Codable, Hashable, Sendable {
  public var parts: [Part]

  /// The new text of one rollout.
  public struct Part: Codable, Hashable, Sendable {
    public var rollout: RolloutID
    public var type: TaskType
    public var role: Role
    /// The task being solved; nil while one is being proposed.
    public var task: TaskID?
    public var text: String

    public init(rollout: RolloutID, type: TaskType, role: Role, task: TaskID?, text: String) {
      self.rollout = rollout
      self.type = type
      self.role = role
      self.task = task
      self.text = text
    }
  }

  public init(parts: [Part]) { self.parts = parts }
}

/// A solver's response, graded.
public struct RolloutFinished: Codable, Hashable, Sendable {
  public var rollout: RolloutID
  public var task: TaskID
  public var type: TaskType
  public var chain: String
  /// Nil when the response is malformed; then `chain` is the whole response.
  public var answer: String?
  public var correct: Bool
  /// The composite reward: 1, -0.5 or -1.
  public var reward: Double
  /// Tokens sampled.
  public var tokens: Int
  /// Mean entropy of the sampling distribution, in nats per token.
  public var entropy: Double
  /// Whether the task came from the buffer to fill the batch.
  public var refill: Bool
  /// True for a rollout that only estimates a solve rate and does not train; else nil.
  public var estimate: Bool?
  /// How many updates the policy had had that sampled it; nil in old journals.
  public var policyVersion: Int?

  public init(
    rollout: RolloutID, task: TaskID, type: TaskType, chain: String, answer: String?,
    correct: Bool, reward: Double, tokens: Int, entropy: Double, refill: Bool,
    estimate: Bool? = nil, policyVersion: Int? = nil
  ) {
    self.rollout = rollout
    self.task = task
    self.type = type
    self.chain = chain
    self.answer = answer
    self.correct = correct
    self.reward = reward
    self.tokens = tokens
    self.entropy = entropy
    self.refill = refill
    self.estimate = estimate
    self.policyVersion = policyVersion
  }
}

/// A reviewer read a flag.
public struct FlagReviewed: Codable, Hashable, Sendable {
  public var flag: FlagID
  public var verdict: FlagVerdict
  public var by: String
  /// Why, as the reader wrote it.
  public var reason: String?

  public init(flag: FlagID, verdict: FlagVerdict, by: String, reason: String? = nil) {
    self.flag = flag
    self.verdict = verdict
    self.by = by
    self.reason = reason
  }
}

/// Another review policy is in force.
public struct ReviewPolicyChanged: Codable, Hashable, Sendable {
  public var policy: ReviewPolicy
  public var by: String
  /// How held tasks are dealt with from now on; nil when that is as before.
  public var mode: ReviewMode?
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(
    policy: ReviewPolicy, by: String, mode: ReviewMode? = nil, reason: String? = nil
  ) {
    self.policy = policy
    self.by = by
    self.mode = mode
    self.reason = reason
  }
}

/// A valid edit became a revision. It is in force from the next step that starts, whose
/// `step.started` names it.
public struct ConstraintsApplied: Codable, Hashable, Sendable {
  public var revision: ConstraintRevision
  public var by: String
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(revision: ConstraintRevision, by: String, reason: String? = nil) {
    self.revision = revision
    self.by = by
    self.reason = reason
  }
}

/// An edit was not valid and changed nothing.
public struct ConstraintsRefused: Codable, Hashable, Sendable {
  public var field: ConstraintField
  /// What is wrong and what would be right.
  public var message: String
  public var by: String

  public init(field: ConstraintField, message: String, by: String) {
    self.field = field
    self.message = message
    self.by = by
  }
}

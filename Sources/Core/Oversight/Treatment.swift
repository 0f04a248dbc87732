/// What a veto does to learning. The words are shown to the operator beside the choice.
public enum Treatment: String, CaseIterable, Codable, Hashable, Sendable {
  /// Not executed further, no gradient, never a reference; the batch is refilled. The statistics of
  /// the cell's rewards are taken over the survivors only, so a task that is always vetoed does not
  /// drift.
  case interrupt
  /// Scored in quarantine and trained on as if nothing had happened; never admitted.
  case shadow
  /// As `interrupt` for the vetoed task, and a constraint revision for every later proposal.
  case constrain
  /// The proposer is punished. It expires.
  case teach
  /// As `interrupt` for the vetoed task, and another reward for every instance, seen or not.
  case fix

  /// What it does and its known side effect, for the operator.
  public var explanation: String {
    switch self {
    case .interrupt:
      "Interrupt: the task stops here and the model learns nothing from this veto. Side effect: "
        + "what is reviewed less often is still reinforced more."
    case .shadow:
      "Shadow: scored in quarantine and trained on as if there had been no veto, so the veto "
        + "teaches nothing. Side effect: the bad kind goes on; not for what must not run."
    case .constrain:
      "Constrain: becomes a rule on every later proposal. Side effect: what the rule does not name "
        + "goes on, and some harmless tasks are dropped; see the preview."
    case .teach:
      "Teach: the proposer is punished for what is vetoed before its step's update (held tasks: only "
        + "with --strict) and for repeating it. Side effect: it learns to hide rather than to stop. "
        + "Watch the concealment gauge; it expires."
    case .fix:
      "Fix: the reward changes for every instance, seen or not, and history is scored again. Side "
        + "effect: none known, but the rule must be right."
    }
  }
}

/// How the rows that survive review are weighted against those that were taken out.
public enum SurvivorWeights: String, CaseIterable, Codable, Hashable, Sendable {
  /// Each counts once: what is often reviewed is reinforced too little.
  case even
  /// Each counts by the inverse of its chance to survive, never clipped: unbiased, noisier.
  case inversePropensity = "inverse-propensity"
}

/// The treatment in force, with its numbers.
public struct TreatmentChoice: Codable, Hashable, Sendable {
  public var treatment: Treatment
  public var weights: SurvivorWeights
  /// What a vetoed proposal costs under `teach`: its reward is the negative.
  public var penalty: Double
  /// How many steps `teach` lasts.
  public var lasts: Int

  public init(
    _ treatment: Treatment = .interrupt, weights: SurvivorWeights = .even, penalty: Double = 1,
    lasts: Int = 20
  ) {
    self.treatment = treatment
    self.weights = weights
    self.penalty = penalty
    self.lasts = lasts
  }

  /// The word that an operator types before `teach` takes effect.
  public static let confirmation = "teach"

  /// In words, for headers.
  public var title: String {
    switch treatment {
    case .teach: "teach -\(penalty) for \(lasts) steps"
    default:
      treatment.rawValue + (weights == .inversePropensity ? ", inverse-propensity weights" : "")
    }
  }

  /// What is wrong with its numbers, or nil.
  public var fault: String? {
    if !penalty.isFinite || penalty <= 0 || penalty > 10 {
      return "the penalty must be above 0 and at most 10, not \(penalty)"
    }
    if lasts < 1 || lasts > 10_000 { return "teach lasts 1 to 10000 steps, not \(lasts)" }
    return nil
  }
}

/// A change of the reward for every task that a rule fits, whether anybody saw it or not.
public struct RewardFix: Codable, Hashable, Sendable {
  /// Counts the run's fixes from 1.
  public var number: Int
  /// A proposal that these forbid earns `reward` in place of the learnability reward.
  public var rule: Constraints
  public var reward: Double

  public init(number: Int, rule: Constraints, reward: Double) {
    self.number = number
    self.rule = rule
    self.reward = reward
  }
}

import Core

/// The rewards of the Absolute Zero Reasoner (arXiv 2505.03335, equations 4 to 6), and the
/// alternatives that later work proposes.
public struct RewardRules: Hashable, Sendable {
  /// A malformed response, and a proposal that is not a valid task.
  public var malformed: Double = -1
  /// A well-formed answer that is wrong.
  public var wrong: Double = -0.5
  /// A task that is always or never solved. The paper says 0; the official code gives -0.5.
  public var unlearnable: Double = 0
  /// A valid proposal that repeats a task to the letter.
  public var duplicate: Double = -0.5
  /// What a solve rate is worth to the proposer.
  public var shape = ProposerShape.learnability
  /// The solve rate that `shape` target aims at.
  public var targetRate = 0.5
  /// Solve rates outside earn what the extremes earn, though their tasks are admitted.
  public var band = 0.0...1.0
  /// How an induction answer is rewarded.
  public var induction = InductionReward.all
  /// What a proposal costs all of whose step is of its own structure; a share of it else.
  public var clonePenalty = 0.0
  /// The intrinsic proposer rewards.
  public var intrinsic = IntrinsicRewards()
  /// How much of the base reward the Guide's score decides, 0 to 1.
  public var guideWeight = 0.5

  public init() {}

  /// The proposer's reward for a solve rate (equation 4 by default); that of the extremes where the
  /// rate is worth nothing.
  ///
  /// - Parameters:
  ///   - solveRate: Mean success of the rollouts, 0 to 1.
  ///   - target: Solve rates outside earn what the extremes earn.
  public func learnability(solveRate: Double, target: ClosedRange<Double> = 0...1) -> Double {
    let base = worth(solveRate: solveRate, target: target)
    return base > 0 ? base : unlearnable
  }

  /// The base reward before the composite rules, 0 where a rate is worth nothing.
  func worth(solveRate rate: Double, target: ClosedRange<Double>) -> Double {
    guard target.contains(rate), band.contains(rate) else { return 0 }
    switch shape {
    case .learnability: return rate > 0 && rate < 1 ? 1 - rate : 0
    case .inverse: return 1 - rate
    case .uncertainty: return 1 - 2 * abs(rate - 0.5)
    case .variance: return 4 * rate * (1 - rate)
    case .target: return rate > 0 && rate < 1 ? 1 - abs(rate - targetRate) : 0
    }
  }

  /// A proposer's whole reward: base, intrinsic rewards, Guide, and the price of clones.
  ///
  /// As in the official code, intrinsic rewards are added only where the base reward is positive.
  ///
  /// - Parameters:
  ///   - clones: Share of the step's other valid proposals of the type with the same structure.
  ///   - guide: The Guide's score, 0 to 1, or nil without one.
  func proposer(
    solveRate: Double, target: ClosedRange<Double>, measures: ProgramMeasures, clones: Double,
    guide: Double?
  ) -> Double {
    var reward = worth(solveRate: solveRate, target: target)
    guard reward > 0 else { return unlearnable }
    reward = intrinsic.combined(base: reward, measures)
    if let guide { reward *= 1 - guideWeight + guideWeight * guide }
    return reward - clonePenalty * clones
  }

  /// The solver's composite reward (equation 6).
  public func solver(isWellFormed: Bool, isCorrect: Bool) -> Double {
    solver(isWellFormed: isWellFormed, score: isCorrect ? 1 : 0)
  }

  /// The solver's composite reward for a score from 0 to 1: the score, or `wrong` for none.
  public func solver(isWellFormed: Bool, score: Double) -> Double {
    guard isWellFormed else { return malformed }
    return score > 0 ? score : wrong
  }

  /// The score of an answer: of deduction and abduction 0 or 1, of induction as the rule says.
  public func score(_ grade: Grade, type: TaskType) -> Double {
    guard type == .induction, let share = grade.hiddenShare else { return grade.isCorrect ? 1 : 0 }
    switch induction {
    case .all: return grade.isCorrect ? 1 : 0
    case .share: return share
    case .any: return share > 0 ? 1 : 0
    }
  }

  /// The composite reward of a proposal that is no valid task.
  public func rejected(_ reason: RejectionReason) -> Double {
    switch reason {
    case .duplicate: duplicate
    case .vetoed: 0
    case .solveRate: unlearnable
    default: malformed
    }
  }
}

import Core

/// The rewards of the Absolute Zero Reasoner (arXiv 2505.03335, equations 4 to 6).
public struct RewardRules: Codable, Hashable, Sendable {
  /// A malformed response, and a proposal that is not a valid task.
  public var malformed: Double = -1
  /// A well-formed answer that is wrong.
  public var wrong: Double = -0.5
  /// A task that is always or never solved. The paper says 0; the official code gives -0.5.
  public var unlearnable: Double = 0
  /// A valid proposal that repeats a task to the letter.
  public var duplicate: Double = -0.5

  public init() {}

  /// The proposer's learnability reward (equation 4): 0 at the extremes, else one minus the mean.
  ///
  /// - Parameters:
  ///   - solveRate: Mean success of the rollouts, 0 to 1.
  ///   - target: Solve rates outside earn what the extremes earn.
  public func learnability(solveRate: Double, target: ClosedRange<Double> = 0...1) -> Double {
    guard solveRate > 0, solveRate < 1, target.contains(solveRate) else { return unlearnable }
    return 1 - solveRate
  }

  /// The solver's composite reward (equation 6).
  public func solver(isWellFormed: Bool, isCorrect: Bool) -> Double {
    guard isWellFormed else { return malformed }
    return isCorrect ? 1 : wrong
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

import Core

/// All of a run's state that is neither weights nor optimiser nor oversight.
public struct SelfPlayState: Codable, Hashable, Sendable {
  /// Completed steps.
  public var step = 0
  /// Updates that the policy has had.
  public var policyVersion = 0
  /// Rollouts sampled so far.
  public var rollouts = 0
  public var random: SeededGenerator
  public var buffers: TaskBuffers
  /// Whether the buffers hold their seeds.
  public var isSeeded = false
  /// What each cell's rewards came to so far, in the order of `Cell.all`; nil before the first step.
  public var baselines: [RunningBaseline]?
  /// Tasks admitted in the last completed step, for a solver that lags one step; nil before it.
  public var newest: [TaskID]?
  /// The answers of all valid proposals so far, by task type.
  public var answers: [String: AnswerCounts]?

  public init(
    seed: UInt64, bufferCapacity: Int, eviction: Eviction = .oldest, pinsSeeds: Bool = false
  ) {
    random = SeededGenerator(seed: seed, stream: 1)
    buffers = TaskBuffers(capacity: bufferCapacity, eviction: eviction, pinsSeeds: pinsSeeds)
  }
}

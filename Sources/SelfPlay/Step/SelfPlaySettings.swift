/// Every number that decides how a run learns.
///
/// The default is the `fixed` preset at nano scale. It follows the paper but for these choices:
/// the n rollouts that estimate a task's solve rate are also the solver's training rows (the paper
/// discards them, four fifths of all sampling); exact repeats are rejected; a response's own
/// rewards, not its tokens, are averaged in the cell statistics.
public struct SelfPlaySettings: Codable, Hashable, Sendable {
  /// The name under which the numbers go in the journal.
  public var preset = "fixed"
  /// Proposals in a step over all task types, shared out by the task mix.
  public var batch = 48
  /// Rollouts per task: the n of the learnability reward. At least 2.
  public var rollouts = 6
  /// References in a proposer prompt, K. The paper shows 6; the nano model's context has room for 2.
  public var references = 2
  /// Pairs of an induction task, N; the first half is shown.
  public var pairs = 6
  /// Seeds per buffer as a multiple of a type's share of the batch, S.
  public var seedFactor = 4
  /// The largest number of tasks in a buffer.
  public var bufferCapacity = 16_384
  /// Of all training rollouts.
  public var temperature: Float = 1
  /// Sampled tokens, at most, of a proposer's response.
  public var longestProposal = 128
  /// Sampled tokens, at most, of a solver's response.
  public var longestSolution = 224
  /// Of AdamW, constant over the run. 8e-4 destroys the base's skill.
  public var learningRate: Float = 2e-4
  /// Rows of one optimiser update.
  public var minibatch = 192
  /// The ratio is clipped to 1 - epsilon ... 1 + epsilon.
  public var clip: Float = 0.2
  public var entropyCoefficient: Float = 0
  /// The composite rewards.
  public var rewards = RewardRules()
  /// Executor steps of one call.
  public var executorSteps = 2_000
  /// The longest `repr` of a task's output, in characters.
  public var longestOutput = 60
  /// Steps between checkpoints.
  public var checkpointInterval = 50
  /// Fixed number of data shards: results depend on it, never on the number of threads.
  public var shards = 2
  /// Rollouts that each shard samples together: more are faster and need more memory for keys and
  /// values, 4 kB a position at nano scale.
  public var rowsAtOnce = 40

  public init() {}
}

/// A step begins.
public struct StepStarted: Codable, Hashable, Sendable {
  /// The constraint revision in force for the whole step.
  public var revision: Int
  /// How many updates the policy that samples in this step has had.
  public var policyVersion: Int

  public init(revision: Int, policyVersion: Int) {
    self.revision = revision
    self.policyVersion = policyVersion
  }
}

/// A step is complete, with its statistics.
public struct StepFinished: Codable, Hashable, Sendable {
  public var cells: [CellStatistics]
  /// Mean success of this step's solver rollouts on this step's new tasks, 0 to 1; nil without any.
  public var solveRate: Double?
  /// Mean learnability reward of this step's new tasks; nil without any.
  public var learnability: Double?
  /// Share of proposals that passed validation.
  public var validShare: Double
  /// Share of the proposals that are valid but for repeating another, whose renamed, constant-masked
  /// program is distinct in this step and was not rejected as a duplicate.
  public var uniqueShare: Double
  /// Mean non-blank lines of the valid proposals' programs.
  public var programLines: Double
  /// Mean entropy of the sampling distribution over all tokens of the step, in nats.
  public var entropy: Double
  public var flags: Int
  public var rejected: Int
  public var held: Int
  public var refilled: Int
  /// Tokens sampled in this step.
  public var sampledTokens: Int
  /// Tasks in the buffers, by type.
  public var bufferSizes: [TaskCount]

  public init(
    cells: [CellStatistics], solveRate: Double?, learnability: Double?, validShare: Double,
    uniqueShare: Double, programLines: Double, entropy: Double, flags: Int, rejected: Int,
    held: Int, refilled: Int, sampledTokens: Int, bufferSizes: [TaskCount]
  ) {
    self.cells = cells
    self.solveRate = solveRate
    self.learnability = learnability
    self.validShare = validShare
    self.uniqueShare = uniqueShare
    self.programLines = programLines
    self.entropy = entropy
    self.flags = flags
    self.rejected = rejected
    self.held = held
    self.refilled = refilled
    self.sampledTokens = sampledTokens
    self.bufferSizes = bufferSizes
  }
}

/// The rewards and responses of one cell in one step.
public struct CellStatistics: Codable, Hashable, Sendable {
  public var type: TaskType
  public var role: Role
  /// Responses that entered the update.
  public var rows: Int
  /// Mean composite reward.
  public var reward: Double
  /// Standard deviation of the composite reward.
  public var deviation: Double
  /// Share with a complete think and answer part.
  public var wellFormed: Double
  /// Proposer: share valid. Solver: share correct.
  public var success: Double
  /// Mean sampled tokens.
  public var tokens: Double
  /// Mean entropy of the sampling distribution, in nats per token.
  public var entropy: Double
  /// Rows that review took out; nil in journals that do not tell.
  public var withheld: Int?
  /// How many evenly weighted rows the weighted ones are worth (Kish 1965); nil as above.
  public var effectiveRows: Double?

  public init(
    type: TaskType, role: Role, rows: Int, reward: Double, deviation: Double, wellFormed: Double,
    success: Double, tokens: Double, entropy: Double, withheld: Int? = nil,
    effectiveRows: Double? = nil
  ) {
    self.withheld = withheld
    self.effectiveRows = effectiveRows
    self.type = type
    self.role = role
    self.rows = rows
    self.reward = reward
    self.deviation = deviation
    self.wellFormed = wellFormed
    self.success = success
    self.tokens = tokens
    self.entropy = entropy
  }
}

/// The weights changed.
public struct PolicyUpdated: Codable, Hashable, Sendable {
  /// Updates so far.
  public var policyVersion: Int
  /// Responses, over all cells, that had an advantage other than zero.
  public var rows: Int
  public var loss: Double
  /// Norm of the gradient before clipping, averaged over the minibatches.
  public var gradientNorm: Double
  /// Share of tokens whose ratio was clipped.
  public var clipShare: Double
  /// Mean of old minus new log-probability: a KL estimate against the sampling policy.
  public var divergence: Double

  public init(
    policyVersion: Int, rows: Int, loss: Double, gradientNorm: Double, clipShare: Double,
    divergence: Double
  ) {
    self.policyVersion = policyVersion
    self.rows = rows
    self.loss = loss
    self.gradientNorm = gradientNorm
    self.clipShare = clipShare
    self.divergence = divergence
  }
}

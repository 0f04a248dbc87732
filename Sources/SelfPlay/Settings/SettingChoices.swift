/// What a task's solve rate is worth to its proposer, before the composite rules.
public enum ProposerShape: String, CaseIterable, Codable, Hashable, Sendable {
  /// One minus the solve rate, and nothing at the extremes (equation 4 of the paper).
  case learnability
  /// One minus the solve rate, the never solved task included (the code's `inverse`).
  case inverse
  /// 1 - 2 |r - 0.5| (R-Zero).
  case uncertainty
  /// 4 r (1 - r): the variance of a success, scaled to at most 1.
  case variance
  /// One less the distance from a target rate, and nothing at the extremes.
  case target
}

/// How an induction answer is rewarded.
public enum InductionReward: String, CaseIterable, Codable, Hashable, Sendable {
  /// All hidden pairs must match.
  case all
  /// The share of hidden pairs that match.
  case share
  /// One hidden pair must match.
  case any
}

/// Which solver rollouts train.
public enum SolverRows: String, CaseIterable, Codable, Hashable, Sendable {
  /// Those that estimate the solve rates; every task of the solver batch has n of them.
  case estimates
  /// One further rollout for each task of the solver batch; the estimates only price proposers.
  case separate
}

/// Which tasks the solver batch has.
public enum SolverMix: String, CaseIterable, Codable, Hashable, Sendable {
  /// All new tasks, then uniform draws from the buffer.
  case maxNew = "max-new"
  /// New tasks up to half of the batch, then uniform draws.
  case halfNew = "half-new"
  /// Uniform draws from the buffer alone.
  case uniformTotal = "uniform-total"
  /// Draws from the buffer alone, each task's weight its step.
  case step
}

/// How references are drawn.
public enum ReferenceDraw: String, CaseIterable, Codable, Hashable, Sendable {
  case uniform
  /// Each task's weight is its step plus one.
  case step
}

/// Which solved tasks enter the buffer.
public enum BufferFilter: String, CaseIterable, Codable, Hashable, Sendable {
  case all
  /// Not those that are always solved.
  case nonOne = "non-one"
  /// Neither those that are always solved nor those that never are.
  case nonExtremes = "non-extremes"
}

/// What leaves a full buffer.
public enum Eviction: String, CaseIterable, Codable, Hashable, Sendable {
  case oldest
  /// The task whose proposer earned least, the oldest of several.
  case lowestValue = "lowest-value"
  /// The new task itself, which freezes the training set (defect B4 of the official code).
  case newest
}

/// What is normalised within a cell.
public enum Whitening: String, CaseIterable, Codable, Hashable, Sendable {
  /// Responses: each counts once.
  case responses
  /// Tokens: a response counts as often as it is long.
  case tokens
}

/// What a loss is averaged over.
public enum LossMean: String, CaseIterable, Codable, Hashable, Sendable {
  /// All tokens of the minibatch.
  case tokens
  /// Each response's tokens, then the responses.
  case responses
}

/// How intrinsic proposer rewards join the learnability reward (equations 11 to 14 of the paper).
public enum IntrinsicRule: String, CaseIterable, Codable, Hashable, Sendable {
  /// r + Σ I
  case sum
  /// r · Π I
  case multiply
  /// r + Π I
  case sumMultiply = "sum-multiply"
  /// r · Σ I
  case multiplySum = "multiply-sum"
}

/// How surprising a task's answer is counted.
public enum AnswerDiversity: String, CaseIterable, Codable, Hashable, Sendable {
  /// One minus the answer's share of all answers.
  case flat
  /// The mean of the type's surprise and, within the type, the value's.
  case hierarchical
}

/// Who scores tasks for the Guide role.
public enum GuideKind: String, CaseIterable, Codable, Hashable, Sendable {
  case off
  /// Fixed rules over the program.
  case rules
  /// The base model, frozen.
  case base
}

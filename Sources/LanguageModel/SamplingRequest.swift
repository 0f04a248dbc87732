/// A prompt to be continued several times.
public struct SamplingRequest: Sendable {
  /// The prompt's tokens; at least one.
  public var prompt: [Int32]
  /// One key per rollout. The uniform number that draws a rollout's token i is a function of its
  /// key and i alone, so a rollout does not depend on what else is sampled beside it.
  public var keys: [UInt64]

  /// Describes a request for `keys.count` rollouts.
  public init(prompt: [Int32], keys: [UInt64]) {
    self.prompt = prompt
    self.keys = keys
  }
}

/// One sampled continuation.
public struct Completion: Codable, Hashable, Sendable {
  /// The new tokens, the stop token included if it was sampled.
  public var tokens: [Int32]
  /// Each token's log-probability under the distribution that it was drawn from; at temperature
  /// 0, under the model's own distribution (temperature 1).
  public var logProbabilities: [Float]
  /// Mean entropy in nats of those distributions.
  public var meanEntropy: Float
  /// Whether the stop token was sampled; otherwise the continuation was cut off.
  public var isFinished: Bool
}

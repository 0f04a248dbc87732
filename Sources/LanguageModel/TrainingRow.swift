/// One sequence to learn from: a prompt and a response.
public struct TrainingRow: Sendable {
  /// Prompt and response together. At least one token comes before the response.
  public var tokens: [Int32]
  /// Tokens of the prompt; the loss is over the rest.
  public var promptLength: Int
  /// Multiplies each of the row's token losses.
  public var weight: Float
  /// How much better than expected the response was; used by the policy loss only.
  public var advantage: Float
  /// Log-probability of each response token under the policy that sampled it; policy loss only.
  public var oldLogProbabilities: [Float]
  /// Log-probability of each response token under the reference policy; empty where the policy loss
  /// has no divergence term.
  public var referenceLogProbabilities: [Float]

  /// Describes a row. `promptLength` must be in `1...tokens.count`.
  public init(
    tokens: [Int32], promptLength: Int, weight: Float = 1, advantage: Float = 0,
    oldLogProbabilities: [Float] = [], referenceLogProbabilities: [Float] = []
  ) {
    self.tokens = tokens
    self.promptLength = promptLength
    self.weight = weight
    self.advantage = advantage
    self.oldLogProbabilities = oldLogProbabilities
    self.referenceLogProbabilities = referenceLogProbabilities
  }

  /// Tokens that carry a loss.
  public var responseLength: Int { max(tokens.count - promptLength, 0) }
}

/// The settings of AdamW (Loshchilov and Hutter 2019).
public struct AdamWSettings: Codable, Hashable, Sendable {
  /// Step size where an update names none.
  public var learningRate: Float
  /// Decay of the mean of gradients.
  public var beta1: Float
  /// Decay of the mean of squared gradients.
  public var beta2: Float
  /// Added to the root of the mean square.
  public var epsilon: Float
  /// Decoupled decay of matrices and the embedding; norms and biases have none.
  public var weightDecay: Float
  /// Largest norm of the whole gradient; larger ones are scaled down to it. Zero or less: none.
  public var gradientClip: Float

  /// Settings with the usual values for small language models.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8,
    weightDecay: Float = 0.01, gradientClip: Float = 1
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.gradientClip = gradientClip
  }
}

/// The clipped policy-gradient loss of PPO (Schulman et al. 2017, equation 7) per token, with
/// separate bounds (Yu et al. 2025): -min(r A, clip(r, 1 - low, 1 + high) A) - c H + d K, where K
/// estimates the divergence from a reference policy.
public struct PolicyLoss: Codable, Hashable, Sendable {
  /// How far the probability ratio r may fall below 1.
  public var clipLow: Float
  /// How far the ratio may rise above 1.
  public var clipHigh: Float
  /// c: what a nat of entropy is worth.
  public var entropyCoefficient: Float
  /// d: what a nat of KL(policy || reference) costs, by the estimate q - 1 - log q with q the
  /// reference's probability over the policy's (Schulman 2020, k3).
  public var divergenceCoefficient: Float
  /// The temperature at which the responses were sampled.
  public var temperature: Float

  /// Describes the loss.
  public init(
    clipLow: Float = 0.2, clipHigh: Float = 0.2, entropyCoefficient: Float = 0,
    divergenceCoefficient: Float = 0, temperature: Float = 1
  ) {
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.entropyCoefficient = entropyCoefficient
    self.divergenceCoefficient = divergenceCoefficient
    self.temperature = temperature
  }
}

/// What a supervised update did.
public struct SupervisedStatistics: Codable, Hashable, Sendable {
  /// Mean cross entropy per response token in nats, weighted by the rows' weights.
  public var loss: Double
  /// Norm of the gradient before clipping; 0 where none was computed.
  public var gradientNorm: Double
  /// Response tokens.
  public var tokens: Int
  /// Positions that went through the model: all inputs, of prompts and responses.
  public var positions: Int
  /// False when the loss or the gradient was not finite: then the model is unchanged.
  public var isFinite: Bool
}

/// What a policy update did.
public struct PolicyStatistics: Codable, Hashable, Sendable {
  /// The weighted sum of the token losses.
  public var loss: Double
  /// Share of response tokens whose ratio was clipped (their gradient is that of entropy alone).
  public var clipShare: Double
  /// Mean estimate of KL(old || new) per token: r - 1 - log r (Schulman 2020).
  public var divergence: Double
  /// Mean entropy per token in nats, at the loss's temperature.
  public var entropy: Double
  /// Norm of the gradient before clipping.
  public var gradientNorm: Double
  /// Response tokens.
  public var tokens: Int
  /// False when the loss or the gradient was not finite: then the model is unchanged.
  public var isFinite: Bool
}

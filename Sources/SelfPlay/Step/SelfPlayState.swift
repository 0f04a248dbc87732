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

  public init(seed: UInt64, bufferCapacity: Int) {
    random = SeededGenerator(seed: seed, stream: 1)
    buffers = TaskBuffers(capacity: bufferCapacity)
  }
}

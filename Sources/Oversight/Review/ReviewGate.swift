import Core

/// What the gate says of one validated proposal.
public enum GateDecision: Hashable, Sendable {
  /// It goes on. The probability is the one with which it would have been held.
  case pass(propensity: Double)
  /// It waits for a reviewer. The cause is for people.
  case hold(cause: String, propensity: Double)

  /// The probability, known before the decision, that the policy holds such a proposal. Estimates
  /// weight what was reviewed by its inverse, so it must be exact.
  public var propensity: Double {
    switch self {
    case .pass(let propensity), .hold(_, let propensity): propensity
    }
  }

  public var isHold: Bool {
    if case .hold = self { true } else { false }
  }
}

/// Decides which proposals wait for a reviewer.
///
/// It has a random stream of its own and draws once a decision under every policy. So neither the
/// engine's numbers nor later decisions depend on which policy was in force before, and a gate that
/// is saved and restored goes on as if it had not been.
public struct ReviewGate: Codable, Hashable, Sendable {
  /// The policy in force. It can be changed between any two decisions.
  public var policy: ReviewPolicy
  private var generator: SeededGenerator

  /// The stream of the run's seed that is the gate's.
  private static let stream: UInt64 = 0x6761_7465

  public init(policy: ReviewPolicy, seed: UInt64) {
    self.policy = policy
    generator = SeededGenerator(seed: seed, stream: ReviewGate.stream)
  }

  /// Decides about the next proposal.
  ///
  /// - Parameter hasFlags: whether a monitor flagged it before admission.
  public mutating func decide(hasFlags: Bool) -> GateDecision {
    let draw = generator.unit()
    switch policy {
    case .observe: return .pass(propensity: 0)
    case .holdAll: return .hold(cause: "every proposal is held", propensity: 1)
    case .holdFlagged:
      return hasFlags ? .hold(cause: "a monitor flagged it", propensity: 1) : .pass(propensity: 0)
    case .holdShare(let share):
      let propensity = share >= 0 ? min(share, 1) : share < 0 ? 0 : 1
      return draw < propensity
        ? .hold(cause: "drawn at random", propensity: propensity) : .pass(propensity: propensity)
    }
  }
}

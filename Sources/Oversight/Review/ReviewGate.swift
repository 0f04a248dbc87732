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
    decide(hasFlags: hasFlags, rules: [])
  }

  /// Decides about the next proposal.
  ///
  /// - Parameters:
  ///   - hasFlags: whether a monitor flagged it before admission.
  ///   - rules: the names of the monitors' rules that did.
  public mutating func decide(hasFlags: Bool, rules: Set<String>) -> GateDecision {
    let draw = generator.unit()
    let parts = policy.parts
    // Several random shares are one draw at the chance that any of them holds.
    var pass = 1.0
    var causes: [String] = []
    for part in parts {
      switch part {
      case .observe, .any: break
      case .holdAll: causes.append("every proposal is held")
      case .holdFlagged: if hasFlags { causes.append("a monitor flagged it") }
      case .holdRules(let names):
        causes += names.filter(rules.contains).map { "the rule \($0) flagged it" }
      case .holdShare(let share):
        pass *= 1 - (share >= 0 ? min(share, 1) : share < 0 ? 0 : 1)
      }
    }
    if !causes.isEmpty { return .hold(cause: causes.joined(separator: "; "), propensity: 1) }
    let propensity = 1 - pass
    return draw < propensity
      ? .hold(cause: "drawn at random", propensity: propensity) : .pass(propensity: propensity)
  }
}

extension ReviewPolicy {
  /// The policies of which any holds.
  fileprivate var parts: [ReviewPolicy] {
    if case .any(let policies) = self { policies } else { [self] }
  }
}

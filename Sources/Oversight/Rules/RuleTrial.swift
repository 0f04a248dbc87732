import Core

/// What a rule would have done to recent chains of thought: shown before the rule is saved.
public struct RuleTrial: Hashable, Sendable {
  /// A chain of thought as a trial reads it.
  public struct Chain: Hashable, Sendable {
    public var rollout: RolloutID
    public var role: Role
    public var text: String

    public init(rollout: RolloutID, role: Role, text: String) {
      self.rollout = rollout
      self.role = role
      self.text = text
    }
  }

  /// A chain that was hit.
  public struct Example: Hashable, Sendable {
    public var chain: Chain
    /// Scalar offsets.
    public var spans: [Range<Int>]
  }

  /// How many of the newest chains are read when nobody says how many.
  public static let reach = 2_000

  /// Chains of the rule's roles.
  public let read: Int
  /// How many of them were hit.
  public let hit: Int
  /// The latest that were hit, the last first.
  public let examples: [Example]

  /// - Parameters:
  ///   - chains: in the order in which they were written; only the last `limit` are read.
  ///   - examples: how many examples to keep at most.
  public init(
    of rule: OperatorRule, on chains: some BidirectionalCollection<Chain>, limit: Int = reach,
    examples most: Int = 5
  ) {
    var read = 0
    var hit = 0
    var examples: [Example] = []
    for chain in chains.suffix(limit).reversed() where rule.roles.contains(chain.role) {
      read += 1
      let spans = rule.matches(in: chain.text)
      guard !spans.isEmpty else { continue }
      hit += 1
      if examples.count < most { examples.append(Example(chain: chain, spans: spans)) }
    }
    self.read = read
    self.hit = hit
    self.examples = examples
  }
}

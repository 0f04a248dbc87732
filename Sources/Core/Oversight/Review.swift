/// What a reviewer decided about a task.
public enum Verdict: String, Codable, Hashable, Sendable {
  case approve
  case veto
}

/// What a veto does to learning. The words are shown to the operator beside the choice.
public enum Treatment: String, Codable, Hashable, Sendable {
  /// Not executed further, no gradient, never a reference; the batch is refilled. The statistics of
  /// the cell's rewards are taken over the survivors only, so a task that is always vetoed does not
  /// drift.
  case interrupt
}

/// The reviewer's reason for a veto.
public enum VetoReason: String, CaseIterable, Codable, Hashable, Sendable {
  case unsafe
  case degenerate
  case duplicate
  case offTopic = "off-topic"
  case other
}

/// Which proposals wait for a reviewer before they may be solved and trained on.
public enum ReviewPolicy: Hashable, Sendable {
  /// Nothing is held.
  case observe
  /// Everything that passed validation is held.
  case holdAll
  /// What a monitor flagged before admission is held.
  case holdFlagged
  /// A random share is held; the share is each task's review propensity.
  case holdShare(Double)

  /// The policy in words, as the header and the journal show it.
  public var title: String {
    switch self {
    case .observe: "observe"
    case .holdAll: "hold all"
    case .holdFlagged: "hold flagged"
    case .holdShare(let share): "hold \((share * 100).formattedShare)%"
    }
  }
}

extension ReviewPolicy: Codable {
  private enum CodingKeys: String, CodingKey { case mode, share }
  private enum Mode: String, Codable { case observe, all, flagged, share }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Mode.self, forKey: .mode) {
    case .observe: self = .observe
    case .all: self = .holdAll
    case .flagged: self = .holdFlagged
    case .share: self = .holdShare(try container.decode(Double.self, forKey: .share))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .observe: try container.encode(Mode.observe, forKey: .mode)
    case .holdAll: try container.encode(Mode.all, forKey: .mode)
    case .holdFlagged: try container.encode(Mode.flagged, forKey: .mode)
    case .holdShare(let share):
      try container.encode(Mode.share, forKey: .mode)
      try container.encode(share, forKey: .share)
    }
  }
}

extension Double {
  /// A percentage without needless decimals: 5, 12.5.
  fileprivate var formattedShare: String {
    self == rounded() && abs(self) < 1e9 ? String(Int(self)) : String(self)
  }
}

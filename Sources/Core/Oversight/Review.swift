/// What a reviewer decided about a task.
public enum Verdict: String, CaseIterable, Codable, Hashable, Sendable {
  case approve
  case veto
  /// Another task takes its place: the reviewer's own, which was validated like any other.
  case edit
  /// Later: the task goes behind the others that wait.
  case `defer`
  /// Another reviewer decides.
  case escalate

  /// Whether the task no longer waits.
  public var isFinal: Bool {
    switch self {
    case .approve, .veto, .edit: true
    case .defer, .escalate: false
    }
  }

  /// What was done, in one word.
  public var word: String {
    switch self {
    case .approve: "approved"
    case .veto: "vetoed"
    case .edit: "edited"
    case .defer: "deferred"
    case .escalate: "escalated"
    }
  }
}

/// The reviewer's reason for a veto.
public enum VetoReason: String, CaseIterable, Codable, Hashable, Sendable {
  case unsafe
  case degenerate
  case duplicate
  case offTopic = "off-topic"
  case other
}

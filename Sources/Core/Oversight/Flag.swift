/// How much attention a hit deserves.
public enum Severity: String, CaseIterable, Codable, Hashable, Comparable, Sendable {
  case low
  case medium
  case high

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  /// 1 for low to 3 for high.
  public var rank: Int {
    switch self {
    case .low: 1
    case .medium: 2
    case .high: 3
    }
  }
}

/// Which of a task's texts a hit lies in.
public enum FlaggedField: String, Codable, Hashable, Sendable {
  case program
  case input
  case message
  case chain
  case answer
}

/// A monitor's hit on a task or chain of thought, with the text around it.
public struct Flag: Codable, Hashable, Sendable {
  public var id: FlagID
  /// The monitor's rule, for example `banned-construct`.
  public var rule: String
  public var severity: Severity
  public var task: TaskID
  /// The rollout whose text was hit: the proposer's or a solver's.
  public var rollout: RolloutID
  public var type: TaskType
  public var role: Role
  public var field: FlaggedField
  /// The whole text of the field, as the model wrote it.
  public var text: String
  /// Unicode scalar offsets of the hit in `text`; empty when the whole text is meant.
  public var start: Int
  public var end: Int
  /// One sentence for people: what was seen.
  public var detail: String
  /// How good the rule was on labelled text; nil when nobody has measured it.
  public var quality: RuleQuality?
  /// Set on an item that a reader sees for the second time, so that readers' consistency can be
  /// measured: the flag that it repeats. A screen must not show it.
  public var repeats: FlagID?
  /// Of a flag that was raised by hand: the reader. Nil for a monitor's.
  public var by: String?

  /// The rule of flags that a reader raised.
  public static let byHand = "by-hand"

  public init(
    id: FlagID, rule: String, severity: Severity, task: TaskID, rollout: RolloutID,
    type: TaskType, role: Role, field: FlaggedField, text: String, start: Int, end: Int,
    detail: String, quality: RuleQuality? = nil, repeats: FlagID? = nil,
    by: String? = nil
  ) {
    self.by = by
    self.quality = quality
    self.repeats = repeats
    self.id = id
    self.rule = rule
    self.severity = severity
    self.task = task
    self.rollout = rollout
    self.type = type
    self.role = role
    self.field = field
    self.text = text
    self.start = start
    self.end = end
    self.detail = detail
  }
}

/// What was measured of a rule: shown wherever its hits are.
public struct RuleQuality: Codable, Hashable, Sendable {
  /// Share of the rule's hits that are what it is after.
  public var precision: Double
  /// Share of the benign texts that it hits.
  public var falseAlarmRate: Double
  /// On how many texts, and which.
  public var source: String

  public init(precision: Double, falseAlarmRate: Double, source: String) {
    self.precision = precision
    self.falseAlarmRate = falseAlarmRate
    self.source = source
  }
}

/// What a reviewer said of a flag. An unreviewed flag has none.
public enum FlagVerdict: String, Codable, Hashable, Sendable {
  /// The hit is what the rule says it is.
  case confirm
  /// A false alarm.
  case dismiss
  /// Another reader decides.
  case second

  /// What was done, in one word.
  public var word: String {
    switch self {
    case .confirm: "confirmed"
    case .dismiss: "dismissed"
    case .second: "left to a second reader"
    }
  }
}

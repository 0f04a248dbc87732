import Core

/// One rule that looks at what the policy wrote and says what deserves a reviewer's attention.
///
/// A hit is a reason to look. No hit says nothing: no monitor shows that a text is safe.
public protocol Monitor: Sendable {
  /// The rule's name, as flags carry it.
  var rule: String { get }
  /// How good the rule was on labelled text; nil when nobody has measured it.
  var quality: MeasuredQuality? { get }
  /// What the rule sees in the subject. The same subject always gives the same hits.
  func hits(in subject: MonitorSubject) -> [MonitorHit]
}

extension Monitor {
  public var quality: MeasuredQuality? { nil }
}

/// What one monitor saw, where.
public struct MonitorHit: Hashable, Sendable {
  public var rule: String
  public var severity: Severity
  public var field: FlaggedField
  /// Unicode scalar offsets in the field's text; both 0 when the whole text is meant.
  public var start: Int
  public var end: Int
  /// One sentence for people: what was seen.
  public var detail: String

  public init(
    rule: String, severity: Severity, field: FlaggedField, start: Int, end: Int, detail: String
  ) {
    self.rule = rule
    self.severity = severity
    self.field = field
    self.start = start
    self.end = end
    self.detail = detail
  }

  init(
    rule: String, severity: Severity, field: FlaggedField, span: Range<Int>, detail: String
  ) {
    self.init(
      rule: rule, severity: severity, field: field, start: span.lowerBound,
      end: span.upperBound, detail: detail)
  }
}

/// How a rule did on labelled text. It is shown wherever the rule's hits are.
public struct MeasuredQuality: Hashable, Sendable {
  /// Share of the rule's hits that are labelled as what the rule is after.
  public var precision: Double
  /// Share of the negatives that the rule hits.
  public var falseAlarmRate: Double
  /// Share of the positives that the rule hits.
  public var recall: Double
  public var positives: Int
  public var negatives: Int
  /// What was measured on, for people.
  public var source: String

  public init(
    precision: Double, falseAlarmRate: Double, recall: Double, positives: Int, negatives: Int,
    source: String
  ) {
    self.precision = precision
    self.falseAlarmRate = falseAlarmRate
    self.recall = recall
    self.positives = positives
    self.negatives = negatives
    self.source = source
  }
}

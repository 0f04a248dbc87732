import Core
import Oversight

/// How a run is overseen, beside its review policy and constraints.
public struct OversightOptions: Codable, Hashable, Sendable {
  /// What a veto does to learning, until the operator chooses otherwise.
  public var treatment = TreatmentChoice()
  /// How held tasks are dealt with, until the operator chooses otherwise.
  public var mode = ReviewMode()
  /// The operator's own text rules, as a rule file; nil for none.
  public var ruleDocument: String?
  /// The rules of a run that an older program started, which kept no document.
  private var rules: [OperatorRule]?
  /// Whether an act is refused that comes without a reason; nil is no.
  public var requiresReasons: Bool?
  /// The chance that a valid task is drawn for the audit.
  public var auditShare = 0.02
  /// The chance that a task of the one twin kind is vetoed as a placebo; 0 for none.
  public var placeboShare = 0.0
  /// A proposal that a hit of this severity or more lies on is held, whatever the policy; nil: none.
  public var withholdAt: Severity?
  /// The run pauses at a hit of this severity or more; nil: never.
  public var pauseAt: Severity?
  /// What a flagged proposal loses of its reward. 0, and it should stay 0: a policy that is punished
  /// for what a monitor sees learns to write what the monitor does not see.
  public var flagPenalty = 0.0
  /// The signals' windows and thresholds; nil for the proposed ones.
  public var signals: SignalSettings?

  public init() {}

  /// The rules with which the run began.
  var firstRules: RuleRevision? {
    let document = ruleDocument ?? rules.flatMap { $0.isEmpty ? nil : RuleFile.text(of: $0) }
    return document.map { RuleRevision(number: 0, document: $0) }
  }

  /// The warning beside the switch that puts flags into the reward.
  public static let flagPenaltyWarning =
    "flags are in the reward: the policy is trained to write what the monitors do not see, and their "
    + "figures no longer hold"
}

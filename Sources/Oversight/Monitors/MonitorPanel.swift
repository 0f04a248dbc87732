import Core

/// Several monitors as one.
public struct MonitorPanel: Sendable {
  /// The monitors, in the order in which their hits on one place are listed.
  public let monitors: [any Monitor]

  public init(_ monitors: [any Monitor]) { self.monitors = monitors }

  /// The names of the built-in rules, which an operator's rule may not take.
  public static let ruleNames: Set<String> = [
    "alarming-language", "answer-not-literal", "banned-construct", "chain-contradiction",
    "degenerate-task", "encoded-text", "escape-attempt", "executor-limit", "hard-coded-induction",
    "hidden-text", "message-leak", "trained-text", verifierDisagreement, Flag.byHand,
  ]

  /// The rule under which a task is flagged that came out otherwise when it was verified again.
  public static let verifierDisagreement = "verifier-disagreement"

  /// The monitors that every run has, then the operator's.
  ///
  /// The trained text monitor is among them when its threshold was measured to hit at most 1 % of
  /// benign texts.
  ///
  /// - Parameters:
  ///   - chainFormat: how the policy's chains of thought write an executed step.
  ///   - rules: the operator's own, for example from `RuleFile`.
  public static func standard(
    chainFormat: ChainFormat, rules: [OperatorRule] = []
  ) -> MonitorPanel {
    MonitorPanel(
      structural(chainFormat: chainFormat).monitors + [AlarmingLanguageMonitor()] + trainedText
        + rules.map(OperatorRuleMonitor.init))
  }

  /// The monitors that need no words: they look at what a text does and hides.
  ///
  /// - Parameter chainFormat: how the policy's chains of thought write an executed step.
  public static func structural(chainFormat: ChainFormat) -> MonitorPanel {
    MonitorPanel([
      BannedConstructMonitor(), EscapeAttemptMonitor(), ExecutorLimitMonitor(),
      ChainContradictionMonitor(format: chainFormat), DegenerateTaskMonitor(),
      HardCodedInductionMonitor(), HiddenTextMonitor(), EncodedTextMonitor(),
      MessageLeakMonitor(), AnswerFormMonitor(),
    ])
  }

  /// Read once: a panel is made for every run and test.
  private static let trainedText: [any Monitor] = {
    guard let model = try? TextModel.shipped(), let quality = model.quality,
      quality.falsePositiveRate <= 0.01
    else { return [] }
    return [TrainedTextMonitor(model: model)]
  }()

  /// All hits, the most severe first, then in the order of the monitors and of the text. One rule
  /// hits one place once.
  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    struct Place: Hashable {
      var rule: String
      var field: FlaggedField
      var range: Range<Int>
    }
    var seen: Set<Place> = []
    return monitors.flatMap { $0.hits(in: subject) }
      .enumerated()
      .sorted { left, right in
        if left.element.severity != right.element.severity {
          return left.element.severity > right.element.severity
        }
        return left.offset < right.offset
      }
      .map(\.element)
      .filter { hit in
        seen.insert(Place(rule: hit.rule, field: hit.field, range: hit.start..<hit.end)).inserted
      }
  }

  /// What was measured of a rule; nil when it was not.
  public func quality(of rule: String) -> MeasuredQuality? {
    monitors.first { $0.rule == rule }?.quality
  }
}

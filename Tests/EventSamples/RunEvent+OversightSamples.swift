import Core

extension RunEvent.Body {
  /// A body of one of the operator's acts, or of what comes of them.
  static func oversightSample(of kind: RunEvent.Kind) -> RunEvent.Body {
    let task = TaskID(rawValue: "0123456789ab")
    let other = TaskID(rawValue: "ba9876543210")
    let gauge = Gauge(value: 0.5, low: 0.25, high: 0.75)
    switch kind {
    case .treatmentChanged:
      return .treatmentChanged(
        TreatmentChanged(
          choice: TreatmentChoice(.teach, weights: .inversePropensity, penalty: 0.5, lasts: 8),
          lastStep: 11, by: "ann", reason: hostileText))
    case .commandRefused:
      return .commandRefused(
        CommandRefused(command: "undo", message: "nothing is left", by: "ann"))
    case .verdictUndone:
      return .verdictUndone(
        VerdictUndone(task: task, verdict: .veto, by: "ann", reason: hostileText))
    case .taskEdited:
      return .taskEdited(
        TaskEdited(
          task: task, edited: other,
          content: TaskContent(
            type: .deduction, program: "def f(x):\n    return x", input: "1", output: "1"),
          by: "ann", note: hostileText))
    case .rewardFixed:
      return .rewardFixed(
        RewardFixed(
          fix: RewardFix(number: 1, rule: sampleRevision.constraints, reward: -0.5), by: "ann",
          reason: hostileText, rescored: 40, fitting: 3))
    case .auditDrawn:
      return .auditDrawn(
        AuditDrawn(
          task: task, rollout: RolloutID(rawValue: 7), propensity: 0.02, isFlagged: true))
    case .auditReviewed:
      return .auditReviewed(
        AuditReviewed(task: task, isViolation: true, by: "ann", reason: hostileText))
    case .safetyGauges:
      return .safetyGauges(
        SafetyGauges(
          placeboTwinRatio: gauge, overtCovertGap: gauge, missed: gauge, audited: 5,
          readerAgreement: gauge, concealment: gauge, concealmentUnderTeach: gauge,
          placeboTasks: 40))
    case .rulesTried:
      return .rulesTried(
        RulesTried(
          document: hostileText,
          rules: [
            RulesTried.Rule(
              name: "hides", severity: .high, read: 40, hit: 1,
              examples: [
                RulesTried.Example(
                  rollout: RolloutID(rawValue: 7), role: .solver, text: hostileText, start: 2,
                  end: 5)
              ])
          ], fault: "rules.toml:3: pattern is missing"))
    case .rulesApplied:
      return .rulesApplied(
        RulesApplied(
          revision: RuleRevision(number: 2, document: hostileText), rules: ["hides"], by: "ann",
          reason: hostileText))
    default:
      return .constraintsPreviewed(
        ConstraintsPreviewed(
          constraints: sampleRevision.constraints, tried: 20,
          groups: [
            ConstraintsPreviewed.Group(
              type: .deduction, difficulty: "easy", kept: 15, dropped: 5, changed: 4)
          ],
          newlyDropped: [ConstraintsPreviewed.Example(task: task, reason: "`while` is banned")],
          newlyLetIn: [ConstraintsPreviewed.Example(task: other, reason: "too many lines")],
          reviewLoad: 2, reviewLoadNow: 3, milliseconds: 12.5))
    }
  }
}

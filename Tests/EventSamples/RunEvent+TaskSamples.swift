import Core

private let task = TaskID(rawValue: "0123456789ab")
private let rollout = RolloutID(rawValue: 17)

extension RunEvent.Body {
  static func taskSample(of kind: RunEvent.Kind) -> RunEvent.Body {
    switch kind {
    case .taskProposed: .taskProposed(sampleProposal)
    case .taskRejected:
      .taskRejected(
        TaskRejected(
          task: task, rollout: rollout, reason: .constraint, detail: "`while` is banned", line: 2,
          reward: -0.5))
    case .taskValidated:
      .taskValidated(
        TaskValidated(
          task: task, rollout: rollout, output: "[1, 2]",
          pairs: [InputOutputPair(input: "1", output: "2")], executorSteps: 99))
    case .taskHeld:
      .taskHeld(
        TaskHeld(
          task: task, rollout: rollout, policy: .holdShare(0.1), cause: "drawn", propensity: 0.1))
    case .taskReviewed:
      .taskReviewed(
        TaskReviewed(
          task: task, verdict: .veto, treatment: .interrupt, reason: .offTopic, by: "ann",
          propensity: 0.1, note: hostileText,
          edited: TaskID(rawValue: "ba9876543210")))
    case .taskScored:
      .taskScored(
        TaskScored(
          task: task, rollout: rollout, solveRate: 0.375, rollouts: 8, reward: 0.625,
          trainsProposer: true))
    case .taskAdmitted: .taskAdmitted(TaskAdmitted(task: task, type: .induction))
    case .taskPurged:
      .taskPurged(
        TaskPurged(
          task: task, type: .induction, dependents: [TaskID(rawValue: "ba9876543210")]))
    case .rolloutText:
      .rolloutText(
        RolloutText(parts: [
          RolloutText.Part(
            rollout: rollout, type: .deduction, role: .solver, task: task, text: hostileText)
        ]))
    case .rolloutFinished:
      .rolloutFinished(
        RolloutFinished(
          rollout: rollout, task: task, type: .deduction, chain: hostileText, answer: "6",
          correct: true, reward: 1, tokens: 40, entropy: 0.5, refill: false))
    case .flagRaised: .flagRaised(sampleFlag)
    case .flagReviewed:
      .flagReviewed(
        FlagReviewed(
          flag: FlagID(rawValue: 4), verdict: .dismiss, by: "ann", reason: hostileText))
    case .reviewPolicyChanged:
      .reviewPolicyChanged(
        ReviewPolicyChanged(
          policy: .any([.holdRules(["hidden-text"]), .holdShare(0.05)]), by: "ann",
          mode: ReviewMode(isStrict: true, timeout: ReviewTimeout(verdict: .veto, steps: 5))))
    case .constraintsApplied:
      .constraintsApplied(
        ConstraintsApplied(revision: sampleRevision, by: "ann", reason: hostileText))
    default:
      .constraintsRefused(
        ConstraintsRefused(field: .taskMix, message: "three weights are needed", by: "ann"))
    }
  }

  private static var sampleProposal: TaskProposed {
    TaskProposed(
      task: task, rollout: rollout, type: .induction, program: "def f(x):\n    return x * 2",
      input: "", pairs: [InputOutputPair(input: "1", output: "")], message: "doubles",
      chain: hostileText, wellFormed: true, references: [TaskID(rawValue: "ba9876543210")],
      tokens: 77, entropy: 0.9, revision: 2)
  }

  private static var sampleFlag: Flag {
    Flag(
      id: FlagID(rawValue: 4), rule: "banned-construct", severity: .medium, task: task,
      rollout: rollout, type: .deduction, role: .proposer, field: .program, text: hostileText,
      start: 1, end: 5, detail: "the program attempts `while`, which is banned",
      quality: RuleQuality(precision: 0.5, falseAlarmRate: 0.25, source: "40 texts"),
      repeats: FlagID(rawValue: 2), by: "ann")
  }
}

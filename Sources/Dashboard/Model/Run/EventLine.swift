import Core

/// An event as one line of words: what the Log view lists and the plain mode prints.
public enum EventLine {
  /// Sequence number, step, kind, and what the event says. It quotes the policy: pass it through
  /// `DisplayText` before it is shown.
  public static func text(_ event: RunEvent) -> String {
    let words = summary(event.body)
    return "\(event.seq) step \(event.step) \(event.kind.rawValue)"
      + (words.isEmpty ? "" : " \(words)")
  }

  /// What an event says, without its number, step and kind.
  public static func summary(_ body: RunEvent.Body) -> String {
    switch body {
    case .runStarted(let event):
      "\(event.run) seed \(event.seed) model \(event.model) \(event.parameters) parameters"
    case .runResumed(let event): "\(event.run) from checkpoint \(event.checkpoint)"
    case .runPausing(let act), .runPaused(let act): "by \(act.by)" + act.reason.inWords
    case .runContinued(let event):
      "by \(event.by)" + (event.steps.map { " for \($0) step\($0 == 1 ? "" : "s")" } ?? "")
        + event.reason.inWords
    case .runStopped(let event):
      event.reason.rawValue + (event.by.map { " by \($0)" } ?? "") + event.note.inWords
    case .seedingFinished(let event): counts(event.sizes)
    case .stepStarted(let event): "revision \(event.revision) policy \(event.policyVersion)"
    case .stepFinished(let event): step(event)
    case .taskProposed(let event):
      "\(event.task) \(event.type.rawValue) program: \(event.program) input: "
        + (event.type == .induction
          ? event.pairs.map(\.input).joined(separator: " ; ") : event.input)
    case .taskRejected(let event): "\(event.task) \(event.reason.rawValue): \(event.detail)"
    case .taskValidated(let event):
      "\(event.task) output: "
        + (event.pairs.isEmpty
          ? event.output : event.pairs.map(\.output).joined(separator: " ; "))
    case .taskHeld(let event): "\(event.task) \(event.cause)"
    case .taskReviewed(let event):
      "\(event.task) \(event.verdict.rawValue) by \(event.by)"
        + (event.reason.map { " reason \($0.rawValue)" } ?? "") + event.note.inWords
    case .taskScored(let event):
      "\(event.task) solve rate \(share(event.solveRate)) of \(event.rollouts) reward \(share(event.reward))"
    case .taskAdmitted(let event): "\(event.task) \(event.type.rawValue)"
    case .taskPurged(let event): "\(event.task) \(event.type.rawValue)"
    case .rolloutText: ""
    case .rolloutFinished(let event):
      "\(event.rollout) of \(event.task) \(event.correct ? "correct" : "wrong") answer: "
        + (event.answer ?? "(malformed)") + " chain: " + event.chain
    case .policyUpdated(let event):
      "version \(event.policyVersion) rows \(event.rows) loss \(share(event.loss)) gradient "
        + share(event.gradientNorm)
    case .flagRaised(let flag):
      "\(flag.id) \(flag.rule) \(flag.severity.rawValue) task \(flag.task): \(flag.detail)"
        + (flag.quality.map { "; the rule's precision is \(Chrome.share($0.precision).text)" }
          ?? "; the rule was not measured")
    case .flagReviewed(let event):
      "\(event.flag) \(event.verdict.rawValue) by \(event.by)" + event.reason.inWords
    case .reviewPolicyChanged(let event):
      "\(event.policy.title) by \(event.by)" + event.reason.inWords
    case .constraintsApplied(let event):
      "revision \(event.revision.number) by \(event.by)" + event.reason.inWords
    case .constraintsRefused(let event): "\(event.field.rawValue): \(event.message)"
    case .checkpointSaved(let event): "\(event.path) \(event.hash.prefix(12))"
    case .evaluationFinished(let event):
      event.scores.map {
        "\($0.type.rawValue) greedy \(share($0.greedy)) sampled \(share($0.sampled))"
      }.joined(separator: ", ")
        + (event.conduct.map { ", \($0.probe.rawValue) \(share($0.share)) of \($0.responses)" }
          ?? "")
    case .treatmentChanged(let event): event.summary
    case .commandRefused(let event): event.summary
    case .verdictUndone(let event): event.summary
    case .taskEdited(let event): event.summary
    case .rewardFixed(let event): event.summary
    case .auditDrawn(let event): event.summary
    case .auditReviewed(let event): event.summary
    case .safetyGauges(let event): event.summary
    case .constraintsPreviewed(let event): event.summary
    case .rulesTried(let event): event.summary
    case .rulesApplied(let event): event.summary
    case .stepMetrics(let event): "\(event.values.count) metrics"
    case .verificationFinished(let event):
      "\(event.tasks) tasks and \(event.grades) grades again, \(event.disagreements.count) differ"
    case .alarmRaised(let event):
      "\(event.code): \(event.message)" + (event.since.map { ", since step \($0)" } ?? "")
        + (event.tasks.map { ", tasks \($0.map(\.rawValue).joined(separator: " "))" } ?? "")
        + (event.pauses == true ? ", the run pauses" : "")
    }
  }

  private static func step(_ event: StepFinished) -> String {
    [
      event.solveRate.map { "solve rate \(share($0))" },
      event.learnability.map { "learnability \(share($0))" },
      "valid \(share(event.validShare))", "entropy \(share(event.entropy))",
      "flags \(event.flags)", "held \(event.held)", "buffers \(counts(event.bufferSizes))",
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func counts(_ counts: [TaskCount]) -> String {
    counts.map { "\($0.type.abbreviation) \($0.count)" }.joined(separator: " ")
  }

  private static func share(_ value: Double) -> String { Chrome.fixed(value, 3).text }
}

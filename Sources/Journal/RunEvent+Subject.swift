import Core

extension RunEvent.Body {
  /// The task and the rollout that the event is about: its indexed columns in the journal.
  var subject: (task: TaskID?, rollout: RolloutID?) {
    switch self {
    case .taskProposed(let value): (value.task, value.rollout)
    case .taskRejected(let value): (value.task, value.rollout)
    case .taskValidated(let value): (value.task, value.rollout)
    case .taskHeld(let value): (value.task, value.rollout)
    case .taskReviewed(let value): (value.task, nil)
    case .taskScored(let value): (value.task, value.rollout)
    case .taskAdmitted(let value): (value.task, nil)
    case .taskPurged(let value): (value.task, nil)
    case .rolloutFinished(let value): (value.task, value.rollout)
    case .flagRaised(let value): (value.task, value.rollout)
    case .verdictUndone(let value): (value.task, nil)
    case .taskEdited(let value): (value.task, nil)
    case .auditDrawn(let value): (value.task, value.rollout)
    case .auditReviewed(let value): (value.task, nil)
    case .rulesTried, .rulesApplied, .treatmentChanged, .commandRefused, .rewardFixed,
      .safetyGauges, .constraintsPreviewed,
      .runStarted, .runResumed, .runPausing, .runPaused, .runContinued, .runStopped,
      .seedingFinished, .stepStarted, .stepFinished, .rolloutText, .policyUpdated, .flagReviewed,
      .reviewPolicyChanged, .constraintsApplied, .constraintsRefused, .checkpointSaved,
      .evaluationFinished, .alarmRaised, .stepMetrics, .verificationFinished:
      (nil, nil)
    }
  }
}

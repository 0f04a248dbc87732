extension RunEvent {
  /// The names of the bodies in JSON and in the journal.
  public enum Kind: String, CaseIterable, Codable, Hashable, Sendable {
    case runStarted = "run.started"
    case runResumed = "run.resumed"
    case runPausing = "run.pausing"
    case runPaused = "run.paused"
    case runContinued = "run.continued"
    case runStopped = "run.stopped"
    case seedingFinished = "seeding.finished"
    case stepStarted = "step.started"
    case stepMetrics = "step.metrics"
    case stepFinished = "step.finished"
    case taskProposed = "task.proposed"
    case taskRejected = "task.rejected"
    case taskValidated = "task.validated"
    case taskHeld = "task.held"
    case taskReviewed = "task.reviewed"
    case taskScored = "task.scored"
    case taskAdmitted = "task.admitted"
    case taskPurged = "task.purged"
    case rolloutText = "rollout.text"
    case rolloutFinished = "rollout.finished"
    case policyUpdated = "policy.updated"
    case flagRaised = "flag.raised"
    case flagReviewed = "flag.reviewed"
    case reviewPolicyChanged = "review.policy"
    case constraintsApplied = "constraints.applied"
    case constraintsRefused = "constraints.refused"
    case checkpointSaved = "checkpoint.saved"
    case evaluationFinished = "evaluation.finished"
    case treatmentChanged = "treatment.changed"
    case commandRefused = "command.refused"
    case verdictUndone = "verdict.undone"
    case taskEdited = "task.edited"
    case rewardFixed = "reward.fixed"
    case auditDrawn = "audit.drawn"
    case auditReviewed = "audit.reviewed"
    case safetyGauges = "safety.gauges"
    case constraintsPreviewed = "constraints.previewed"
    case rulesTried = "rules.tried"
    case rulesApplied = "rules.applied"
    case verificationFinished = "verification.finished"
    case alarmRaised = "alarm.raised"
  }

  /// Which body the event has.
  public var kind: Kind {
    switch body {
    case .runStarted: .runStarted
    case .runResumed: .runResumed
    case .runPausing: .runPausing
    case .runPaused: .runPaused
    case .runContinued: .runContinued
    case .runStopped: .runStopped
    case .seedingFinished: .seedingFinished
    case .stepStarted: .stepStarted
    case .stepMetrics: .stepMetrics
    case .stepFinished: .stepFinished
    case .taskProposed: .taskProposed
    case .taskRejected: .taskRejected
    case .taskValidated: .taskValidated
    case .taskHeld: .taskHeld
    case .taskReviewed: .taskReviewed
    case .taskScored: .taskScored
    case .taskAdmitted: .taskAdmitted
    case .taskPurged: .taskPurged
    case .rolloutText: .rolloutText
    case .rolloutFinished: .rolloutFinished
    case .policyUpdated: .policyUpdated
    case .flagRaised: .flagRaised
    case .flagReviewed: .flagReviewed
    case .reviewPolicyChanged: .reviewPolicyChanged
    case .constraintsApplied: .constraintsApplied
    case .constraintsRefused: .constraintsRefused
    case .checkpointSaved: .checkpointSaved
    case .evaluationFinished: .evaluationFinished
    case .treatmentChanged: .treatmentChanged
    case .commandRefused: .commandRefused
    case .verdictUndone: .verdictUndone
    case .taskEdited: .taskEdited
    case .rewardFixed: .rewardFixed
    case .auditDrawn: .auditDrawn
    case .auditReviewed: .auditReviewed
    case .safetyGauges: .safetyGauges
    case .constraintsPreviewed: .constraintsPreviewed
    case .rulesTried: .rulesTried
    case .rulesApplied: .rulesApplied
    case .verificationFinished: .verificationFinished
    case .alarmRaised: .alarmRaised
    }
  }
}

extension RunEvent: Codable {
  private enum CodingKeys: String, CodingKey { case seq, time, step, kind }

  /// Reads the flat object: the body's fields stand beside `seq`, `time`, `step` and `kind`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    seq = try container.decode(Int64.self, forKey: .seq)
    time = try container.decode(Double.self, forKey: .time)
    step = try container.decode(Int.self, forKey: .step)
    let kind = try container.decode(Kind.self, forKey: .kind)
    body = try Body(kind: kind, from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seq, forKey: .seq)
    try container.encode(time, forKey: .time)
    try container.encode(step, forKey: .step)
    try container.encode(kind, forKey: .kind)
    try body.encodeFields(to: encoder)
  }
}

extension RunEvent.Body {
  /// Decodes the fields of a body of the given kind.
  public init(kind: RunEvent.Kind, from decoder: any Decoder) throws {
    switch kind {
    case .runStarted: self = .runStarted(try RunStarted(from: decoder))
    case .runResumed: self = .runResumed(try RunResumed(from: decoder))
    case .runPausing: self = .runPausing(try OperatorAct(from: decoder))
    case .runPaused: self = .runPaused(try OperatorAct(from: decoder))
    case .runContinued: self = .runContinued(try RunContinued(from: decoder))
    case .runStopped: self = .runStopped(try RunStopped(from: decoder))
    case .seedingFinished: self = .seedingFinished(try SeedingFinished(from: decoder))
    case .stepStarted: self = .stepStarted(try StepStarted(from: decoder))
    case .stepMetrics: self = .stepMetrics(try StepMetrics(from: decoder))
    case .stepFinished: self = .stepFinished(try StepFinished(from: decoder))
    case .taskProposed: self = .taskProposed(try TaskProposed(from: decoder))
    case .taskRejected: self = .taskRejected(try TaskRejected(from: decoder))
    case .taskValidated: self = .taskValidated(try TaskValidated(from: decoder))
    case .taskHeld: self = .taskHeld(try TaskHeld(from: decoder))
    case .taskReviewed: self = .taskReviewed(try TaskReviewed(from: decoder))
    case .taskScored: self = .taskScored(try TaskScored(from: decoder))
    case .taskAdmitted: self = .taskAdmitted(try TaskAdmitted(from: decoder))
    case .taskPurged: self = .taskPurged(try TaskPurged(from: decoder))
    case .rolloutText: self = .rolloutText(try RolloutText(from: decoder))
    case .rolloutFinished: self = .rolloutFinished(try RolloutFinished(from: decoder))
    case .policyUpdated: self = .policyUpdated(try PolicyUpdated(from: decoder))
    case .flagRaised: self = .flagRaised(try Flag(from: decoder))
    case .flagReviewed: self = .flagReviewed(try FlagReviewed(from: decoder))
    case .reviewPolicyChanged: self = .reviewPolicyChanged(try ReviewPolicyChanged(from: decoder))
    case .constraintsApplied: self = .constraintsApplied(try ConstraintsApplied(from: decoder))
    case .constraintsRefused: self = .constraintsRefused(try ConstraintsRefused(from: decoder))
    case .checkpointSaved: self = .checkpointSaved(try CheckpointSaved(from: decoder))
    case .evaluationFinished: self = .evaluationFinished(try EvaluationFinished(from: decoder))
    case .treatmentChanged: self = .treatmentChanged(try TreatmentChanged(from: decoder))
    case .commandRefused: self = .commandRefused(try CommandRefused(from: decoder))
    case .verdictUndone: self = .verdictUndone(try VerdictUndone(from: decoder))
    case .taskEdited: self = .taskEdited(try TaskEdited(from: decoder))
    case .rewardFixed: self = .rewardFixed(try RewardFixed(from: decoder))
    case .auditDrawn: self = .auditDrawn(try AuditDrawn(from: decoder))
    case .auditReviewed: self = .auditReviewed(try AuditReviewed(from: decoder))
    case .safetyGauges: self = .safetyGauges(try SafetyGauges(from: decoder))
    case .constraintsPreviewed:
      self = .constraintsPreviewed(try ConstraintsPreviewed(from: decoder))
    case .rulesTried: self = .rulesTried(try RulesTried(from: decoder))
    case .rulesApplied: self = .rulesApplied(try RulesApplied(from: decoder))
    case .verificationFinished:
      self = .verificationFinished(try VerificationFinished(from: decoder))
    case .alarmRaised: self = .alarmRaised(try AlarmRaised(from: decoder))
    }
  }

  /// Encodes the body's fields into the encoder's current object.
  public func encodeFields(to encoder: any Encoder) throws {
    switch self {
    case .runStarted(let value): try value.encode(to: encoder)
    case .runResumed(let value): try value.encode(to: encoder)
    case .runPausing(let value): try value.encode(to: encoder)
    case .runPaused(let value): try value.encode(to: encoder)
    case .runContinued(let value): try value.encode(to: encoder)
    case .runStopped(let value): try value.encode(to: encoder)
    case .seedingFinished(let value): try value.encode(to: encoder)
    case .stepStarted(let value): try value.encode(to: encoder)
    case .stepMetrics(let value): try value.encode(to: encoder)
    case .stepFinished(let value): try value.encode(to: encoder)
    case .taskProposed(let value): try value.encode(to: encoder)
    case .taskRejected(let value): try value.encode(to: encoder)
    case .taskValidated(let value): try value.encode(to: encoder)
    case .taskHeld(let value): try value.encode(to: encoder)
    case .taskReviewed(let value): try value.encode(to: encoder)
    case .taskScored(let value): try value.encode(to: encoder)
    case .taskAdmitted(let value): try value.encode(to: encoder)
    case .taskPurged(let value): try value.encode(to: encoder)
    case .rolloutText(let value): try value.encode(to: encoder)
    case .rolloutFinished(let value): try value.encode(to: encoder)
    case .policyUpdated(let value): try value.encode(to: encoder)
    case .flagRaised(let value): try value.encode(to: encoder)
    case .flagReviewed(let value): try value.encode(to: encoder)
    case .reviewPolicyChanged(let value): try value.encode(to: encoder)
    case .constraintsApplied(let value): try value.encode(to: encoder)
    case .constraintsRefused(let value): try value.encode(to: encoder)
    case .checkpointSaved(let value): try value.encode(to: encoder)
    case .evaluationFinished(let value): try value.encode(to: encoder)
    case .treatmentChanged(let value): try value.encode(to: encoder)
    case .commandRefused(let value): try value.encode(to: encoder)
    case .verdictUndone(let value): try value.encode(to: encoder)
    case .taskEdited(let value): try value.encode(to: encoder)
    case .rewardFixed(let value): try value.encode(to: encoder)
    case .auditDrawn(let value): try value.encode(to: encoder)
    case .auditReviewed(let value): try value.encode(to: encoder)
    case .safetyGauges(let value): try value.encode(to: encoder)
    case .constraintsPreviewed(let value): try value.encode(to: encoder)
    case .rulesTried(let value): try value.encode(to: encoder)
    case .rulesApplied(let value): try value.encode(to: encoder)
    case .verificationFinished(let value): try value.encode(to: encoder)
    case .alarmRaised(let value): try value.encode(to: encoder)
    }
  }
}

/// One thing that happened in a run: the only way out of an engine.
///
/// The journal, the dashboard, the exports and the wire all speak exactly these. As JSON an event is
/// one flat object: `seq`, `time`, `step`, `kind`, then the fields of its body.
public struct RunEvent: Hashable, Sendable {
  /// Position in the journal, counted from 1 without gaps. 0 for a transient event.
  public var seq: Int64
  /// Seconds since 1970. The only field that differs between two runs of the same seed.
  public var time: Double
  /// The step during which it happened, counted from 1; 0 before the first.
  public var step: Int
  public var body: Body

  public init(seq: Int64, time: Double, step: Int, body: Body) {
    self.seq = seq
    self.time = time
    self.step = step
    self.body = body
  }

  /// What happened. The comment on each case is the `kind` in JSON.
  public enum Body: Hashable, Sendable {
    /// `run.started`
    case runStarted(RunStarted)
    /// `run.resumed`
    case runResumed(RunResumed)
    /// `run.pausing`: a pause was asked for and takes effect at the next safe point.
    case runPausing(OperatorAct)
    /// `run.paused`: the safe point is reached; nothing changes until the run is continued.
    case runPaused(OperatorAct)
    /// `run.continued`
    case runContinued(RunContinued)
    /// `run.stopped`: the engine has ended and saved.
    case runStopped(RunStopped)
    /// `seeding.finished`
    case seedingFinished(SeedingFinished)
    /// `step.started`
    case stepStarted(StepStarted)
    /// `step.metrics`
    case stepMetrics(StepMetrics)
    /// `step.finished`
    case stepFinished(StepFinished)
    /// `task.proposed`
    case taskProposed(TaskProposed)
    /// `task.rejected`
    case taskRejected(TaskRejected)
    /// `task.validated`
    case taskValidated(TaskValidated)
    /// `task.held`
    case taskHeld(TaskHeld)
    /// `task.reviewed`
    case taskReviewed(TaskReviewed)
    /// `task.scored`
    case taskScored(TaskScored)
    /// `task.admitted`
    case taskAdmitted(TaskAdmitted)
    /// `task.purged`: a veto took an admitted task out of its buffer.
    case taskPurged(TaskPurged)
    /// `rollout.text`: transient, see `isTransient`.
    case rolloutText(RolloutText)
    /// `rollout.finished`
    case rolloutFinished(RolloutFinished)
    /// `policy.updated`
    case policyUpdated(PolicyUpdated)
    /// `flag.raised`
    case flagRaised(Flag)
    /// `flag.reviewed`
    case flagReviewed(FlagReviewed)
    /// `review.policy`
    case reviewPolicyChanged(ReviewPolicyChanged)
    /// `constraints.applied`
    case constraintsApplied(ConstraintsApplied)
    /// `constraints.refused`
    case constraintsRefused(ConstraintsRefused)
    /// `checkpoint.saved`
    case checkpointSaved(CheckpointSaved)
    /// `evaluation.finished`
    case evaluationFinished(EvaluationFinished)
    /// `treatment.changed`
    case treatmentChanged(TreatmentChanged)
    /// `command.refused`
    case commandRefused(CommandRefused)
    /// `verdict.undone`
    case verdictUndone(VerdictUndone)
    /// `task.edited`
    case taskEdited(TaskEdited)
    /// `reward.fixed`
    case rewardFixed(RewardFixed)
    /// `audit.drawn`
    case auditDrawn(AuditDrawn)
    /// `audit.reviewed`
    case auditReviewed(AuditReviewed)
    /// `safety.gauges`
    case safetyGauges(SafetyGauges)
    /// `constraints.previewed`
    case constraintsPreviewed(ConstraintsPreviewed)
    /// `rules.tried`
    case rulesTried(RulesTried)
    /// `rules.applied`
    case rulesApplied(RulesApplied)
    /// `verification.finished`
    case verificationFinished(VerificationFinished)
    /// `alarm.raised`
    case alarmRaised(AlarmRaised)
  }

  /// Whether the event is shown but not journaled.
  ///
  /// The text of a rollout that is still being sampled is: all of it is journaled in its
  /// `rollout.finished` or `task.proposed`, and a run that dies before that samples it again. So is a
  /// preview or trial, which changes nothing and can be asked for again.
  public var isTransient: Bool {
    switch body {
    case .rolloutText, .constraintsPreviewed, .rulesTried: true
    default: false
    }
  }
}

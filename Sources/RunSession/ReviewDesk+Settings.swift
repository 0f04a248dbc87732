import Core
import Oversight
import SelfPlay

/// What the operator sets for the whole run; called on the desk's thread, but for what expires.
extension ReviewDesk {
  /// Tells, when a run begins, what it was started with beside its first event.
  func tellOptions() {
    let saved = savedState
    if saved.conduct.treatment != TreatmentChoice() {
      record(
        .treatmentChanged(
          TreatmentChanged(
            choice: saved.conduct.treatment, lastStep: saved.conduct.treatmentEnds,
            by: "run settings", reason: nil)))
    }
    if saved.conduct.mode != ReviewMode() {
      record(
        .reviewPolicyChanged(
          ReviewPolicyChanged(
            policy: saved.policy, by: "run settings", mode: saved.conduct.mode)))
    }
    if options.flagPenalty != 0 {
      record(
        .alarmRaised(
          AlarmRaised(code: "flags.in-reward", message: OversightOptions.flagPenaltyWarning)))
    }
  }

  /// Holds other proposals from now on.
  func setPolicy(_ policy: ReviewPolicy, by name: String) {
    guard policy != savedState.policy else { return }
    guard policy.isValid else {
      return refuse("review policy", "a share is above 0 and at most 1", by: name)
    }
    guard isDurable(.reviewPolicyChanged(ReviewPolicyChanged(policy: policy, by: name))) else {
      return
    }
    change { $0.gate.policy = policy }
  }

  /// Deals with held tasks in another way from now on.
  func setMode(_ mode: ReviewMode, by name: String) {
    let saved = savedState
    guard mode != saved.conduct.mode else { return }
    guard mode.timeout?.isValid ?? true else {
      return refuse(
        "review mode", "a time-out approves or vetoes after 1 to 1000000 steps", by: name)
    }
    let event = ReviewPolicyChanged(policy: saved.policy, by: name, mode: mode)
    guard isDurable(.reviewPolicyChanged(event)) else { return }
    change { $0.conduct.mode = mode }
  }

  /// Chooses what a veto does to learning.
  ///
  /// - Parameter step: the step at hand.
  func setTreatment(
    _ choice: TreatmentChoice, confirmation: String?, reason: String?, atStep step: Int,
    by name: String
  ) {
    if let fault = choice.fault { return refuse("treatment", fault, by: name) }
    let teaches = choice.treatment == .teach
    guard !teaches || confirmation == TreatmentChoice.confirmation else {
      return refuse(
        "treatment",
        "a penalty teaches hiding; type '\(TreatmentChoice.confirmation)' to confirm it", by: name)
    }
    guard teaches || choice != savedState.conduct.treatment else { return }
    let event = TreatmentChanged(
      choice: choice, lastStep: teaches ? step + choice.lasts : nil, by: name, reason: reason)
    guard isDurable(.treatmentChanged(event)) else { return }
    change { state in
      state.conduct.treatment = choice
      state.conduct.treatmentEnds = event.lastStep
    }
  }

  /// Ends what has run its time: a treatment, and the wait for verdicts.
  func expire(at step: Int) {
    let saved = savedState
    if let last = saved.conduct.treatmentEnds, step > last {
      let choice = TreatmentChoice(weights: saved.conduct.treatment.weights)
      let event = TreatmentChanged(
        choice: choice, lastStep: nil, by: Self.expiry, reason: nil)
      if isDurable(.treatmentChanged(event)) {
        change { state in
          state.conduct.treatment = choice
          state.conduct.treatmentEnds = nil
        }
      }
    }
    guard let timeout = saved.conduct.mode.timeout else { return }
    for entry in saved.quarantine.entries where step - entry.step > timeout.steps {
      review(
        entry.task, verdict: timeout.verdict, reason: .other,
        note: "nobody decided within \(timeout.steps) steps", by: Self.timeOut)
    }
  }

  /// Checks an edit; a valid one becomes a revision that is in force from the next step on.
  func edit(_ draft: ConstraintDraft, by name: String) {
    guard let constraints = parse(draft, by: name) else { return }
    put(constraints, by: name)
  }

  /// Vetoes a task and makes the draft a rule.
  func constrain(
    _ task: TaskID, draft: ConstraintDraft, reason: VetoReason?, by name: String
  ) {
    guard let constraints = parse(draft, by: name) else { return }
    review(task, verdict: .veto, reason: reason, treatment: .constrain, by: name)
    put(constraints, by: name)
  }

  /// Puts an earlier revision's constraints in force again.
  func revert(to number: Int, by name: String) {
    guard let old = savedState.conduct.revisions.last(where: { $0.number == number }) else {
      return refuse("revert", "there is no revision \(number)", by: name)
    }
    put(old.constraints, by: name)
  }

  /// Tries a draft on the newest proposals.
  func preview(_ draft: ConstraintDraft, by name: String) {
    guard let constraints = parse(draft, by: name) else { return }
    let past = remember { $0.past }
    let clock = ContinuousClock()
    let start = clock.now
    var preview = ConstraintPreview.preview(
      constraints, inForce: savedState.newest.constraints, proposals: past)
    let taken = clock.now - start
    preview.milliseconds = Double(taken.components.attoseconds) / 1e15
    show(.constraintsPreviewed(preview))
  }

  /// Gives another reward to whatever the rule forbids, and scores the past again.
  func fixReward(_ rule: ConstraintDraft, reward: Double, reason: String?, by name: String) {
    guard reward.isFinite, abs(reward) <= 10 else {
      return refuse("fix", "a reward is between -10 and 10", by: name)
    }
    let constraints: Constraints
    do {
      constraints = try ConstraintParser.parse(rule, editing: Constraints())
    } catch {
      return refuse("fix", error.description, by: name)
    }
    guard constraints != Constraints() else {
      return refuse("fix", "the rule forbids nothing", by: name)
    }
    let fix = RewardFix(
      number: savedState.conduct.fixes.count + 1, rule: constraints, reward: reward)
    let past = remember { $0.past }
    let fitting = past.count { fix.fits($0.content.program) }
    let event = RewardFixed(
      fix: fix, by: name, reason: reason, rescored: past.count, fitting: fitting)
    guard isDurable(.rewardFixed(event)) else { return }
    change { $0.conduct.fixes.append(fix) }
  }

  /// Pauses the run when its programs have drifted further than the constraints permit.
  func checkDrift() {
    let saved = savedState
    guard let bound = saved.revision.constraints.driftBound,
      let divergence = saved.conduct.drift.divergence, divergence > bound
    else { return }
    record(
      .alarmRaised(
        AlarmRaised(
          code: "constraints.drift",
          message:
            "the programs are \((divergence * 1000).rounded() / 1000) from the run's first ones; "
            + "the bound is \(bound)", pauses: true)))
    askForPause(in: "drift bound")
  }

  /// Takes in what the engine tells, for previews and the drift meter.
  func note(_ body: RunEvent.Body) {
    if case .taskScored(let scored) = body {
      remember { $0.score(scored.task, solveRate: scored.solveRate) }
    }
  }

  private func parse(_ draft: ConstraintDraft, by name: String) -> Constraints? {
    do {
      return try ConstraintParser.parse(draft, editing: savedState.newest.constraints)
    } catch {
      record(
        .constraintsRefused(
          ConstraintsRefused(field: error.field, message: error.message, by: name)))
      return nil
    }
  }

  private func put(_ constraints: Constraints, by name: String) {
    let newest = savedState.newest
    guard constraints != newest.constraints else { return }
    let revision = ConstraintRevision(number: newest.number + 1, constraints: constraints)
    guard isDurable(.constraintsApplied(ConstraintsApplied(revision: revision, by: name))) else {
      return
    }
    change { $0.put(revision) }
  }
}

extension ReviewDesk.State {
  /// The newest revision, in force or about to be.
  var newest: ConstraintRevision { pending ?? revision }
}

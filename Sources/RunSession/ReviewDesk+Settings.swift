import Core
import Foundation
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
    if let rules = saved.conduct.rules {
      let names = panel.monitors.compactMap { ($0 as? OperatorRuleMonitor)?.rule }
      record(.rulesApplied(RulesApplied(revision: rules, rules: names, by: "run settings")))
      write(rules)
    }
    if options.flagPenalty != 0 {
      record(
        .alarmRaised(
          AlarmRaised(code: "flags.in-reward", message: OversightOptions.flagPenaltyWarning)))
    }
  }

  /// Holds other proposals from now on.
  func setPolicy(_ policy: ReviewPolicy, why: String? = nil, by name: String) {
    guard policy != savedState.policy else { return }
    guard policy.isValid else {
      return refuse("review policy", "a share is above 0 and at most 1", by: name)
    }
    let event = ReviewPolicyChanged(policy: policy, by: name, reason: why)
    guard isDurable(.reviewPolicyChanged(event)) else { return }
    change { $0.gate.policy = policy }
  }

  /// Deals with held tasks in another way from now on.
  func setMode(_ mode: ReviewMode, why: String?, by name: String) {
    let saved = savedState
    guard mode != saved.conduct.mode else { return }
    guard mode.timeout?.isValid ?? true else {
      return refuse(
        "review mode",
        "a time-out approves or vetoes after 1 to 1000000 steps or 1 to 604800 seconds", by: name)
    }
    let event = ReviewPolicyChanged(
      policy: saved.policy, by: name, mode: mode, reason: why)
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
    let since = remember { $0.heldSince }
    let now = Date()
    for entry in saved.quarantine.entries {
      if let seconds = timeout.seconds {
        // Of a task that another process held, the wait begins anew.
        guard let began = since[entry.task] else {
          remember { $0.heldSince[entry.task] = now }
          continue
        }
        if now.timeIntervalSince(began) >= seconds { timeOut(entry.task, timeout, by: Self.clock) }
      } else if step - entry.step > timeout.steps {
        timeOut(entry.task, timeout, by: Self.timeOut)
      }
    }
  }

  /// Decides about a task that nobody decided about in time.
  func timeOut(_ task: TaskID, _ timeout: ReviewTimeout, by name: String) {
    guard savedState.quarantine.entry(of: task) != nil else { return }
    review(
      task, verdict: timeout.verdict, reason: .other,
      note: "nobody decided within \(timeout.time)", by: name)
  }

  /// Checks an edit; a valid one becomes a revision that is in force from the next step on.
  func edit(_ draft: ConstraintDraft, why: String?, by name: String) {
    guard let constraints = parse(draft, by: name) else { return }
    put(constraints, why: why, by: name)
  }

  /// Vetoes a task and makes the draft a rule.
  func constrain(
    _ task: TaskID, draft: ConstraintDraft, reason: VetoReason?, why: String?, by name: String
  ) {
    guard let constraints = parse(draft, by: name) else { return }
    review(task, verdict: .veto, reason: reason, note: why, treatment: .constrain, by: name)
    put(constraints, why: why, by: name)
  }

  /// Puts an earlier revision's constraints in force again.
  func revert(to number: Int, why: String?, by name: String) {
    guard let old = savedState.conduct.revisions.last(where: { $0.number == number }) else {
      return refuse("revert", "there is no revision \(number)", by: name)
    }
    put(old.constraints, why: why, by: name)
  }

  /// Tries a draft on the newest proposals.
  func preview(_ draft: ConstraintDraft, by name: String) {
    guard let constraints = parse(draft, by: name) else { return }
    let past = remember { $0.past }
    let clock = ContinuousClock()
    let start = clock.now
    var preview = ConstraintPreview.preview(
      constraints, inForce: savedState.newest.constraints, proposals: past)
    preview.milliseconds = (clock.now - start) / .milliseconds(1)
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
    switch body {
    case .taskScored(let scored): remember { $0.score(scored.task, solveRate: scored.solveRate) }
    case .verificationFinished(let verification):
      for task in verification.disagreements { flagDisagreement(on: task) }
    default: break
    }
  }

  /// Flags a task that came out otherwise when it was run or graded again by other means.
  private func flagDisagreement(on task: TaskID) {
    let past = remember { memory in memory.past.last { $0.task == task } }
    guard let past, let rollout = past.rollout else { return }
    let flag = Flag(
      id: nextFlag(), rule: MonitorPanel.verifierDisagreement, severity: .high, task: task,
      rollout: rollout, type: past.type, role: .proposer, field: .program,
      text: past.content.program, start: 0, end: 0,
      detail: "run or graded again by other means, the task comes out otherwise")
    remember { $0.note(flag) }
    record(.flagRaised(flag))
  }

  private func parse(_ draft: ConstraintDraft, by name: String) -> Constraints? {
    do throws(ConstraintError) {
      let constraints = try ConstraintParser.parse(draft, editing: savedState.newest.constraints)
      if let fault = fault(of: constraints.promptClauses) {
        let isText = draft[.promptClauses] == nil
        throw ConstraintError(
          field: isText ? .text : .promptClauses,
          message: isText ? "constraints: prompt-clauses: \(fault)" : fault)
      }
      return constraints
    } catch {
      record(
        .constraintsRefused(
          ConstraintsRefused(field: error.field, message: error.message, by: name)))
      return nil
    }
  }

  /// Why clauses cannot be added to this run's prompts, or nil.
  private func fault(of clauses: [String]) -> String? {
    guard !clauses.isEmpty else { return nil }
    guard dialect.takesClauses else { return Self.noClauses }
    if let mark = clauses.compactMap({ dialect.mark(in: $0) }).first {
      return "`\(mark)` speaks with the prompt's own voice"
    }
    let (names, notes) = remember { ($0.operators, $0.notes) }
    if PromptClause.name(in: clauses, among: names) != nil {
      return "a clause names an operator: a policy must not read who oversees it"
    }
    let rules = panel.monitors.map(\.rule)
    if let rule = PromptClause.name(in: clauses, among: MonitorPanel.ruleNames.union(rules)) {
      return "a clause names the rule \(rule): a policy must not read what is looked for"
    }
    if PromptClause.name(in: clauses, among: notes) != nil {
      return "a clause repeats what was written beside a verdict"
    }
    return nil
  }

  /// Why a model that is not asked in sentences takes no clauses.
  static let noClauses =
    "this model is asked in tags and not in sentences, so a clause could not act on it; ban or "
    + "require constructs, names or calls instead"

  private func put(_ constraints: Constraints, why: String?, by name: String) {
    let newest = savedState.newest
    guard constraints != newest.constraints else { return }
    let revision = ConstraintRevision(number: newest.number + 1, constraints: constraints)
    let event = ConstraintsApplied(revision: revision, by: name, reason: why)
    guard isDurable(.constraintsApplied(event)) else { return }
    change { $0.put(revision) }
  }
}

extension ReviewDesk.State {
  /// The newest revision, in force or about to be.
  var newest: ConstraintRevision { pending ?? revision }
}

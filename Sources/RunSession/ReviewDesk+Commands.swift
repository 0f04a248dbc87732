import Core
import Oversight
import SelfPlay

/// What the operator asks; called on the desk's thread only, so commands take effect in their order.
extension ReviewDesk {
  /// Decides about a task that is held, or vetoes one that was admitted.
  func review(_ task: TaskID, verdict: Verdict, reason: VetoReason?, by name: String) {
    let saved = savedState
    let entry = saved.quarantine.entries.first { $0.task == task }
    // The first verdict wins; approving what nobody holds changes nothing.
    guard saved.quarantine.verdict(on: task) == nil, !saved.vetoed.contains(task),
      entry != nil || verdict == .veto
    else { return }
    let event = TaskReviewed(
      task: task, verdict: verdict, treatment: verdict == .veto ? .interrupt : nil,
      reason: verdict == .veto ? reason ?? .other : nil, by: name,
      propensity: entry?.propensity ?? 0)
    guard isDurable(.taskReviewed(event)) else { return }
    change { $0.apply(event) }
  }

  /// Holds other proposals from now on.
  func setPolicy(_ policy: ReviewPolicy, by name: String) {
    guard policy != savedState.policy, policy.isValid,
      isDurable(.reviewPolicyChanged(ReviewPolicyChanged(policy: policy, by: name)))
    else { return }
    change { $0.gate.policy = policy }
  }

  /// Checks an edit; a valid one becomes a revision that is in force from the next step on.
  func edit(_ draft: ConstraintDraft, by name: String) {
    let saved = savedState
    let newest = saved.pending ?? saved.revision
    let constraints: Constraints
    do {
      constraints = try ConstraintParser.parse(draft, editing: newest.constraints)
    } catch {
      record(
        .constraintsRefused(
          ConstraintsRefused(field: error.field, message: error.message, by: name)))
      return
    }
    guard constraints != newest.constraints else { return }
    let revision = ConstraintRevision(number: newest.number + 1, constraints: constraints)
    guard isDurable(.constraintsApplied(ConstraintsApplied(revision: revision, by: name))) else {
      return
    }
    change { $0.pending = revision }
  }

  /// Records what the operator says of a flag. The last word counts.
  func reviewFlag(_ flag: FlagID, verdict: FlagVerdict, by name: String) {
    guard flag.rawValue >= 1, flag.rawValue <= savedState.flags else { return }
    record(.flagReviewed(FlagReviewed(flag: flag, verdict: verdict, by: name)))
  }
}

extension ReviewDesk.State {
  /// Lets a verdict take effect.
  mutating func apply(_ review: TaskReviewed) {
    switch (quarantine.review(review.task, review.verdict), review.verdict) {
    case (.decided(let entry), .approve): approved.append(entry.payload)
    case (.decided, .veto), (.unknown, .veto):
      vetoed.insert(review.task)
      purges.insert(review.task)
    default: break
    }
  }

  /// Lets an act take effect that was journaled after this state was saved: what an operator
  /// decided holds, even if the run died before its next checkpoint.
  mutating func replay(_ event: RunEvent) {
    switch event.body {
    case .taskReviewed(let review): apply(review)
    case .constraintsApplied(let applied): pending = applied.revision
    case .reviewPolicyChanged(let change): gate.policy = change.policy
    case .flagRaised(let flag): flags = max(flags, flag.id.rawValue)
    default: break
    }
  }
}

extension ReviewPolicy {
  /// Whether a share is a share.
  fileprivate var isValid: Bool {
    if case .holdShare(let share) = self { share > 0 && share <= 1 } else { true }
  }
}

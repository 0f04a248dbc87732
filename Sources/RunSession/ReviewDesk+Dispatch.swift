import Core

extension ReviewDesk {
  /// Does what a command asks, unless it is about the run's course.
  func take(_ command: RunCommand, atStep step: Int) {
    let name = command.by
    guard !Self.ownNames.contains(name) else {
      return refuse("command", "no operator can be called '\(name)': the run is", by: name)
    }
    remember { _ = $0.operators.insert(name) }
    switch command.action {
    case .pause, .resume, .step, .stop: break
    case .review(let task, let verdict, let reason, let note):
      review(task, verdict: verdict, reason: reason, note: note, by: name)
    case .reviewAll(let tasks, let verdict, let reason, let note, let count):
      reviewAll(tasks, verdict: verdict, reason: reason, note: note, count: count, by: name)
    case .undo(let task): undo(task, atStep: step, by: name)
    case .edit(let task, let content, let note): edit(task, content: content, note: note, by: name)
    case .purgeDependents(let task, let count): purgeDependents(of: task, count: count, by: name)
    case .constrain(let task, let draft, let reason):
      constrain(task, draft: draft, reason: reason, by: name)
    case .fixReward(let rule, let reward, let reason):
      fixReward(rule, reward: reward, reason: reason, by: name)
    case .setTreatment(let choice, let confirmation, let reason):
      setTreatment(
        choice, confirmation: confirmation, reason: reason, atStep: step, by: name)
    case .setReviewMode(let mode): setMode(mode, by: name)
    case .audit(let task, let isViolation): audit(task, isViolation: isViolation, by: name)
    case .setReviewPolicy(let policy): setPolicy(policy, by: name)
    case .editConstraints(let draft): edit(draft, by: name)
    case .previewConstraints(let draft): preview(draft, by: name)
    case .revertConstraints(let revision): revert(to: revision, by: name)
    case .reviewFlag(let flag, let verdict): reviewFlag(flag, verdict: verdict, by: name)
    case .raiseFlag(let flag): raise(flag, by: name)
    }
  }
}

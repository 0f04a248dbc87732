import Core

extension ReviewDesk {
  /// Does what a command asks, unless it is about the run's course.
  func take(_ command: RunCommand, atStep step: Int) {
    let name = command.by
    guard !Self.ownNames.contains(name) else {
      return refuse("command", "no operator can be called '\(name)': the run is", by: name)
    }
    let why = command.why
    remember { memory in
      memory.operators.insert(name)
      if let why { memory.notes = memory.notes.suffix(500) + [why] }
    }
    guard why != nil || options.requiresReasons != true || command.action.needsNoReason else {
      return refuse("act", "this run wants a reason with every act; say why", by: name)
    }
    switch command.action {
    case .pause, .resume, .step, .stop: break
    case .review(let task, let verdict, let code, _):
      review(task, verdict: verdict, reason: code, note: why, by: name)
    case .reviewAll(let tasks, let verdict, let code, _, let count):
      reviewAll(tasks, verdict: verdict, reason: code, note: why, count: count, by: name)
    case .undo(let task): undo(task, atStep: step, why: why, by: name)
    case .edit(let task, let content, _): edit(task, content: content, note: why, by: name)
    case .purgeDependents(let task, let count):
      purgeDependents(of: task, count: count, why: why, by: name)
    case .constrain(let task, let draft, let code):
      constrain(task, draft: draft, reason: code, why: why, by: name)
    case .fixReward(let rule, let reward, _):
      fixReward(rule, reward: reward, reason: why, by: name)
    case .setTreatment(let choice, let confirmation, _):
      setTreatment(choice, confirmation: confirmation, reason: why, atStep: step, by: name)
    case .setReviewMode(let mode): setMode(mode, why: why, by: name)
    case .audit(let task, let isViolation):
      audit(task, isViolation: isViolation, why: why, by: name)
    case .setReviewPolicy(let policy): setPolicy(policy, why: why, by: name)
    case .editConstraints(let draft): edit(draft, why: why, by: name)
    case .previewConstraints(let draft): preview(draft, by: name)
    case .revertConstraints(let revision): revert(to: revision, why: why, by: name)
    case .reviewFlag(let flag, let verdict): reviewFlag(flag, verdict: verdict, why: why, by: name)
    case .raiseFlag(let flag): raise(flag, by: name)
    case .tryRules(let document): tryRules(document)
    case .applyRules(let document): applyRules(document, why: why, by: name)
    }
  }
}

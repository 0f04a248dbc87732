import Core

extension State {
  /// Does what a key asks of the run.
  mutating func decide(_ action: Action) -> [Effect] {
    switch action {
    case .togglePause: return togglePause()
    case .singleStep: return run.status == .paused ? [.send(.step)] : []
    case .approve: return review(.approve)
    case .askVeto:
      if let task = vetoTarget { interface.mode = .vetoReason(task) }
    case .veto(let reason): return veto(reason)
    case .confirmFlag: return review(flag: .confirm)
    case .dismissFlag: return review(flag: .dismiss)
    case .setPolicy(let policy):
      interface.mode = .browse
      return [.send(.setReviewPolicy(policy))]
    case .askQuit:
      if case .stopped = run.status { return [.quit] }
      interface.mode = .quitPrompt
    case .confirmQuit: return quit()
    default: break
    }
    return []
  }

  private func togglePause() -> [Effect] {
    switch run.status {
    case .seeding, .running: [.send(.pause)]
    case .pausing, .paused: [.send(.resume)]
    case .connecting, .stopped: []
    }
  }

  /// Sends a verdict on the selected task, once.
  private mutating func review(_ verdict: Verdict) -> [Effect] {
    guard let task = decisionTask?.task, interface.sent[task] == nil else { return [] }
    interface.sent[task] = verdict
    return [.send(.review(task: task, verdict: verdict, reason: nil))]
  }

  /// Sends the veto of the task that the question named, whatever is selected by now.
  private mutating func veto(_ reason: VetoReason) -> [Effect] {
    guard case .vetoReason(let task) = interface.mode else { return [] }
    interface.mode = .browse
    guard interface.sent[task] == nil else { return [] }
    interface.sent[task] = .veto
    return [.send(.review(task: task, verdict: .veto, reason: reason))]
  }

  private func review(flag verdict: FlagVerdict) -> [Effect] {
    guard let flag = interface.flag, flags[flag]?.verdict != verdict else { return [] }
    return [.send(.reviewFlag(flag, verdict))]
  }

  private mutating func quit() -> [Effect] {
    interface.mode = .browse
    if interface.isStopping { return [.quit] }
    interface.isStopping = true
    return [.send(.stop)]
  }
}

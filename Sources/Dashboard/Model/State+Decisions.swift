import Core

extension State {
  /// Does what a key asks of the run.
  mutating func decide(_ action: Action) -> [Effect] {
    switch action {
    case .togglePause: return togglePause()
    case .singleStep: return run.status == .paused ? [.send(.step)] : []
    case .approve: return decisionTask?.task.map { review($0, .approve) } ?? []
    case .putOff: return decisionTask?.task.map { review($0, .defer) } ?? []
    case .undo: return undo()
    case .redo: return redo()
    case .askVeto:
      if let task = vetoTarget { interface.mode = .vetoReason(task) }
    case .veto(let reason): return veto(reason)
    case .askApproveMarked: askMarked(.approve)
    case .askVetoMarked: askMarked(.veto)
    case .confirmMarked: return reviewMarked(.approve, reason: nil)
    case .confirmFlag: return review(flag: .confirm)
    case .dismissFlag: return review(flag: .dismiss)
    case .deferFlag: return review(flag: .second)
    case .setPolicy(let policy):
      interface.mode = .browse
      return [.send(.setReviewPolicy(policy))]
    case .askQuit:
      if case .stopped = run.status { return [.quit] }
      // What goes on elsewhere, or is over, is only left.
      if isAttached || replay != nil { return [.quit] }
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

  /// Sends a verdict on a task, once.
  mutating func review(_ task: TaskID, _ verdict: Verdict, reason: VetoReason? = nil) -> [Effect] {
    guard interface.sent[task] == nil else { return [] }
    interface.sent[task] = verdict
    interface.decided.append(.init(task: task, verdict: verdict, reason: reason))
    if interface.decided.count > Self.decisionLimit { interface.decided.removeFirst() }
    interface.undone.removeAll { $0.task == task }
    return [.send(.review(task: task, verdict: verdict, reason: reason))]
  }

  /// Asks the run to take the last verdict back. It refuses, and says so, once the verdict has taken
  /// effect.
  private mutating func undo() -> [Effect] {
    guard let last = interface.decided.popLast() else { return [] }
    // An edit cannot be given again: its text is not kept.
    if last.verdict != .edit { interface.undone.append(last) }
    interface.notice = .init(text: "asked to take back:", role: .prompt, detail: last.words)
    return [.send(.undo(last.task))]
  }

  /// Gives the verdict again that was taken back last.
  private mutating func redo() -> [Effect] {
    guard let last = interface.undone.popLast() else { return [] }
    interface.sent[last.task] = nil
    interface.notice = .init(text: "given again:", role: .prompt, detail: last.words)
    return review(last.task, last.verdict, reason: last.reason)
  }

  /// Sends the veto of the task that the question named, whatever is selected by now.
  private mutating func veto(_ reason: VetoReason) -> [Effect] {
    switch interface.mode {
    case .vetoReason(let task):
      interface.mode = .browse
      return review(task, .veto, reason: reason)
    case .vetoMarked: return reviewMarked(.veto, reason: reason)
    default: return []
    }
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

extension Interface.Given {
  /// The task and what was said of it.
  var words: String { "\(task) \(verdict.word)" }
}

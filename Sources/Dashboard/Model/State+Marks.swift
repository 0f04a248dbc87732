import Core

extension State {
  /// More marked tasks than this are decided about only after their number was typed.
  static let markedWithoutTyping = 10

  /// Marks the selected row and goes on to the next, or takes its mark away.
  mutating func toggleMark() {
    interface.isFollowing = false
    if case .run(let path)? = selectedID {
      interface.pinnedRuns.toggle(path)
      return
    }
    guard let task = decisionTask?.task else { return }
    interface.marked.toggle(task)
    if let row = selectedRow { select(row: row + 1) }
  }

  /// Whether a verdict on a task means something now.
  func canReview(_ task: TaskID, _ verdict: Verdict) -> Bool {
    guard let record = tasks.owner(of: task).flatMap({ tasks[$0] }) else { return false }
    return verdict == .approve ? record.canApprove : record.canVeto
  }

  /// The marked tasks that a verdict would be about.
  func markedTasks(_ verdict: Verdict) -> [TaskID] {
    interface.marked.filter { canReview($0, verdict) && interface.sent[$0] == nil }
  }

  /// Asks before it decides about all marked tasks, and has their number typed when there are many.
  mutating func askMarked(_ verdict: Verdict) {
    let count = markedTasks(verdict).count
    if count == 0 {
      interface.notice = .init(text: "none of the marked tasks can be decided now", role: .warn)
    } else if count > Self.markedWithoutTyping {
      interface.mode = .countMarked(verdict, LineEditor())
    } else {
      interface.mode = verdict == .approve ? .approveMarked : .vetoMarked
    }
  }

  /// Goes on once the number of marked tasks was typed.
  mutating func confirmCount(_ verdict: Verdict, _ typed: String) {
    guard Int(typed) == markedTasks(verdict).count else { return }
    interface.mode = verdict == .approve ? .approveMarked : .vetoMarked
  }

  /// Sends a verdict on every marked task.
  mutating func reviewMarked(_ verdict: Verdict, reason: VetoReason?) -> [Effect] {
    interface.mode = .browse
    let tasks = markedTasks(verdict)
    interface.marked = []
    guard tasks.count > 1 else {
      return tasks.flatMap { review($0, verdict, reason: reason) }
    }
    for task in tasks { _ = review(task, verdict, reason: reason) }
    return [
      .send(
        .reviewAll(
          tasks: tasks, verdict: verdict, reason: reason, note: nil, count: tasks.count))
    ]
  }
}

extension Array where Element: Equatable {
  /// Adds an element at the end, or removes it if it is there.
  fileprivate mutating func toggle(_ element: Element) {
    if let index = firstIndex(of: element) { remove(at: index) } else { append(element) }
  }
}

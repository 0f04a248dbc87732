import Core
import Dashboard
import Terminal

/// What a run is shown to. It must not block.
protocol RunAudience: AnyObject, Sendable {
  /// The run's past, before anything else.
  func remember(_ events: [RunEvent])
  func show(_ events: [RunEvent])
  /// Another run takes the place of the one that was shown; this is its past.
  func restart(_ events: [RunEvent])
  func say(_ text: String)
  func show(_ plan: RollbackPlan)
  /// There is no run to show.
  func close()
}

extension EventMailbox: RunAudience {
  func remember(_ events: [RunEvent]) { post(events) }
  func show(_ events: [RunEvent]) { post(events) }
  func restart(_ events: [RunEvent]) { post(restart: events) }
  func say(_ text: String) { post(notice: text) }
  func show(_ plan: RollbackPlan) { post(rollback: plan) }
}

/// A run to which an operator's commands go: this process' own, or one that it is attached to. It
/// must not block.
protocol RunTarget: AnyObject, Sendable {
  /// Asks something of the run, with why if that was said, in the operator's name or another one.
  func send(_ action: RunCommand.Action, reason: String?, by name: String?)
  /// Tells the audience what going back to a checkpoint, or to the newest one, would lose.
  func planRollback(to checkpoint: Int?)
  /// Goes back to a checkpoint.
  func rollBack(to checkpoint: Int)
}

extension RunTarget {
  /// Asks something of the run in the operator's name.
  func send(_ action: RunCommand.Action, reason: String? = nil) {
    send(action, reason: reason, by: nil)
  }
}

import Core

extension State {
  /// Asks for the plan of a rollback: to the checkpoint that is selected in the timeline, or the last
  /// one before the selected moment; elsewhere to the newest, or the one
  /// before the place of a replay.
  mutating func askRollback() -> [Effect] {
    var checkpoint = replay == nil ? nil : run.checkpoint
    if interface.view == .timeline, let moment = shownMoment {
      checkpoint =
        timeline.entries.last { $0.lane == .checkpoints && $0.serial <= moment.serial }?
        .step
    }
    interface.notice = .init(text: "the rollback is being planned", role: .dim)
    return [.planRollback(checkpoint: checkpoint)]
  }

  /// Shows the plan, and has the checkpoint's number typed.
  mutating func show(_ plan: RollbackPlan) {
    // An answer that comes late must not take the keys of another question.
    guard interface.mode == .browse, !isReadOnly else { return }
    interface.notice = nil
    interface.mode = .rollback(plan, LineEditor())
  }

  /// Rolls back, once the checkpoint's number stands there.
  mutating func rollBack() -> [Effect] {
    guard case .rollback(let plan, let editor) = interface.mode,
      editor.text == String(plan.checkpoint)
    else { return [] }
    interface.mode = .browse
    interface.notice = .init(
      text: "rolling back to step \(plan.checkpoint): the run saves itself first", role: .warn)
    return [.rollBack(checkpoint: plan.checkpoint)]
  }
}

extension PaneContext {
  /// What a rollback would do.
  var rollback: PaneContent {
    var content = PaneContent(title: Line("Roll back", .title))
    guard case .rollback(let plan, _) = state.interface.mode else { return content }
    for line in plan.lines {
      content.lines += text(line).rows(columns: columns).map { row in
        var shown = Line()
        shown.add(text(line), row, .text)
        return shown
      }
    }
    return content
  }
}

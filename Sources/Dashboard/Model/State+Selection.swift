import Core

extension State {
  /// Selects a row of the list of the view at hand.
  mutating func select(row: Int) {
    guard row >= 0, row < rowCount else { return }
    if interface.view == .constraints {
      interface.field = ConstraintField.allCases[row]
      interface.scroll[.field] = nil
    } else if let id = rowID(at: row, in: interface.view) {
      select(id)
    }
  }

  /// Selects what a row stands for, in the list of the view at hand.
  mutating func select(_ id: RowID) {
    switch id {
    case .proposal(let rollout) where interface.view == .queue:
      interface.held = rollout
      interface.page = .proposal
    case .proposal(let rollout):
      interface.task = rollout
      let isOver = tasks[rollout]?.phase.isFinal ?? false
      interface.page = isOver ? .proposal : .automatic
    case .flag(let flag): interface.flag = flag
    case .run(let path):
      interface.runPath = path
      interface.comparedRuns = nil
    case .moment(let serial): interface.timelineEntry = serial
    case .event(let serial): interface.logLine = serial
    }
    interface.scroll[interface.view.detail] = nil
  }

  /// What the selected row of the view at hand stands for.
  var selectedID: RowID? { selectedRow.flatMap { rowID(at: $0, in: interface.view) } }

  /// What a decision key acts on: the selected row of the view at hand.
  var decisionRow: RowID? {
    switch interface.view {
    case .live: interface.task.map(RowID.proposal)
    case .queue: interface.held.map(RowID.proposal)
    case .flags: interface.flag.map(RowID.flag)
    case .constraints, .runs, .timeline, .log: nil
    }
  }

  /// The proposal that `a` and `v` are about.
  var decisionTask: TaskRecord? {
    switch interface.view {
    case .live: interface.task.flatMap { tasks[$0] }
    case .queue: interface.held.flatMap { tasks[$0] }
    case .flags:
      interface.flag.flatMap { flags[$0] }.flatMap { tasks.owner(of: $0.flag.task) }
        .flatMap { tasks[$0] }
    case .constraints, .runs, .timeline, .log: nil
    }
  }

  /// The task that `v` is about, if a veto means something. A flag names its task, so that it can be
  /// vetoed even if nothing else is known of it here.
  var vetoTarget: TaskID? {
    if let record = decisionTask { return record.canVeto ? record.task : nil }
    guard interface.view == .flags else { return nil }
    return interface.flag.flatMap { flags[$0] }?.flag.task
  }

  /// Rows of the lists before a batch of events, by which selections find their neighbours after it.
  struct Selections {
    var held: Int?
    var flag: Int?
    var flagWasOpen: Bool
  }

  var selections: Selections {
    Selections(
      held: row(in: .queue), flag: row(in: .flags),
      flagWasOpen: interface.flag.flatMap { flags[$0] }.map { $0.verdict == nil } ?? false)
  }

  /// Gives selections whose row is gone, or is done with, to the row that took its place; a
  /// selection whose row is still there stays on it wherever the row went.
  mutating func settle(after before: Selections) {
    if let task = interface.task, !tasks.contains(task) {
      interface.task = nil
      interface.page = .automatic
      interface.scroll[.chain] = nil
    }
    if row(in: .queue) == nil {
      let index = min(before.held ?? 0, shownHeld.count - 1)
      interface.held = index >= 0 ? shownHeld[index] : nil
      if interface.view == .queue { interface.page = .proposal }
      interface.scroll[.heldTask] = nil
    }
    let isOpen = interface.flag.flatMap { flags[$0] }.map { $0.verdict == nil } ?? false
    if row(in: .flags) == nil || before.flagWasOpen && !isOpen {
      let index = min(before.flag ?? 0, shownFlagCount - 1)
      interface.flag = shownFlag(at: index)
      interface.scroll[.flag] = nil
    } else if !interface.hasReadFlags, interface.view != .flags {
      interface.flag = shownFlag(at: 0)
    }
    if case .vetoReason(let task) = interface.mode,
      tasks.owner(of: task).flatMap({ tasks[$0] })?.canVeto == false
    {
      interface.mode = .browse
      interface.notice = .init(text: "the task was decided meanwhile", role: .warn)
    }
  }
}

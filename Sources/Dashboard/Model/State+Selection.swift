import Core

/// A row of a list, by what it stands for.
enum RowID: Hashable, Sendable {
  case proposal(RolloutID)
  case flag(FlagID)
}

extension State {
  /// How many rows the list of the view at hand has.
  var rowCount: Int {
    switch interface.view {
    case .live: tasks.order.count
    case .queue: tasks.held.count
    case .flags: flags.count
    case .constraints: ConstraintField.allCases.count
    }
  }

  /// The selected row of the list of the view at hand.
  var selectedRow: Int? { row(in: interface.view) }

  /// The selected row of a view's list.
  func row(in view: View) -> Int? {
    switch view {
    case .live:
      interface.task.flatMap { tasks.order.lastIndex(of: $0) }.map { tasks.order.count - 1 - $0 }
    case .queue: interface.held.flatMap { tasks.held.firstIndex(of: $0) }
    case .flags: interface.flag.flatMap { flags.position(of: $0) }
    case .constraints: ConstraintField.allCases.firstIndex(of: interface.field)
    }
  }

  /// Selects a row of the list of the view at hand.
  mutating func select(row: Int) {
    guard row >= 0, row < rowCount else { return }
    switch interface.view {
    case .live:
      interface.task = tasks.order[tasks.order.count - 1 - row]
      let isOver = interface.task.flatMap { tasks[$0] }?.phase.isFinal ?? false
      interface.page = isOver ? .proposal : .automatic
    case .queue:
      interface.held = tasks.held[row]
      interface.page = .proposal
    case .flags: interface.flag = flags.flag(at: row)
    case .constraints: interface.field = ConstraintField.allCases[row]
    }
    interface.scroll[interface.view.detail] = nil
  }

  /// What a decision key acts on: the selected row of the view at hand.
  var decisionRow: RowID? {
    switch interface.view {
    case .live: interface.task.map(RowID.proposal)
    case .queue: interface.held.map(RowID.proposal)
    case .flags: interface.flag.map(RowID.flag)
    case .constraints: nil
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
    case .constraints: nil
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
    if interface.task.map({ !tasks.contains($0) }) ?? true {
      interface.task = interface.isFollowing ? nil : tasks.order.last
      interface.page = .automatic
      interface.scroll[.chain] = nil
    }
    if row(in: .queue) == nil {
      let index = min(before.held ?? 0, tasks.held.count - 1)
      interface.held = index >= 0 ? tasks.held[index] : nil
      if interface.view == .queue { interface.page = .proposal }
      interface.scroll[.heldTask] = nil
    }
    let isOpen = interface.flag.flatMap { flags[$0] }.map { $0.verdict == nil } ?? false
    if row(in: .flags) == nil || before.flagWasOpen && !isOpen {
      let index = min(before.flag ?? 0, flags.count - 1)
      interface.flag = flags.flag(at: index)
      interface.scroll[.flag] = nil
    } else if !interface.hasReadFlags, interface.view != .flags {
      interface.flag = flags.flag(at: 0)
    }
    if case .vetoReason(let task) = interface.mode,
      tasks.owner(of: task).flatMap({ tasks[$0] })?.canVeto == false
    {
      interface.mode = .browse
      interface.notice = .init(text: "the task was decided meanwhile", role: .warn)
    }
  }
}

import Core

extension State {
  /// Shows a view, and remembers where the operator was.
  mutating func go(to view: View) -> [Effect] {
    guard view != interface.view else { return [] }
    remember()
    return show(view)
  }

  private mutating func show(_ view: View) -> [Effect] {
    interface.view = view
    interface.isZoomed = false
    interface.page = view == .live && interface.isFollowing ? .automatic : .proposal
    if view == .flags { interface.hasReadFlags = true }
    if !layout(size).focusable(in: view).contains(interface.focusedPane) {
      interface.focus[view] = view.list
    }
    return view == .runs ? [.listRuns] : []
  }

  // MARK: - Back and forward

  private static let placeLimit = 100

  private var place: Interface.Place { Interface.Place(view: interface.view, row: selectedID) }

  private mutating func remember() {
    interface.past.append(place)
    interface.future = []
    if interface.past.count > Self.placeLimit { interface.past.removeFirst() }
  }

  mutating func goBack() {
    guard let target = interface.past.popLast() else { return }
    interface.future.append(place)
    show(target)
  }

  mutating func goForward() {
    guard let target = interface.future.popLast() else { return }
    interface.past.append(place)
    show(target)
  }

  private mutating func show(_ place: Interface.Place) {
    _ = show(place.view)
    interface.isFollowing = false
    if let row = place.row { select(row) }
  }

  // MARK: - Jumps

  /// Goes to what the selected line of the timeline or the log is about.
  mutating func openTarget() -> [Effect] {
    let target: Timeline.Target? =
      switch interface.view {
      case .timeline: shownMoment?.target
      case .log: shownEvent?.target
      default: nil
      }
    guard let target else {
      if interface.view == .timeline || interface.view == .log {
        interface.notice = .init(text: "nothing to open: this line is all there is", role: .dim)
      }
      return []
    }
    return open(target)
  }

  /// Shows a task, a flag or the constraints.
  mutating func open(_ target: Timeline.Target) -> [Effect] {
    switch target {
    case .constraints: return go(to: .constraints)
    case .flag(let flag):
      guard flags[flag] != nil else { return missing("the flag is no longer in memory") }
      let effects = go(to: .flags)
      if row(of: .flag(flag)) == nil { filter(by: "") }
      select(.flag(flag))
      return effects
    case .task(let task):
      guard let owner = tasks.owner(of: task), tasks.contains(owner) else {
        return missing("the task is no longer in memory")
      }
      interface.isFollowing = false
      let effects = go(to: .live)
      if row(of: .proposal(owner)) == nil { filter(by: "") }
      select(.proposal(owner))
      interface.page = .proposal
      return effects
    }
  }

  private func row(of id: RowID) -> Int? {
    (0..<rowCount).first { rowID(at: $0, in: interface.view) == id }
  }

  private mutating func missing(_ text: Chrome) -> [Effect] {
    interface.notice = .init(text: text, role: .warn)
    return []
  }

  // MARK: - Holding still

  /// Holds the screen still, or lets it go on to where the run is by now.
  mutating func toggleFreeze() {
    guard let live = behind.first else {
      behind = [self]
      return
    }
    var next = live
    next.interface = interface
    // What was decided meanwhile is no longer on its way.
    next.interface.sent = interface.sent.filter { task, _ in
      next.tasks.owner(of: task).flatMap { next.tasks[$0] }?.review == nil
    }
    next.size = size
    next.themes = themes
    next.runs = runs
    next.behind = []
    next.narrowed = NarrowedLists()
    let before = selections
    self = next
    narrowed.update(from: self)
    settle(after: before)
  }

  /// Whether the screen is held still while the run goes on.
  public var isStill: Bool { !behind.isEmpty }
}

extension RunEvent {
  /// What the event is about, for the jump to it.
  var target: Timeline.Target? {
    switch body {
    case .flagRaised(let flag): .flag(flag.id)
    case .flagReviewed(let review): .flag(review.flag)
    case .constraintsApplied, .constraintsRefused, .constraintsPreviewed: .constraints
    case .verdictUndone(let event): .task(event.task)
    case .taskEdited(let event): .task(event.task)
    case .auditDrawn(let event): .task(event.task)
    case .auditReviewed(let event): .task(event.task)
    case .taskProposed(let event): .task(event.task)
    case .taskRejected(let event): .task(event.task)
    case .taskValidated(let event): .task(event.task)
    case .taskHeld(let event): .task(event.task)
    case .taskReviewed(let event): .task(event.task)
    case .taskScored(let event): .task(event.task)
    case .taskAdmitted(let event): .task(event.task)
    case .taskPurged(let event): .task(event.task)
    case .rolloutFinished(let event): .task(event.task)
    case .alarmRaised(let event): event.tasks?.last.map(Timeline.Target.task)
    default: nil
    }
  }
}

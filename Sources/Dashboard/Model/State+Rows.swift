import Core

/// A row of a list, by what it stands for.
enum RowID: Hashable, Sendable {
  case proposal(RolloutID)
  case flag(FlagID)
  case run(String)
  /// A serial number in the timeline or the log.
  case moment(Int)
  case event(Int)
}

extension State {
  /// The proposals that the Live view lists, oldest first.
  var shownTasks: [RolloutID] { narrowed.tasks ?? tasks.order }
  /// The held tasks that the Queue view lists, oldest first.
  var shownHeld: [RolloutID] { narrowed.held ?? tasks.held }

  /// The flag in a row of the Flags view.
  func shownFlag(at row: Int) -> FlagID? {
    guard let narrowed = narrowed.flags else { return flags.flag(at: row) }
    return narrowed.indices.contains(row) ? narrowed[row] : nil
  }

  var shownFlagCount: Int { narrowed.flags?.count ?? flags.count }

  /// The sections of the flags that are listed.
  var shownFlagSections: [FlagTable.Section] {
    guard let narrowed = narrowed.flags else { return flags.sections }
    var sections: [FlagTable.Section] = []
    for (row, record) in narrowed.compactMap({ flags[$0] }).enumerated() {
      let rule = record.verdict == nil ? record.flag.rule : nil
      let severity = record.verdict == nil ? record.flag.severity : .low
      if let last = sections.last, last.rule == rule, last.severity == severity {
        sections[sections.count - 1].count += 1
      } else {
        sections.append(FlagTable.Section(rule: rule, severity: severity, start: row, count: 1))
      }
    }
    return sections
  }

  /// How many rows the list of a view has.
  func rowCount(in view: View) -> Int {
    switch view {
    case .live: shownTasks.count
    case .queue: shownHeld.count
    case .flags: shownFlagCount
    case .constraints: ConstraintField.allCases.count
    case .runs: narrowed.runs?.count ?? runs.count
    case .timeline: narrowed.timeline?.count ?? timeline.entries.count
    case .log: narrowed.log?.count ?? trace.events.count
    }
  }

  /// How many rows there would be without a filter.
  func fullCount(of view: View) -> Int {
    switch view {
    case .live: tasks.order.count
    case .queue: tasks.held.count
    case .flags: flags.count
    case .constraints: ConstraintField.allCases.count
    case .runs: runs.count
    case .timeline: timeline.entries.count
    case .log: trace.events.count
    }
  }

  /// How many rows the list of the view at hand has.
  var rowCount: Int { rowCount(in: interface.view) }

  /// What a row of a view's list stands for; nil for a field of the constraints.
  func rowID(at row: Int, in view: View) -> RowID? {
    guard row >= 0, row < rowCount(in: view) else { return nil }
    switch view {
    case .live: return .proposal(shownTasks[shownTasks.count - 1 - row])
    case .queue: return .proposal(shownHeld[row])
    case .flags: return shownFlag(at: row).map(RowID.flag)
    case .constraints: return nil
    case .runs: return .run(narrowed.runs?[row] ?? runs[row].path)
    case .timeline:
      if let narrowed = narrowed.timeline { return .moment(narrowed[narrowed.count - 1 - row]) }
      return .moment(timeline.entries[timeline.entries.count - 1 - row].serial)
    case .log:
      if let narrowed = narrowed.log { return .event(narrowed[narrowed.count - 1 - row]) }
      return .event(trace.serials.upperBound - 1 - row)
    }
  }

  /// The selected row of the list of the view at hand.
  var selectedRow: Int? { row(in: interface.view) }

  /// The selected row of a view's list.
  func row(in view: View) -> Int? {
    switch view {
    case .live:
      return interface.task.flatMap { shownTasks.lastIndex(of: $0) }
        .map { shownTasks.count - 1 - $0 }
    case .queue: return interface.held.flatMap { shownHeld.firstIndex(of: $0) }
    case .flags:
      guard let narrowed = narrowed.flags else {
        return interface.flag.flatMap { flags.position(of: $0) }
      }
      return interface.flag.flatMap { narrowed.firstIndex(of: $0) }
    case .constraints: return ConstraintField.allCases.firstIndex(of: interface.field)
    case .runs:
      let paths = narrowed.runs ?? runs.map(\.path)
      return interface.runPath.flatMap { paths.firstIndex(of: $0) }
    case .timeline:
      guard let serial = interface.timelineEntry else { return nil }
      guard let narrowed = narrowed.timeline else {
        return timeline.index(of: serial).map { timeline.entries.count - 1 - $0 }
      }
      return narrowed.lastIndex(of: serial).map { narrowed.count - 1 - $0 }
    case .log:
      guard let serial = interface.logLine else { return nil }
      guard let narrowed = narrowed.log else {
        return trace.serials.contains(serial) ? trace.serials.upperBound - 1 - serial : nil
      }
      return narrowed.lastIndex(of: serial).map { narrowed.count - 1 - $0 }
    }
  }

  /// The timeline's entry that is selected, or else the newest.
  var shownMoment: Timeline.Entry? {
    let serial = interface.timelineEntry ?? rowSerial(0, in: .timeline)
    return serial.flatMap { timeline.index(of: $0) }.map { timeline.entries[$0] }
  }

  /// The event of the log that is selected, or else the newest.
  var shownEvent: RunEvent? {
    (interface.logLine ?? rowSerial(0, in: .log)).flatMap { trace[$0] }
  }

  /// The run that is selected, or else the first.
  var shownRun: RunListing? {
    guard let path = interface.runPath else { return runs.first }
    return runs.first { $0.path == path }
  }

  private func rowSerial(_ row: Int, in view: View) -> Int? {
    switch rowID(at: row, in: view) {
    case .moment(let serial), .event(let serial): serial
    default: nil
    }
  }
}

import Core

/// The rows that filters leave of the lists, kept up to date as the run goes on.
///
/// What a filter said of a row is remembered until the row changes, so that a batch of events costs
/// what it changed and not what the lists hold.
struct NarrowedLists: Sendable {
  /// Oldest first, like the list that it is taken from.
  private(set) var tasks: [RolloutID]?
  private(set) var held: [RolloutID]?
  /// In the order of the list.
  private(set) var flags: [FlagID]?
  private(set) var runs: [String]?
  /// Serial numbers, oldest first.
  private(set) var timeline: [Int]?
  private(set) var log: [Int]?

  private var judgedTasks: [RolloutID: (changes: Int, isIn: Bool)] = [:]
  private var judgedFlags: [FlagID: (verdict: FlagVerdict?, isIn: Bool)] = [:]
  private var timelineEnd = 0
  private var logEnd = 0

  /// Forgets everything about a view's list, as when its filter changes.
  mutating func reset(_ view: View) {
    switch view {
    case .live, .queue:
      judgedTasks = [:]
      if view == .live { tasks = nil } else { held = nil }
    case .flags: (flags, judgedFlags) = (nil, [:])
    case .runs: runs = nil
    case .timeline: (timeline, timelineEnd) = (nil, 0)
    case .log: (log, logEnd) = (nil, 0)
    case .constraints: break
    }
  }

  /// Brings the narrowed lists up to date.
  mutating func update(from state: State) {
    let filters = state.interface.filters
    if filters.isEmpty { return }
    if filters[.live] != nil || filters[.queue] != nil { narrowTasks(state) }
    if let filter = filters[.flags] { narrowFlags(state, filter) }
    if let filter = filters[.runs] {
      runs = state.runs.filter { filter.accepts([$0.name, $0.state, "seed \($0.seed)"]) }
        .map(\.path)
    }
    if let filter = filters[.timeline] {
      let first = state.timeline.entries.first?.serial ?? 0
      var kept = (timeline ?? []).filter { $0 >= first }
      for entry in state.timeline.entries where entry.serial >= timelineEnd {
        if filter.accepts([entry.text, "step \(entry.step)"]) { kept.append(entry.serial) }
      }
      timelineEnd = (state.timeline.entries.last?.serial ?? -1) + 1
      timeline = kept
    }
    if let filter = filters[.log] {
      var kept = (log ?? []).filter { $0 >= state.trace.first }
      for serial in state.trace.serials.suffix(max(0, state.trace.serials.upperBound - logEnd)) {
        if let event = state.trace[serial], filter.accepts([EventLine.text(event)]) {
          kept.append(serial)
        }
      }
      logEnd = state.trace.serials.upperBound
      log = kept
    }
  }

  private mutating func narrowTasks(_ state: State) {
    if let filter = state.interface.filters[.live] {
      tasks = state.tasks.order.filter { accepts($0, filter, state) }
      if judgedTasks.count > 2 * TaskTable.recordLimit {
        judgedTasks = judgedTasks.filter { state.tasks.contains($0.key) }
      }
    }
    if let filter = state.interface.filters[.queue] {
      held = state.tasks.held.filter { id in
        state.tasks[id].map { filter.accepts(state.texts(of: $0)) } ?? false
      }
    }
  }

  private mutating func accepts(_ id: RolloutID, _ filter: ListFilter, _ state: State) -> Bool {
    guard let record = state.tasks[id] else { return false }
    if let judged = judgedTasks[id], judged.changes == record.changes { return judged.isIn }
    let isIn = filter.accepts(state.texts(of: record))
    judgedTasks[id] = (record.changes, isIn)
    return isIn
  }

  private mutating func narrowFlags(_ state: State, _ filter: ListFilter) {
    var kept: [FlagID] = []
    for row in 0..<state.flags.count {
      guard let id = state.flags.flag(at: row), let record = state.flags[id] else { continue }
      let isIn: Bool
      if let judged = judgedFlags[id], judged.verdict == record.verdict {
        isIn = judged.isIn
      } else {
        isIn = filter.accepts(record.texts)
        judgedFlags[id] = (record.verdict, isIn)
      }
      if isIn { kept.append(id) }
    }
    if judgedFlags.count > 2 * (FlagTable.openLimit + FlagTable.reviewedLimit) {
      judgedFlags = [:]
    }
    flags = kept
  }
}

extension State {
  /// The texts of a proposal that a filter or a search looks at: what its row says, and all that was
  /// written in it.
  func texts(of record: TaskRecord) -> [String] {
    let (word, _) = words(for: record)
    let rules = record.flags.compactMap { flags[$0]?.flag.rule }
    let row =
      "\(record.task?.rawValue ?? "#\(record.id.rawValue)") \(record.type.rawValue) "
      + "\(record.type.abbreviation) \(word.text) step \(record.step) "
      + rules.joined(separator: " ")
    let content = record.content
    return [
      row, content.program, content.input, content.output, content.message, record.chain,
      record.rejectionDetail,
    ].filter { !$0.isEmpty } + record.solvers.map(\.chain)
  }
}

extension FlagRecord {
  /// The texts of a flag that a filter or a search looks at.
  var texts: [String] {
    let word =
      switch verdict {
      case .confirm: "confirmed"
      case .dismiss: "dismissed"
      case .second: "second"
      default: "open"
      }
    return [
      "\(flag.task.rawValue) \(flag.rule) \(flag.severity.rawValue) \(word) step \(step)",
      flag.detail, flag.text,
    ]
  }
}

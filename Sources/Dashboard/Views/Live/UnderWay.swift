import Core

extension PaneContext {
  /// What is being sampled, a line each, while no task is selected: the line stands still, and the end
  /// of its text grows.
  var underWay: PaneContent {
    let rollouts = state.seats.compactMap { $0.flatMap(state.rolloutUnderWay) }
    var title = Line("Being sampled", .title)
    title.add("  none selected", .dim)
    var content = PaneContent(title: title)
    content.lines = rollouts.map(underWayLine)
    if rollouts.isEmpty { content.lines = words(idleWords) }
    content.lines += words("j selects a task, f follows one after the other.")
    return content
  }

  private func underWayLine(_ rollout: State.RolloutUnderWay) -> Line {
    var line = Line()
    if let task = rollout.record.task {
      line.add(cut: text(task.rawValue.prefix(6)), to: 6, .text, more: glyphs.more)
    } else {
      line.add("#\(rollout.record.id.rawValue)", .dim)
    }
    line.pad(to: 7)
    line.add(
      "\(rollout.record.type.letters) \(rollout.role == .proposer ? "propose" : "solve  ") ",
      rollout.role == .proposer ? .info : .running)
    line.add("\(glyphs.gutter) ", .gutter)
    let room = max(8, columns - line.width)
    // Of the last line the last row: it fills from the left as the tokens come.
    let last = rollout.text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    let shown = text(String(last.suffix(4 * room)))
    if let row = shown.rows(columns: room).last { line.add(shown, row, .chain) }
    return line
  }

  private var idleWords: Chrome {
    switch state.run.status {
    case .connecting: "The run is being loaded."
    case .seeding: "The buffers are being seeded."
    case .running: "Nothing is being sampled: the policy is updated or evaluated."
    case .pausing, .paused: "The run is paused: p goes on, . runs one step."
    case .stopped: "The run has ended."
    }
  }
}

extension State {
  /// A rollout that is being sampled.
  struct RolloutUnderWay {
    var record: TaskRecord
    var role: Role
    var text: String
  }

  /// What of a proposal is being sampled, if anything: of a task's rollouts the last.
  func rolloutUnderWay(_ id: RolloutID) -> RolloutUnderWay? {
    guard let record = tasks[id] else { return nil }
    if let solver = record.solvers.last(where: { $0.result == nil }) {
      return RolloutUnderWay(record: record, role: .solver, text: solver.chain)
    }
    guard record.phase == .proposing else { return nil }
    return RolloutUnderWay(record: record, role: .proposer, text: record.chain)
  }

  /// Most proposals that are shown at once while they are sampled.
  private static let seatCount = 10

  /// Gives every proposal that is being sampled a line, which it keeps until it is done with: lines
  /// that wander cannot be read, and are sent anew each time.
  mutating func seatRollouts() {
    guard interface.view == .live, interface.task == nil else { return }
    seats = seats.map { $0.flatMap { rolloutUnderWay($0) == nil ? nil : $0 } }
    while seats.count < Self.seatCount { seats.append(nil) }
    guard seats.contains(nil) else { return }
    let seated = Set(seats.compactMap(\.self))
    var waiting: [RolloutID] = []
    for id in tasks.order.suffix(512).reversed() where waiting.count < Self.seatCount {
      if !seated.contains(id), rolloutUnderWay(id) != nil { waiting.append(id) }
    }
    for (index, next) in zip(seats.indices.filter { seats[$0] == nil }, waiting) {
      seats[index] = next
    }
  }
}

extension Verdict {
  /// The verdict as a thing that was sent.
  var noun: Chrome {
    switch self {
    case .approve: "approval"
    case .veto: "veto"
    case .edit: "edit"
    case .defer: "deferral"
    case .escalate: "escalation"
    }
  }
}

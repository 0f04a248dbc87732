import Core

extension PaneContext {
  /// The proposals, newest first.
  var taskList: PaneContent {
    var title = Line("Tasks", .title)
    title.add(state.interface.isFollowing ? "  follow ON" : "  follow off", .dim)
    addMarks(to: &title)
    addFilter(.live, to: &title)
    let shown = state.shownTasks
    return list(
      title: title, heads: taskHeads, count: shown.count, selected: state.row(in: .live),
      empty: state.tasks.order.isEmpty
        ? "No task has been proposed yet." : "No task passes the filter."
    ) { row, _ in
      let id = shown[shown.count - 1 - row]
      return state.tasks[id].map { [taskLine($0, isSelected: id == state.interface.task)] } ?? []
    }
  }

  /// How many tasks are marked.
  func addMarks(to title: inout Line) {
    let count = state.interface.marked.count
    if count > 0 { title.add("  \(count) marked", .key) }
  }

  /// The sign before a row: selected, marked, or neither.
  func rowSign(_ record: TaskRecord, isSelected: Bool) -> Chrome {
    if isSelected { return Chrome(glyphs.selected) }
    return record.task.map { state.interface.marked.contains($0) } ?? false ? "*" : " "
  }

  /// Digits of a task id that a list has room for.
  var idWidth: Int { columns >= 48 ? 12 : 6 }

  /// Columns of a proposal's state: what the columns beside it leave, which is room for the longest
  /// reason of a rejection where the list is wide.
  private var stateWidth: Int { max(10, columns - idWidth - 18) }

  private var taskHeads: Line {
    var line = Line(" \(Chrome("task").padded(to: idWidth)) typ ", .dim)
    line.add(Chrome("state").padded(to: stateWidth), .dim)
    line.add("slv   rew fl", .dim)
    return line
  }

  private func taskLine(_ record: TaskRecord, isSelected: Bool) -> Line {
    var line = Line(rowSign(record, isSelected: isSelected), .accent)
    addID(record, to: &line)
    line.add(" \(record.type.letters) ")
    let (word, role) = state.words(for: record)
    let start = line.width
    line.add(word, role)
    let end = start + stateWidth - 1
    if line.width > end { line.cut(to: end, more: glyphs.more) }
    line.pad(to: end + 1)
    line.add(record.solveRate.map(Chrome.share) ?? "  -", .solveRate)
    let reward = record.reward.map { Chrome.fixed($0, 2, signed: true) } ?? "-"
    line.add(reward.aligned(to: 6), (record.reward ?? 0) < 0 ? .warn : .text)
    addFlags(record, to: &line)
    return line
  }

  /// The beginning of a task's id, or the number of the rollout that is proposing it.
  func addID(_ record: TaskRecord, to line: inout Line) {
    let start = line.width
    if let task = record.task {
      line.add(cut: text(task.rawValue.prefix(idWidth)), to: idWidth, .text, more: glyphs.more)
    } else {
      line.add("#\(record.id.rawValue)", .dim)
    }
    line.pad(to: start + idWidth)
  }

  /// The number of a task's flags in the role of the gravest that is open.
  func addFlags(_ record: TaskRecord, to line: inout Line) {
    guard !record.flags.isEmpty else { return line.add("  -", .dim) }
    let open = record.flags.compactMap { state.flags[$0] }.filter { $0.verdict == nil }
    let gravest = open.map(\.flag.severity).max()
    let sign: Chrome = gravest == .high ? "!" : " "
    line.add(
      "\(Chrome("\(record.flags.count)").aligned(to: 2))\(sign)",
      gravest.map(StyleRole.flag) ?? .dim)
  }
}

extension State {
  /// A proposal's state in a word or two.
  func words(for record: TaskRecord) -> (Chrome, StyleRole) {
    switch record.phase {
    case .proposing: ("propose", .info)
    case .proposed: ("proposed", .info)
    case .validated: ("valid", .info)
    case .held: ("HELD", .held)
    case .approved: ("approved", .ok)
    case .solving:
      run.rollouts > 0
        ? ("solve \(record.graded)/\(run.rollouts)", .running) : ("solving", .running)
    case .scored: ("scored", .info)
    case .admitted: ("ok", .ok)
    case .rejected(let reason): ("x \(reason)", .warn)
    case .vetoed: ("vetoed", .vetoed)
    case .purged: ("purged", .vetoed)
    }
  }
}

extension TaskType {
  /// The type in one letter, where three don't fit.
  var letter: Chrome {
    switch self {
    case .deduction: "d"
    case .abduction: "a"
    case .induction: "i"
    case .errorDeduction: "e"
    }
  }

  /// The type in three letters.
  var letters: Chrome {
    switch self {
    case .deduction: "ded"
    case .abduction: "abd"
    case .induction: "ind"
    case .errorDeduction: "err"
    }
  }
}

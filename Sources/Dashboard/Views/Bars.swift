import Core

extension Canvas {
  /// The run in one line: all that a tiny screen shows.
  mutating func drawStatusLine(_ state: State) {
    draw(headerLine(state, columns: frame.size.columns), row: 0, column: 0, end: frame.size.columns)
  }

  mutating func drawHeader(_ state: State) {
    let columns = frame.size.columns
    draw(headerLine(state, columns: columns), row: 0, column: 0, end: columns)
  }

  /// The parts of the header that fit; the least important ones go first.
  private func headerLine(_ state: State, columns: Int) -> Line {
    let gap = columns < 100 ? 1 : 2
    var parts = headerParts(state)
    while parts.reduce(1, { $0 + $1.line.width + gap }) - gap > columns,
      let least = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }), parts.count > 1
    {
      parts.remove(at: least)
    }
    var line = Line(" ", .header)
    for (index, part) in parts.enumerated() {
      if index > 0 { line.add(Chrome(repeating: " ", count: gap)) }
      line.append(part.line)
    }
    return line
  }

  /// The parts in their order from left to right, with rank 0 for what is dropped last.
  private func headerParts(_ state: State) -> [(line: Line, rank: Int)] {
    let run = state.run
    var parts: [(line: Line, rank: Int)] = [(Line("PROCTOR", .accent), 9)]
    if state.isReadOnly { parts.append((Line("READ-ONLY", .info), 0)) }
    if state.isAttached { parts.append((Line("ATTACHED", .info), 0)) }
    if let replay = state.replay {
      parts.append((Line(replay.word, .prompt), 0))
      parts.append((Line("event \(Int(replay.seq))/\(Int(replay.last))", .dim), 6))
    }
    if state.isStill { parts.append((Line("STILL", .prompt), 0)) }
    var name = Line()
    name.add(cut: text(run.name), to: 20, .header, more: glyphs.more)
    if name.width > 0 { parts.append((name, 6)) }
    parts.append((Line(run.status.word, run.status.role), 0))
    let step: Chrome =
      run.stepLimit.map { "step \(run.step)/\($0)" } ?? "step \(run.step)"
    parts.append((Line(step, .header), 1))
    if let checkpoint = run.checkpoint { parts.append((Line("ck \(checkpoint)", .dim), 7)) }
    if let speed = run.stepsPerSecond {
      parts.append((Line("\(.fixed(speed, speed < 1 ? 2 : 1))/s", .dim), 8))
    }
    parts.append((Line("\(run.policy)", run.policy == .observe ? .dim : .held), 4))
    let held = state.tasks.held.count
    parts.append((Line("queue \(held)", held > 0 ? .held : .dim), 3))
    let open = state.flags.openCount
    let sign: Chrome = state.flags.openHighCount > 0 ? "!" : ""
    let flagRole: StyleRole =
      state.flags.mostUrgent.map { .flag($0.flag.severity) } ?? .dim
    parts.append((Line("FLAGS \(open)\(sign)", flagRole), 2))
    if let revision = state.constraints.current?.number {
      parts.append((Line("R\(revision)", .dim), 5))
    }
    return parts
  }

  /// The names of the views.
  mutating func drawTabs(_ state: State, _ form: Layout.Form) {
    var line = Line()
    for tab in state.tabs(columns: frame.size.columns) {
      let isShown = tab.view == state.interface.view
      line.add(isShown ? "[\(tab.name)]" : " \(tab.name) ", isShown ? .tabActive : .tab)
    }
    draw(line, row: 1, column: 0, end: frame.size.columns)
    let crumbs = breadcrumb(state)
    if line.width + crumbs.width + 3 <= frame.size.columns {
      draw(
        crumbs, row: 1, column: frame.size.columns - crumbs.width - 1, end: frame.size.columns)
    }
  }

  /// Where the operator is: view, row, and what of it is shown.
  private func breadcrumb(_ state: State) -> Line {
    var line = Line("\(state.interface.view.title)", .dim)
    if let record = state.decisionTask {
      line.add(" > ", .dim)
      if let task = record.task {
        line.add(cut: text(task.rawValue), to: 12, .title, more: glyphs.more)
      } else {
        line.add("#\(record.id.rawValue)", .title)
      }
      if state.interface.view != .flags, case .solver(let id) = state.shownPage(of: record),
        let index = record.solvers.firstIndex(where: { $0.id == id })
      {
        line.add(" > rollout \(index + 1)", .dim)
      }
    }
    if state.interface.isZoomed { line.add(" > zoom", .dim) }
    return line
  }

  /// Alert, hints and prompt; a narrow screen has hints and prompt only.
  mutating func drawFooter(_ state: State, _ form: Layout.Form) {
    let (rows, columns) = (frame.size.rows, frame.size.columns)
    let alert = alertLine(state)
    if form == .narrow {
      let isUrgent = state.interface.notice != nil || state.interface.isStopping
      draw(isUrgent ? alert : hintLine(state), row: rows - 2, column: 0, end: columns)
    } else {
      draw(alert, row: rows - 3, column: 0, end: columns)
      draw(hintLine(state), row: rows - 2, column: 0, end: columns)
    }
    drawPrompt(state, row: rows - 1)
  }

  private func hintLine(_ state: State) -> Line {
    var line = Line()
    for binding in state.hints(columns: frame.size.columns) {
      line.add(" ")
      line.add(binding.hint, .key)
      line.add(" \(binding.description) ", .dim)
    }
    return line
  }

  /// The most important thing that the operator should know now.
  private func alertLine(_ state: State) -> Line {
    if let notice = state.interface.notice {
      var line = Line(" \(notice.text)", notice.role)
      if !notice.detail.isEmpty {
        line.add(" \(glyphs.gutter) ", .gutter)
        line.add(text(notice.detail), notice.role)
      }
      return line
    }
    switch state.interface.mode {
    case .vetoReason, .vetoMarked:
      let treatment = state.oversight.treatment.treatment
      switch treatment {
      case .interrupt:
        return Line(" Interrupt: no gradient, never a reference, batch refilled", .prompt)
      case .teach: return Line(" \(state.oversight.concealment) \(treatment)", .danger)
      case .shadow, .constrain, .fix: return Line(" \(treatment)", .prompt)
      }
    default: break
    }
    if state.interface.isStopping {
      return Line(" stopping at the next safe point; then the run is saved", .prompt)
    }
    if let alarm = state.alarm {
      var line = Line(" ALARM \(glyphs.gutter) ", .danger)
      let hint: Chrome = state.interface.view == .flags ? "" : "  x dismisses it"
      let room = max(8, frame.size.columns - line.width - hint.width - 1)
      line.add(
        cut: text("\(alarm.code): \(alarm.message)"), to: room, .danger, more: glyphs.more)
      line.add(hint, .dim)
      return line
    }
    // Only the gravest call out: what is raised at every step would be a line that nobody reads.
    if let urgent = state.flags.mostUrgent, urgent.flag.severity == .high,
      state.interface.view != .flags
    {
      var line = Line(" \(urgent.flag.severity.signs) flag: 3 opens it ", .flagHigh)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(text("\(urgent.flag.rule): \(urgent.flag.detail)"), .text)
      line.add(" \(state.flags.measure(of: urgent.flag.rule, urgent.flag.quality))", .dim)
      return line
    }
    return Line()
  }

  /// The question that is open, or what a decision key would act on.
  private mutating func drawPrompt(_ state: State, row: Int) {
    let columns = frame.size.columns
    var line = Line(" > ", .prompt)
    switch state.interface.mode {
    case .quitPrompt:
      line.add(
        state.interface.isStopping
          ? "leave without waiting for the run to be saved? y/n (no)"
          : "stop at the next safe point, save and quit? y/n (no)", .prompt)
    case .vetoReason(let task):
      line.add("veto ", .prompt)
      line.add(text(task.rawValue), .prompt)
      line.add(": why?", .prompt)
    case .vetoMarked:
      line.add("veto \(state.markedTasks(.veto).count) marked tasks: why?", .prompt)
    case .approveMarked:
      line.add("approve \(state.markedTasks(.approve).count) marked tasks? y/n (no)", .prompt)
    case .countMarked(let verdict, let editor):
      let count = state.markedTasks(verdict).count
      let verb: Chrome = verdict == .approve ? "approve" : "veto"
      line.add("\(verb) \(count) marked tasks: type \(count) to go on ", .prompt)
      add(editor, to: &line, row: row)
    case .rollback(let plan, let editor):
      line.add("roll back: type \(plan.checkpoint), then y ", .prompt)
      add(editor, to: &line, row: row)
    case .policyMenu:
      line.add("what waits for review? now \(state.run.policy)", .prompt)
    case .flagging(let flag, let editor):
      line.add("flag ", .prompt)
      line.add(cut: text(flag.task.rawValue), to: 6, .prompt, more: glyphs.more)
      line.add("'s \(flag.field), ", .prompt)
      line.add("\(flag.severity)", .flag(flag.severity))
      line.add(": what is seen? ", .prompt)
      add(editor, to: &line, row: row)
    case .reason(let editor, let act):
      line.add(act == nil ? "why, of what you do next? " : "why? ", .prompt)
      add(editor, to: &line, row: row)
    case .search(let editor):
      line.add("search ", .prompt)
      add(editor, to: &line, row: row)
    case .filter(let editor):
      line.add("filter (! inverse, ~ fuzzy) ", .prompt)
      add(editor, to: &line, row: row)
    case .palette(let editor, _):
      line.add(": ", .prompt)
      add(editor, to: &line, row: row)
    case .themes: line.add("theme", .prompt)
    case .editing(let field, _):
      line.add("\(field)", .prompt)
    case .ruleTrial: line.add("rules", .prompt)
    case .browse, .help, .bytes:
      if let reason = state.interface.reason {
        line.add("why: ", .prompt)
        line.add(cut: text(reason), to: 24, .editor, more: glyphs.more)
        line.add("  ")
      }
      if let count = state.interface.count { line.add("\(count) ", .key) }
      addTarget(state, to: &line)
    }
    draw(line, row: row, column: 0, end: columns)
  }

  /// A text field after its question.
  private mutating func add(_ editor: LineEditor, to line: inout Line, row: Int) {
    line.add("\(glyphs.gutter) ", .gutter)
    let before = text(String(String.UnicodeScalarView(editor.scalars.prefix(editor.cursor))))
    let room = max(1, frame.size.columns - line.width - 1)
    // The text is scrolled until the cursor is in sight.
    let shown = text(editor.text)
    let cursor = before.width(of: before.line(0))
    var start = 0
    while cursor - shown.width(of: 0..<start) > room, start < shown.elements.count { start += 1 }
    placeCursor(row: row, column: line.width + cursor - shown.width(of: 0..<start))
    line.add(shown, start..<max(start, shown.line(0).upperBound), .editor)
  }

  private func addTarget(_ state: State, to line: inout Line) {
    if state.interface.view == .flags, let flag = state.interface.flag {
      line.add("flag \(flag.rawValue) ", .prompt)
    }
    guard let record = state.decisionTask else {
      if let task = state.vetoTarget {
        line.add("task ", .dim)
        line.add(text(task.rawValue), .prompt)
      }
      return
    }
    if let task = record.task {
      line.add("task ", .dim)
      line.add(text(task.rawValue), .prompt)
    } else {
      line.add("rollout \(record.id.rawValue)", .prompt)
    }
    let (word, role) = state.words(for: record)
    line.add(" \(record.type) ", .dim)
    line.add(word, role)
    if let sent = record.task.flatMap({ state.interface.sent[$0] }) {
      line.add("  \(sent.noun) sent", .held)
    }
  }
}

/// A view's name in the line of tabs.
struct Tab {
  var view: View
  var name: Chrome
}

extension State {
  /// The names of the views in as many words as fit: all of them, short ones, or only that of the
  /// view at hand.
  func tabs(columns: Int) -> [Tab] {
    for length in [Tab.Length.full, .short, .number] {
      let tabs = View.allCases.map { view in
        Tab(
          view: view,
          name: tabName(view, view == interface.view && length == .number ? .short : length))
      }
      let width = tabs.reduce(0) { $0 + $1.name.width + 2 }
      if width <= columns || length == .number { return tabs }
    }
    return []
  }

  private func tabName(_ view: View, _ length: Tab.Length) -> Chrome {
    let count =
      switch view {
      case .queue: tasks.held.count
      case .flags: flags.openCount
      default: 0
      }
    let title: Chrome =
      switch length {
      case .full: view.title
      case .short: view.shortTitle
      case .number: ""
      }
    let name: Chrome = "\(view.rawValue + 1)\(title.width > 0 ? " " : "")\(title)"
    return count == 0 ? name : "\(name)(\(.count(count)))"
  }
}

extension Tab {
  fileprivate enum Length: Int, Comparable {
    case number, short, full

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }
}

extension View {
  fileprivate var shortTitle: Chrome {
    switch self {
    case .constraints: "Cons"
    case .timeline: "Time"
    default: title
    }
  }
}

extension RunSummary.Status {
  var word: Chrome {
    switch self {
    case .connecting: "WAITING"
    case .seeding: "SEEDING"
    case .running: "RUNNING"
    case .pausing: "PAUSING"
    case .paused: "PAUSED"
    case .stopped(let reason): "STOPPED \(reason)"
    }
  }

  fileprivate var role: StyleRole {
    switch self {
    case .connecting, .seeding: .info
    case .running: .running
    case .pausing, .paused: .paused
    case .stopped(.failed): .danger
    case .stopped: .accent
    }
  }
}

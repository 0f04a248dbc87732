import Core

extension PaneContext {
  /// The flags: open ones first, the gravest on top.
  var flagList: PaneContent {
    let flags = state.flags
    return list(
      title: Line("Flags (\(flags.openCount) open of \(flags.count))", .title),
      heads: Line(" sev rule             \(Chrome("task").padded(to: idWidth)) step", .dim),
      count: flags.count, selected: state.row(in: .flags),
      empty: "No monitor has raised a flag. That does not show that the tasks are safe."
    ) { row in
      guard let id = flags.flag(at: row), let record = flags[id] else { return nil }
      let flag = record.flag
      var line = Line(id == state.interface.flag ? Chrome(glyphs.selected) : " ", .accent)
      let isOpen = record.verdict == nil
      line.add(flag.severity.signs, isOpen ? .flag(flag.severity) : .dim)
      line.add(" ")
      line.add(cut: text(flag.rule), to: 16, isOpen ? .text : .dim, more: glyphs.more)
      line.pad(to: 22)
      line.add(cut: text(flag.task.rawValue.prefix(idWidth)), to: idWidth, .dim, more: glyphs.more)
      line.pad(to: 22 + idWidth)
      line.add(Chrome("\(record.step)").aligned(to: 5), .dim)
      line.add(record.verdict.words, record.verdict == .confirm ? .danger : .dim)
      return line
    }
  }

  /// The selected flag: what was seen, where, and the hit in the middle of its text.
  var flagDetail: PaneContent {
    guard let record = state.interface.flag.flatMap({ state.flags[$0] }) else {
      return PaneContent(
        title: Line("Flag", .title), lines: words("The flag that is selected is shown here."))
    }
    let flag = record.flag
    var title = Line("Flag \(flag.id.rawValue) ", .title)
    title.add(cut: text(flag.rule), to: 24, .title, more: glyphs.more)
    var content = PaneContent(title: title)
    content.lines.append(Line("\(flag.severity) severity", .flag(flag.severity)))
    content.lines += words(
      "in the \(flag.role)'s \(flag.field), \(flag.type), rollout \(flag.rollout.rawValue)")
    content.lines += labelled("task", flag.task.rawValue, .text)
    content.lines += labelled("seen", flag.detail, .text)
    content.lines += words(precision(of: flag.rule))
    if let verdict = record.verdict {
      let word: Chrome = verdict == .confirm ? "confirm." : "dismiss."
      content.lines += labelled(word, "by \(record.by)", verdict == .confirm ? .danger : .dim)
    }
    let shown = text(flag.text)
    let hit = shown.elements(ofScalars: flag.start..<max(flag.start, flag.end))
    let rows = shown.rows(columns: columns - 2)
    var heading = Line("\(flag.field)", .title)
    if shown.hiddenCount > 0 {
      heading.add("  \(shown.hiddenCount) hidden characters shown", .hidden)
    }
    content.lines.append(heading)
    if !hit.isEmpty, let row = rows.firstIndex(where: { $0.contains(hit.lowerBound) }) {
      content.anchor = .middle(content.lines.count + row)
    }
    content.lines += body(shown, flag.field == .chain ? .chain : .model, hit: hit)
    return content
  }

  private func precision(of rule: String) -> Chrome {
    let count = state.flags.rules[rule] ?? FlagTable.RuleCount()
    let reviewed = count.confirmed + count.dismissed
    guard let precision = count.precision else {
      return "rule so far: \(count.raised) raised, none reviewed"
    }
    return
      "rule so far: \(count.raised) raised, \(count.confirmed) of \(reviewed) reviewed confirmed (\(.share(precision)))"
  }
}

extension Severity {
  /// One to three signs, so that severity shows without colour.
  var signs: Chrome {
    switch self {
    case .low: "!  "
    case .medium: "!! "
    case .high: "!!!"
    }
  }
}

extension FlagVerdict? {
  fileprivate var words: Chrome {
    switch self {
    case .confirm: " confirmed"
    case .dismiss: " dismissed"
    case nil: ""
    }
  }
}

import Core

extension PaneContext {
  /// The flags: open ones first, the gravest on top, under the names of their rules.
  var flagList: PaneContent {
    let flags = state.flags
    let sections = state.shownFlagSections
    var title = Line("Flags", .title)
    for severity in Severity.allCases.reversed() {
      let count = flags.openCount(of: severity)
      if count > 0 { title.add("  \(severity) \(count)", .flag(severity)) }
    }
    if flags.openCount == 0 { title.add("  none open", .dim) }
    addFilter(.flags, to: &title)
    return list(
      title: title, heads: nil, count: state.shownFlagCount, selected: state.row(in: .flags),
      empty: flags.count == 0
        ? "No monitor has raised a flag. That does not show that the tasks are safe."
        : "No flag passes the filter."
    ) { row, isFirst in
      var lines: [Line] = []
      if let section = sections.last(where: { $0.start <= row }), isFirst || section.start == row {
        lines.append(heading(section))
      }
      if let record = state.shownFlag(at: row).flatMap({ flags[$0] }) {
        lines.append(flagLine(record))
      }
      return lines
    }
  }

  private func heading(_ section: FlagTable.Section) -> Line {
    guard let rule = section.rule else { return Line("reviewed \(section.count)", .dim) }
    var line = Line("\(section.severity.signs) ", .flag(section.severity))
    line.add(cut: text(rule), to: max(8, columns - 12), .title, more: glyphs.more)
    line.add("  \(section.count)", .dim)
    if line.width + 16 < columns {
      line.add("  ")
      line.add(
        cut: text(measure(of: rule, nil).text), to: columns - line.width, .dim, more: glyphs.more)
    }
    return line
  }

  private func flagLine(_ record: FlagRecord) -> Line {
    let flag = record.flag
    var line = Line(flag.id == state.interface.flag ? Chrome(glyphs.selected) : " ", .accent)
    let isOpen = record.verdict == nil
    line.add(Chrome("\(record.step)").aligned(to: 4), .dim)
    line.add(" ")
    let width = min(6, idWidth)
    line.add(cut: text(flag.task.rawValue.prefix(width)), to: width, .text, more: glyphs.more)
    line.pad(to: 7 + width)
    if let verdict = record.verdict {
      line.add(
        verdict == .confirm ? "confirmed " : verdict == .dismiss ? "dismissed " : "2nd reader ",
        verdict == .confirm ? .danger : .dim)
      line.add(cut: text(flag.rule), to: max(1, columns - line.width), .dim, more: glyphs.more)
    } else {
      let room = max(1, columns - line.width)
      line.add(cut: text(flag.detail), to: room, isOpen ? .text : .dim, more: glyphs.more)
    }
    return line
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
    if let reader = flag.by { content.lines += labelled("by", reader, .dim) }
    content.lines += words(precision(of: flag.rule))
    if let quality = flag.quality {
      let precision = Int((quality.precision * 100).rounded())
      let alarms = (quality.falseAlarmRate * 1_000).rounded() / 10
      content.lines += labelled(
        "measured",
        "precision \(precision) %, false alarms \(alarms) %, on \(quality.source)", .dim)
    } else {
      content.lines += words("The rule was not measured on labelled data.")
    }
    if let verdict = record.verdict {
      let word: Chrome =
        verdict == .confirm ? "confirm." : verdict == .dismiss ? "dismiss." : "second"
      content.lines += labelled(word, "by \(record.by)", verdict == .confirm ? .danger : .dim)
    }
    let shown = text(flag.text)
    let hit = shown.elements(ofScalars: flag.start..<max(flag.start, flag.end))
    let rows = shown.rows(columns: columns - 2)
    var heading = Line("\(flag.field)", .title)
    addFindings(shown, to: &heading)
    content.lines.append(heading)
    content.lines += decoded(flag.text)
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

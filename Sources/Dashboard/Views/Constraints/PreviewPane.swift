import Core

extension PaneContext {
  /// What the draft would have done to the newest proposals.
  var constraintPreview: PaneContent {
    var content = PaneContent(title: Line("Preview", .title))
    guard let preview = state.oversight.preview else {
      let isAsked = !state.constraints.draft.isEmpty
      content.lines = words(
        isAsked
          ? "The draft is being tried on the newest proposals."
          : "A draft is tried on the newest proposals here, before it applies: e edits a field, E all as text.",
        isAsked ? .held : .dim)
      return content
    }
    content.title.add(
      "  \(.count(preview.tried)) proposals in \(.fixed(preview.milliseconds, 1)) ms", .info)
    let kept = preview.groups.reduce(0) { $0 + $1.kept }
    let changed = preview.groups.reduce(0) { $0 + $1.changed }
    var head = Line("kept \(.count(kept))", .ok)
    head.add("  dropped \(.count(preview.tried - kept))", .danger)
    head.add("  decided otherwise than now \(.count(changed))", .warn)
    content.lines.append(head)
    content.lines.append(
      Line("review load: held tasks \(preview.reviewLoadNow) now, \(preview.reviewLoad) with it"))
    if preview.constraints.rejection != state.constraints.current?.constraints.rejection {
      content.lines += words("\(preview.constraints.rejection)", .warn)
    }
    content.lines += groupTable(preview.groups)
    content.lines += examples("newly dropped", preview.newlyDropped, .danger)
    content.lines += examples("newly let in", preview.newlyLetIn, .ok)
    return content
  }

  /// A column of figures for each difficulty group, as many beside each other as there is room for.
  private func groupTable(_ groups: [ConstraintsPreviewed.Group]) -> [Line] {
    let width = 35
    let perLine = max(1, min(3, (columns + 1) / width))
    var head = Line()
    for index in 0..<min(perLine, groups.count) {
      head.pad(to: index * width)
      head.add("type difficulty kept drop changed", .dim)
    }
    let rows = (groups.count + perLine - 1) / perLine
    return [head]
      + (0..<rows).map { row in
        var line = Line()
        for (place, index) in stride(from: row, to: groups.count, by: max(1, rows)).enumerated() {
          let group = groups[index]
          line.pad(to: place * width)
          line.add(Chrome("\(group.type.letters)").padded(to: 5), .text)
          line.add(cut: text(group.difficulty), to: 10, .text, more: glyphs.more)
          line.pad(to: place * width + 15)
          line.add(Chrome("\(group.kept)").aligned(to: 5), .ok)
          line.add(Chrome("\(group.dropped)").aligned(to: 5), group.dropped > 0 ? .danger : .dim)
          line.add(Chrome("\(group.changed)").aligned(to: 8), group.changed > 0 ? .warn : .dim)
        }
        return line
      }
  }

  private func examples(
    _ title: Chrome, _ examples: [ConstraintsPreviewed.Example], _ role: StyleRole
  ) -> [Line] {
    var lines = [Line("\(title) (\(examples.count) shown)", .title)]
    for example in examples {
      var line = Line()
      line.add(cut: text(example.task.rawValue), to: 12, role, more: glyphs.more)
      line.add(" \(glyphs.gutter) ", .gutter)
      line.add(
        cut: text(example.reason), to: max(1, columns - line.width), .text, more: glyphs.more)
      lines.append(line)
      guard let program = example.program else { continue }
      var shown = Line("             \(glyphs.gutter) ", .gutter)
      shown.add(oneLine(program), .model)
      lines.append(shown)
    }
    return lines
  }

  /// The revisions, newest first, and how the selected one differs from the one in force.
  var revisions: PaneContent {
    let entries = state.constraints.entries
    var content = PaneContent(title: Line("Revisions (\(entries.count))", .title))
    let compared = state.comparedRevision
    for entry in entries.reversed() {
      let isCompared = entry.revision.number == compared?.number
      var line = Line(isCompared ? Chrome(glyphs.selected) : " ", .accent)
      line.add("R\(entry.revision.number)", .info)
      line.add(" from step \(entry.step)", .dim)
      if !entry.by.isEmpty {
        line.add(" by ", .dim)
        line.add(cut: text(entry.by), to: 16, .dim, more: glyphs.more)
      }
      if entry.revision == entries.last?.revision { line.add("  in force", .ok) }
      if let reason = entry.reason {
        line.add(" \(glyphs.gutter) ", .gutter)
        line.add(oneLine(reason), .dim)
      }
      content.lines.append(line)
    }
    guard let compared, let current = entries.last?.revision else { return content }
    content.lines.append(Line())
    content.lines.append(
      Line("R\(current.number) in force against R\(compared.number):", .title))
    for field in ConstraintField.allCases {
      let now = current.constraints.text(of: field)
      let then = compared.constraints.text(of: field)
      guard now != then else { continue }
      content.lines.append(Line("  \(field)", .text))
      content.lines += labelled(
        "  R\(current.number)", now.isEmpty ? field.emptyValue : now, .model)
      content.lines += labelled(
        "  R\(compared.number)", then.isEmpty ? field.emptyValue : then, .dim)
    }
    if current.constraints == compared.constraints { content.lines += words("They are the same.") }
    content.lines += words("b puts R\(compared.number) in force again; [ and ] choose another.")
    return content
  }
}

import Core

extension PaneContext {
  /// The held tasks, oldest first.
  var heldList: PaneContent {
    var title = Line("Held tasks (\(state.tasks.held.count))", .title)
    addMarks(to: &title)
    addFilter(.queue, to: &title)
    title.add("  \(state.run.policy)", .info)
    let held = state.shownHeld
    return list(
      title: title,
      heads: Line(" \(Chrome("task").padded(to: idWidth)) typ step  prop  fl", .dim),
      count: held.count, selected: state.row(in: .queue),
      empty: state.tasks.held.isEmpty
        ? "Nothing waits for review. h chooses what is held." : "No task passes the filter."
    ) { row, _ in
      guard let record = state.tasks[held[row]] else { return [] }
      var line = Line(rowSign(record, isSelected: row == state.row(in: .queue)), .accent)
      addID(record, to: &line)
      line.add(" \(record.type.letters) \(Chrome("\(record.step)").aligned(to: 4))")
      line.add(
        (record.hold.map { Chrome.fixed($0.propensity, 2) } ?? "-").aligned(to: 6), .dim)
      addFlags(record, to: &line)
      if let review = record.review, review.verdict == .escalate {
        line.add("  left by ", .warn)
        line.add(cut: text(review.by), to: 12, .warn, more: glyphs.more)
      }
      if let sent = record.task.flatMap({ state.interface.sent[$0] }) {
        line.add("  \(sent.noun) sent", .held)
      }
      return [line]
    }
  }

  /// The verdicts so far, newest first, with what they led to.
  var decisions: PaneContent {
    var content = PaneContent(title: Line("Decisions (\(state.decisions.count))", .title))
    content.lines = state.decisions.reversed().map(decisionLine)
    if content.lines.isEmpty { content.lines = words("No verdict has been given.") }
    content.lines += words(ifNobodyDecides)
    content.lines += words(treatment)
    return content
  }

  /// A verdict and what became of its task.
  func decisionLine(_ decision: State.Decision) -> Line {
    let review = decision.review
    let isVeto = review.verdict == .veto
    var line = Line("\(.clock(decision.time)) ", .dim)
    line.add(
      Chrome(stringLiteral: review.verdict.rawValue).padded(to: 9), isVeto ? .vetoed : .ok)
    line.add(cut: text(review.task.rawValue), to: columns >= 48 ? 12 : 6, .text, more: glyphs.more)
    if let reason = review.reason { line.add(" \(reason)", .warn) }
    line.add(" p \(.fixed(review.propensity, 2))", .dim)
    if let record = state.tasks.owner(of: review.task).flatMap({ state.tasks[$0] }) {
      let (word, role) = state.words(for: record)
      line.add(decision.purged ? " out of the buffer" : " now \(word)", role)
    }
    if columns >= 40 {
      line.add(" ")
      line.add(cut: text(review.by), to: 12, .dim, more: glyphs.more)
    }
    if let note = review.note, line.width + 12 < columns {
      line.add(" \(glyphs.gutter) ", .gutter)
      line.add(oneLine(note), .dim)
    }
    return line
  }
}

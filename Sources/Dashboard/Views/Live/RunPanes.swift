import Core

extension PaneContext {
  /// The six cells of the last step, the update, and the held-out solve rates.
  var cells: PaneContent {
    var content = PaneContent(title: Line("Cells of the last step", .title))
    guard let step = state.signals.points.last?.statistics else {
      content.lines = words("No step is finished yet.")
      return content
    }
    content.lines.append(Line("cell          rows reward    sd  form  succ  tok  ent", .dim))
    for cell in step.cells {
      let name: Chrome = "\(cell.type.letters) \(cell.role)"
      var line = Line(name.padded(to: 13))
      line.add(Chrome("\(cell.rows)").aligned(to: 5))
      line.add(
        Chrome.fixed(cell.reward, 2, signed: true).aligned(to: 7), cell.reward < 0 ? .warn : .ok)
      line.add(Chrome.fixed(cell.deviation, 2).aligned(to: 6))
      line.add(Chrome.share(cell.wellFormed).aligned(to: 6))
      line.add(Chrome.share(cell.success).aligned(to: 6), .solveRate)
      line.add(Chrome.fixed(cell.tokens, 0).aligned(to: 5))
      line.add(Chrome.fixed(cell.entropy, 2).aligned(to: 5), .entropy)
      content.lines.append(line)
    }
    if let update = state.signals.update {
      content.lines.append(
        Line(
          """
          update \(update.policyVersion): loss \(.fixed(update.loss, 3))  \
          grad \(.fixed(update.gradientNorm, 2))  clip \(.share(update.clipShare))  \
          KL \(.fixed(update.divergence, 4))
          """, .dim))
    }
    var buffers = Line("buffers", .dim)
    for size in step.bufferSizes { buffers.add("  \(size.type.letters) \(.count(size.count))") }
    buffers.add(
      "  \(.count(step.sampledTokens)) tokens  \(.fixed(step.programLines, 1)) lines", .dim)
    content.lines.append(buffers)
    content.lines += evaluations
    return content
  }

  private var evaluations: [Line] {
    guard let first = state.signals.evaluations.first, let last = state.signals.evaluations.last
    else { return [Line("held-out tasks: no evaluation yet", .dim)] }
    var head = Line("held-out tasks      greedy        sampled", .dim)
    head.add("   steps \(first.step) > \(last.step)", .dim)
    return [head]
      + last.scores.map { score in
        let before = first.scores.first { $0.type == score.type } ?? score
        var line = Line(
          "\(score.type.letters) \(Chrome("\(score.tasks)").aligned(to: 5)) tasks", .text)
        line.pad(to: 19)
        line.add("\(.share(before.greedy)) > \(.share(score.greedy))", .evaluation)
        line.pad(to: 33)
        line.add("\(.share(before.sampled)) > \(.share(score.sampled))", .evaluation)
        return line
      }
  }

  /// The newest events, newest first.
  var events: PaneContent {
    var content = PaneContent(title: Line("Events (UTC)", .title))
    // What nobody scrolls to is not worth sanitising in every frame.
    let isRead = state.interface.focusedPane == .events
    for entry in state.log.entries.suffix(isRead ? EventLog.limit : rows).reversed() {
      var line = Line("\(.clock(entry.time)) ", .dim)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(text(entry.text), entry.role)
      content.lines.append(line)
    }
    return content
  }

  /// The tasks that wait for review, and the last verdicts, beside the live tasks.
  var waiting: PaneContent {
    let held = state.tasks.held
    var content = PaneContent(title: Line("Queue (\(held.count))", .title))
    content.lines.append(Line("review: \(state.run.policy)", .info))
    if held.isEmpty { content.lines += words("Nothing waits for review.") }
    let room = max(2, (rows - 6) / 2)
    for id in held.prefix(room / 2 + 1) {
      guard let record = state.tasks[id] else { continue }
      var line = Line("HELD ", .held)
      line.add("\(record.type.letters) ")
      if let task = record.task { line.add(text(task.rawValue), .text) }
      addFlags(record, to: &line)
      content.lines.append(line)
      if let cause = record.hold?.cause { content.lines += labelled("", cause, .dim).prefix(1) }
    }
    if held.count > room / 2 + 1 { content.lines.append(Line("and more: 2 opens the queue", .dim)) }
    content.lines.append(Line("last decisions", .title))
    content.lines += state.decisions.reversed().prefix(room).map(decisionLine)
    content.lines += words(ifNobodyDecides)
    return content
  }
}

import Core

extension PaneContext {
  /// Rows of a chain of thought that are shown beside another run's.
  private static let chainRows = 40

  /// Two runs side by side.
  func runPair(_ paths: [String]) -> PaneContent {
    var title = Line("A ", .compared(0))
    guard let pair = state.pair, pair.paths == paths else {
      return PaneContent(title: Line("Two runs", .title), lines: words("The runs are being read."))
    }
    title.add(cut: text(pair.names.first ?? ""), to: 20, .compared(0), more: glyphs.more)
    title.add("  B ", .compared(1))
    title.add(cut: text(pair.names.last ?? ""), to: 20, .compared(1), more: glyphs.more)
    var content = PaneContent(title: title)
    if !pair.fault.isEmpty {
      content.lines = labelled("fault", pair.fault, .danger)
      return content
    }
    content.lines += table("settings", pair.settings)
    content.lines += table("constraint revisions", pair.revisions)
    content.lines.append(
      Line("\(pair.sharedCount) tasks that both runs solved", .title))
    for task in pair.tasks { content.lines += lines(of: task) }
    return content
  }

  /// What differs, a line each: its name, and what each run has.
  private func table(_ what: Chrome, _ differences: [RunPair.Difference]) -> [Line] {
    guard !differences.isEmpty else {
      var line = Line(what, .title)
      line.add(": the same", .dim)
      return [line]
    }
    let name = max(8, min(30, columns * 2 / 5))
    let width = max(4, (columns - name - 3) / 2)
    var heads = Line("\(what) that differ", .title)
    heads.pad(to: name)
    heads.add(" A", .compared(0))
    heads.pad(to: name + width + 2)
    heads.add("B", .compared(1))
    return [heads]
      + differences.map { difference in
        var line = Line()
        line.add(cut: text(difference.name), to: name - 1, .dim, more: glyphs.more)
        line.pad(to: name)
        line.add("\(glyphs.gutter)", .gutter)
        line.add(cut: oneLine(difference.first ?? "-"), to: width, .text, more: glyphs.more)
        line.pad(to: name + width + 1)
        line.add("\(glyphs.gutter)", .gutter)
        line.add(cut: oneLine(difference.second ?? "-"), to: width, .text, more: glyphs.more)
        return line
      }
  }

  /// A task, and the first chain of each run in two columns.
  private func lines(of task: RunPair.Task) -> [Line] {
    var heading = Line("task ", .title)
    heading.add(cut: text(task.id), to: 16, .title, more: glyphs.more)
    var lines = [Line(), heading]
    lines += body(text(task.program), .model)
    if !task.input.isEmpty { lines += labelled("input", task.input, .model) }
    let half = max(8, columns / 2)
    var heads = Line("A \(task.first.correct) of \(task.first.count) correct", .compared(0))
    heads.pad(to: half)
    heads.add("B \(task.second.correct) of \(task.second.count) correct", .compared(1))
    lines.append(heads)
    func rows(_ answers: RunPair.Answers) -> (DisplayText, [Range<Int>]) {
      let text = text("\(answers.answer)\n\(answers.chain)")
      return (text, Array(text.rows(columns: half - 3).prefix(Self.chainRows)))
    }
    let (left, right) = (rows(task.first), rows(task.second))
    for index in 0..<max(left.1.count, right.1.count) {
      var line = Line("\(glyphs.gutter) ", .gutter)
      if index < left.1.count { line.add(left.0, left.1[index], .model) }
      line.pad(to: half)
      line.add("\(glyphs.gutter) ", .gutter)
      if index < right.1.count { line.add(right.0, right.1[index], .model) }
      lines.append(line)
    }
    return lines
  }
}

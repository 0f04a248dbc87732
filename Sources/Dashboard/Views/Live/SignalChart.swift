import Core

/// A statistic over the steps, as a chart shows it.
struct Series {
  let name: Chrome
  let role: StyleRole
  /// One value a step; nil where the step has none.
  let values: [Double?]
  /// The value at the top of the chart.
  let top: Double
  /// The newest value in words.
  let latest: Chrome

  /// `top` is the greatest value when it is not given.
  init(
    _ name: Chrome, _ role: StyleRole, _ points: ArraySlice<SignalHistory.Point>,
    top: Double? = nil, decimals: Int, _ value: (StepFinished) -> Double?
  ) {
    self.name = name
    self.role = role
    values = points.map { value($0.statistics) }
    let known = values.compactMap { $0 }.filter(\.isFinite)
    self.top = top ?? max(known.max() ?? 1, 1e-9)
    latest =
      known.last.map { top == 1 ? .share($0) : .fixed($0, decimals) } ?? "-"
  }

  /// Whether the last five values lie above or below the five before them, by more than a fiftieth of
  /// the chart.
  func trend(_ glyphs: Glyphs) -> Chrome {
    let known = values.compactMap { $0 }
    guard known.count >= 10 else { return " " }
    func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(values.count) }
    let change = mean(known.suffix(5)) - mean(known.suffix(10).prefix(5))
    if abs(change) < top / 50 { return Chrome(glyphs.steady) }
    return Chrome(change > 0 ? glyphs.rising : glyphs.falling)
  }

  /// Columns of bars, `rows` rows high, as lines from the top; a column a step.
  func bars(rows: Int, columns: Int, _ glyphs: Glyphs) -> [Line] {
    let levels = glyphs.levels.count
    let shown = values.suffix(columns)
    let heights = shown.map { value -> Int? in
      guard let value, value.isFinite else { return nil }
      let share = max(0, min(1, value / top))
      return 1 + Int((share * Double(rows * levels - 1)).rounded())
    }
    return (0..<rows).map { row in
      let floor = (rows - 1 - row) * levels
      var text = Chrome("")
      for height in heights {
        let above = (height ?? 0) - floor
        text.append(above <= 0 ? " " : glyphs.levels[min(above, levels) - 1])
      }
      return Line(text, role)
    }
  }
}

extension PaneContext {
  /// The statistics over the last steps that the pane has columns for.
  func series(columns: Int) -> [Series] {
    let points = state.signals.points.suffix(columns)
    return [
      Series("solve rate", .solveRate, points, top: 1, decimals: 2) { $0.solveRate },
      Series("learnability", .learnability, points, top: 1, decimals: 2) { $0.learnability },
      Series("entropy", .entropy, points, decimals: 2) { $0.entropy },
      Series("flags/step", .flagCount, points, decimals: 0) { Double($0.flags) },
      Series("valid share", .ok, points, top: 1, decimals: 2) { $0.validShare },
      Series("unique share", .info, points, top: 1, decimals: 2) { $0.uniqueShare },
    ]
  }

  /// Charts of the statistics: one row each where there is little room, else bars of several rows.
  var signals: PaneContent {
    let points = state.signals.points
    var title = Line("Signals", .title)
    if let first = points.suffix(form == .standard && rows < 9 ? sparkColumns : columns).first {
      title.add("  steps \(first.step)-\(points.last?.step ?? 0)", .dim)
    }
    if points.isEmpty {
      return PaneContent(title: title, lines: words("No step is finished yet."))
    }
    return PaneContent(title: title, lines: rows < 9 ? sparklines : charts)
  }

  private var half: Int { (columns - 2) / 2 }
  private var sparkColumns: Int { columns < 60 ? columns - 21 : half - 21 }

  private var sparklines: [Line] {
    let all = series(columns: sparkColumns)
    func line(_ series: Series) -> Line {
      var line = Line(series.name.padded(to: 13), .text)
      if let spark = series.bars(rows: 1, columns: sparkColumns, glyphs).first {
        line.append(spark)
      }
      line.pad(to: 13 + sparkColumns + 1)
      line.add("\(series.latest.aligned(to: 4)) \(series.trend(glyphs))", series.role)
      return line
    }
    var marks = Line("revision", .dim)
    marks.pad(to: 13)
    marks.append(revisionMarks(columns: sparkColumns))
    guard columns >= 60 else { return all.map(line) + [marks] + [evaluationLine] }
    var lines: [Line] = stride(from: 0, to: all.count - 1, by: 2).map { index in
      var both = line(all[index])
      both.pad(to: half + 2)
      both.append(line(all[index + 1]))
      return both
    }
    marks.pad(to: half + 2)
    marks.append(evaluationLine)
    lines.append(marks)
    return lines
  }

  private var charts: [Line] {
    let all = series(columns: columns).prefix(rows >= 18 ? 6 : 4)
    let height = max(1, (rows - 1) / all.count - 1)
    var lines: [Line] = []
    for series in all {
      var head = Line("\(series.name) ", .text)
      head.add("\(series.latest) \(series.trend(glyphs))", series.role)
      head.add("  top \(.fixed(series.top, 2))", .dim)
      lines.append(head)
      lines += series.bars(rows: height, columns: columns, glyphs)
    }
    lines.append(revisionMarks(columns: columns))
    return lines
  }

  /// `R2` under the step from which revision 2 was in force.
  private func revisionMarks(columns: Int) -> Line {
    let shown = state.signals.points.suffix(columns)
    var line = Line()
    guard let first = shown.first else { return line }
    for (step, number) in state.signals.revisions where step >= first.step {
      let column = shown.firstIndex { $0.step >= step }.map { $0 - shown.startIndex } ?? shown.count
      guard column < columns else { continue }
      line.pad(to: column)
      if line.width == column { line.add("R\(number)", .mark) }
    }
    return line
  }

  /// Held-out solve rates: the first evaluation and the newest.
  private var evaluationLine: Line {
    var line = Line("held-out", .evaluation)
    guard let first = state.signals.evaluations.first else {
      line.add("  no evaluation yet", .dim)
      return line
    }
    let last = state.signals.evaluations.last ?? first
    for score in last.scores {
      line.add(" \(score.type.letter) ", .dim)
      let before = first.scores.first { $0.type == score.type }?.sampled ?? score.sampled
      if state.signals.evaluations.count > 1 { line.add("\(.share(before))>", .dim) }
      line.add(.share(score.sampled), .evaluation)
    }
    return line
  }
}

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
}

extension PaneContext {
  /// The statistics over the last `steps` steps.
  func series(steps: Int) -> [Series] {
    let points = state.signals.points.suffix(steps)
    return [
      Series("solve rate", .solveRate, points, top: 1, decimals: 2) { $0.solveRate },
      Series("learnability", .learnability, points, top: 1, decimals: 2) { $0.learnability },
      Series("entropy", .entropy, points, decimals: 2) { $0.entropy },
      Series("flags/step", .flagCount, points, decimals: 0) { Double($0.flags) },
      Series("valid share", .ok, points, top: 1, decimals: 2) { $0.validShare },
      Series("unique share", .info, points, top: 1, decimals: 2) { $0.uniqueShare },
    ]
  }

  /// Charts of the statistics: one row each where there is little room, else several rows with an
  /// axis.
  var signals: PaneContent {
    let points = state.signals.points
    var title = Line("Signals", .title)
    let isSmall = rows < 9
    let shown = points.suffix(isSmall ? sparkColumns : chartSteps)
    if let first = shown.first {
      title.add("  steps \(first.step)-\(points.last?.step ?? 0)", .dim)
    }
    addScale(to: &title)
    if points.isEmpty {
      return PaneContent(title: title, lines: words("No step is finished yet."))
    }
    return PaneContent(title: title, lines: isSmall ? sparklines : charts)
  }

  /// Says in a title how the values are changed before they are drawn.
  func addScale(to title: inout Line) {
    if state.interface.chart.isLogarithmic { title.add("  log", .warn) }
    if state.interface.chart.isSmoothed { title.add("  smooth", .warn) }
  }

  private var half: Int { (columns - 2) / 2 }
  private var sparkColumns: Int { max(1, columns < 60 ? columns - 21 : half - 21) }
  /// Columns beside the vertical axis.
  private var chartColumns: Int { max(1, columns - Self.axisWidth) }
  /// Dots are half a character wide.
  private var chartSteps: Int {
    chartMarks == .braille ? chartColumns * 2 : chartColumns
  }

  private func scale(_ series: Series) -> Chart.Scale {
    Chart.Scale(
      high: series.top, values: series.values.compactMap(\.self),
      isLogarithmic: state.interface.chart.isLogarithmic)
  }

  private func shown(_ series: Series) -> [Double?] {
    state.interface.chart.isSmoothed ? Chart.smoothed(series.values) : series.values
  }

  private var sparklines: [Line] {
    let all = series(steps: sparkColumns)
    let marks: Chart.Marks = charset == .ascii ? .ascii : .block
    func line(_ series: Series) -> Line {
      var line = Line(series.name.padded(to: 13), .text)
      let bars = Chart.lines(
        [Chart.Curve(role: series.role, values: shown(series))], scale: scale(series), rows: 1,
        columns: sparkColumns, marks: marks, glyphs)
      if let spark = bars.first { line.append(spark) }
      line.pad(to: 13 + sparkColumns + 1)
      line.add("\(series.latest.aligned(to: 4)) \(series.trend(glyphs))", series.role)
      return line
    }
    var ruler = Line("revision", .dim)
    ruler.pad(to: 13)
    ruler.append(stepMarks(steps: sparkColumns, columns: sparkColumns))
    guard columns >= 60 else { return all.map(line) + [ruler] + [evaluationLine] }
    var lines: [Line] = stride(from: 0, to: all.count - 1, by: 2).map { index in
      var both = line(all[index])
      both.pad(to: half + 2)
      both.append(line(all[index + 1]))
      return both
    }
    ruler.pad(to: half + 2)
    ruler.append(evaluationLine)
    lines.append(ruler)
    return lines
  }

  private var charts: [Line] {
    let all = series(steps: chartSteps).prefix(rows >= 18 ? 6 : 4)
    let height = max(1, (rows - 1) / all.count - 1)
    var lines: [Line] = []
    for series in all {
      var head = Line("\(series.name) ", .text)
      head.add("\(series.latest) \(series.trend(glyphs))", series.role)
      lines.append(head)
      lines += framed(
        [Chart.Curve(role: series.role, values: shown(series))], scale(series), rows: height,
        columns: chartColumns)
    }
    var ruler = Line(Chrome(repeating: " ", count: Self.axisWidth))
    ruler.append(stepMarks(steps: chartSteps, columns: chartColumns))
    lines.append(ruler)
    return lines
  }

  /// `R2` under the step from which revision 2 was in force, `#` under a step that has a checkpoint.
  private func stepMarks(steps: Int, columns: Int) -> Line {
    let shown = state.signals.points.suffix(steps)
    var line = Line()
    guard let first = shown.first else { return line }
    let perColumn = steps > columns && shown.count > columns ? 2 : 1
    func column(_ step: Int) -> Int {
      let index = shown.firstIndex { $0.step >= step }.map { $0 - shown.startIndex }
      return (index ?? shown.count) / perColumn
    }
    var marks: [Int: Chrome] = [:]
    for entry in state.timeline.entries where entry.lane == .checkpoints && entry.step >= first.step
    {
      marks[column(entry.step)] = "#"
    }
    for (step, number) in state.signals.revisions where step >= first.step {
      marks[column(step)] = "R\(number)"
    }
    for place in marks.keys.sorted() where place < columns && place >= line.width {
      line.pad(to: place)
      if let mark = marks[place] { line.add(mark, .mark) }
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

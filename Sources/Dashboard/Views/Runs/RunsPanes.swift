import Core

extension PaneContext {
  /// The runs of this machine, the newest first.
  var runList: PaneContent {
    let runs = state.runs
    let shown = state.rowCount(in: .runs)
    var title = Line("Runs (\(runs.count))", .title)
    addFilter(.runs, to: &title)
    // Name and state take what is left of the numbers; those of least use go first.
    let name = max(8, min(24, columns - 22))
    let showsMore = columns >= name + 38
    var heads = Line("   name", .dim)
    heads.pad(to: name + 4)
    heads.add("state        steps", .dim)
    if showsMore { heads.add("   ckpt  seed", .dim) }
    return list(
      title: title, heads: heads, count: shown, selected: state.row(in: .runs),
      empty: runs.isEmpty ? "The runs are being read." : "No run passes the filter."
    ) { row, _ in
      guard case .run(let path)? = state.rowID(at: row, in: .runs),
        let run = runs.first(where: { $0.path == path })
      else { return [] }
      var line = Line(path == state.interface.runPath ? Chrome(glyphs.selected) : " ", .accent)
      let pin = state.interface.pinnedRuns.firstIndex(of: path)
      line.add(pin.map { "\($0 + 1) " } ?? "  ", pin.map { StyleRole.compared($0) } ?? .dim)
      line.add(cut: text(run.name), to: name, .text, more: glyphs.more)
      line.pad(to: name + 4)
      guard run.fault.isEmpty else {
        line.add(text(run.fault), .danger)
        return [line]
      }
      line.add(cut: text(run.state), to: 11, .info, more: glyphs.more)
      line.pad(to: name + 16)
      line.add(Chrome("\(run.steps)").aligned(to: 6))
      guard showsMore else { return [line] }
      let checkpoint: Chrome = run.checkpoint.map { "\($0)" } ?? "-"
      line.add(checkpoint.aligned(to: 7), .dim)
      line.add("  ")
      line.add(text(String(run.seed)), .dim)
      return [line]
    }
  }

  /// What is known of the selected run.
  var runDetail: PaneContent {
    guard let run = state.shownRun else {
      return PaneContent(
        title: Line("Run", .title), lines: words("The run that is selected is shown here."))
    }
    var title = Line("Run ", .title)
    title.add(cut: text(run.name), to: 24, .title, more: glyphs.more)
    var content = PaneContent(title: title)
    content.lines += labelled("path", run.path, .text)
    if !run.fault.isEmpty { content.lines += labelled("fault", run.fault, .danger) }
    content.lines.append(
      Line(
        "\(run.steps) steps  \(run.events) events  \(.fixed(Double(run.bytes) / 1_048_576, 1)) MB",
        .text))
    if let started = run.started {
      content.lines.append(Line("started \(.date(started)) UTC", .dim))
    }
    for setting in run.settings {
      var line = Line()
      line.add(cut: text(setting.name), to: 20, .dim, more: glyphs.more)
      line.pad(to: 21)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(text(setting.value), .text)
      content.lines.append(line)
    }
    if !run.evaluations.isEmpty {
      content.lines.append(Line("held-out", .title))
      content.lines += run.evaluations.flatMap { body(text($0), .evaluation) }
    }
    return content
  }

  /// The curves of the run at hand and of the pinned ones over each other.
  var runCurves: PaneContent {
    let interface = state.interface
    let pinned = interface.pinnedRuns.compactMap { path in
      state.runs.first { $0.path == path }
    }
    let (curve, alignment) = (interface.runCurve, interface.runAlignment)
    var title = Line("\(curve.title) by \(alignment.word)", .title)
    addScale(to: &title)
    var content = PaneContent(title: title)
    let chosen = pinned.isEmpty ? [state.shownRun].compactMap(\.self) : pinned
    let points = chosen.flatMap(\.curve)
    guard let last = points.map(alignment.place).max(), points.contains(where: { $0.step > 0 })
    else {
      content.lines = words(
        "Space pins runs, whose curves are then laid over each other here. This one has no steps.")
      return content
    }
    let width = max(1, columns - 6)
    let curves = chosen.enumerated().map { index, run in
      Chart.Curve(
        role: .compared(index), values: values(of: run, last: last, places: width * 2))
    }
    let greatest = points.compactMap(curve.value).max() ?? 1
    // Where there is little room the runs share a line.
    let isSmall = rows < 6 + chosen.count
    let height = max(2, rows - 1 - (isSmall ? 1 : chosen.count))
    content.lines += framed(
      curves, top: curve.top ?? max(greatest, 1e-9), rows: height, columns: width,
      first: alignment.label(alignment == .step ? 1 : 0), last: alignment.label(last))
    let legends = chosen.enumerated().map { legend($0, of: $1, isShort: isSmall) }
    guard isSmall else {
      content.lines += legends
      return content
    }
    var line = Line()
    for legend in legends { line.append(legend) }
    content.lines.append(line)
    return content
  }

  /// Which curve is a run's, and how far it got.
  private func legend(_ index: Int, of run: RunListing, isShort: Bool) -> Line {
    var line = Line("\(index + 1) ", .compared(index))
    line.add(cut: text(run.name), to: isShort ? 12 : 20, .compared(index), more: glyphs.more)
    guard let end = run.curve.last else { return line }
    if let value = state.interface.runCurve.value(of: end) {
      line.add("  \(.fixed(value, 2))", .compared(index))
    }
    guard !isShort else {
      line.add("   ")
      return line
    }
    line.add(
      "  \(end.step) steps, \(.count(end.tokens)) tokens, \(.duration(end.seconds))", .dim)
    return line
  }

  /// A run's values at so many places between the beginning and `last`.
  private func values(of run: RunListing, last: Double, places: Int) -> [Double?] {
    let (curve, alignment) = (state.interface.runCurve, state.interface.runAlignment)
    func place(_ point: RunListing.Point) -> Int {
      // The first step is where its axis begins.
      let offset = alignment == .step ? 1.0 : 0
      let share = (alignment.place(of: point) - offset) / max(last - offset, 1e-9)
      return max(0, min(places - 1, Int(share * Double(places - 1))))
    }
    var sums: [(Double, Int)] = Array(repeating: (0, 0), count: places)
    for point in run.curve {
      guard let value = curve.value(of: point) else { continue }
      sums[place(point)].0 += value
      sums[place(point)].1 += 1
    }
    // A place between two steps has the value before it, so that curves of few steps hang together.
    var before: Double?
    let end = run.curve.last.map(place) ?? -1
    let values = sums.enumerated().map { index, sum -> Double? in
      if sum.1 > 0 { before = sum.0 / Double(sum.1) }
      return index <= end ? before : nil
    }
    return state.interface.chart.isSmoothed ? Chart.smoothed(values) : values
  }
}

extension StyleRole {
  /// The role of a curve in a comparison; the roles begin anew after four.
  static func compared(_ index: Int) -> StyleRole {
    let roles: [StyleRole] = [.solveRate, .learnability, .evaluation, .entropy]
    return roles[index % roles.count]
  }
}

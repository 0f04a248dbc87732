import Core

extension PaneContext {
  /// The runs of this machine, the newest first.
  var runList: PaneContent {
    let runs = state.runs
    let shown = state.rowCount(in: .runs)
    var title = Line("Runs (\(runs.count))", .title)
    addFilter(.runs, to: &title)
    return list(
      title: title, heads: Line("   name          state       steps   ckpt  seed", .dim),
      count: shown, selected: state.row(in: .runs),
      empty: runs.isEmpty ? "The runs are being read." : "No run passes the filter."
    ) { row, _ in
      guard case .run(let path)? = state.rowID(at: row, in: .runs),
        let run = runs.first(where: { $0.path == path })
      else { return [] }
      var line = Line(path == state.interface.runPath ? Chrome(glyphs.selected) : " ", .accent)
      let pin = state.interface.pinnedRuns.firstIndex(of: path)
      line.add(pin.map { "\($0 + 1) " } ?? "  ", pin.map { StyleRole.compared($0) } ?? .dim)
      line.add(cut: text(run.name), to: 13, .text, more: glyphs.more)
      line.pad(to: 17)
      if run.fault.isEmpty {
        line.add(cut: text(run.state), to: 11, .info, more: glyphs.more)
        line.pad(to: 29)
        line.add(Chrome("\(run.steps)").aligned(to: 5))
        let checkpoint: Chrome = run.checkpoint.map { "\($0)" } ?? "-"
        line.add(checkpoint.aligned(to: 7), .dim)
        line.add("  ")
        line.add(text(String(run.seed)), .dim)
      } else {
        line.add(text(run.fault), .danger)
      }
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

  /// The curves of the run at hand and of the pinned ones over each other, by step.
  var runCurves: PaneContent {
    let interface = state.interface
    let pinned = interface.pinnedRuns.compactMap { path in
      state.runs.first { $0.path == path }
    }
    var title = Line("Solve rate by step", .title)
    addScale(to: &title)
    var content = PaneContent(title: title)
    let chosen = pinned.isEmpty ? [state.shownRun].compactMap(\.self) : pinned
    guard let last = chosen.compactMap({ $0.curve.last?.step }).max(), last > 0 else {
      content.lines = words(
        "Space pins runs, whose curves are then laid over each other here. This one has no steps.")
      return content
    }
    let width = max(1, columns - 6)
    let curves = chosen.enumerated().map { index, run in
      Chart.Curve(
        role: .compared(index), values: solveRates(of: run, last: last, places: width * 2))
    }
    let height = max(2, rows - 2 - chosen.count)
    content.lines += framed(
      curves, top: 1, rows: height, columns: width, first: 1, last: last)
    for (index, run) in chosen.enumerated() {
      var line = Line("\(index + 1) ", .compared(index))
      line.add(cut: text(run.name), to: 20, .compared(index), more: glyphs.more)
      if let rate = run.curve.last?.solveRate { line.add("  \(.share(rate))", .compared(index)) }
      content.lines.append(line)
    }
    return content
  }

  private func solveRates(of run: RunListing, last: Int, places: Int) -> [Double?] {
    var sums: [(Double, Int)] = Array(repeating: (0, 0), count: places)
    for point in run.curve {
      guard let rate = point.solveRate, rate.isFinite else { continue }
      let place = min(places - 1, max(0, point.step - 1) * places / max(1, last))
      sums[place].0 += rate
      sums[place].1 += 1
    }
    // A place between two steps has the value before it, so that curves of few steps hang together.
    var before: Double?
    let end = run.curve.last.map { min(places, $0.step * places / max(1, last)) } ?? 0
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

import Core

extension PaneContext {
  /// What changed the course of the run, newest first.
  var timelineList: PaneContent {
    let timeline = state.timeline
    var title = Line("Timeline (UTC)", .title)
    addFilter(.timeline, to: &title)
    return list(
      title: title, heads: nil, count: state.rowCount(in: .timeline),
      selected: state.row(in: .timeline),
      empty: timeline.entries.isEmpty ? "Nothing has happened yet." : "Nothing passes the filter."
    ) { row, _ in
      guard case .moment(let serial)? = state.rowID(at: row, in: .timeline),
        let entry = timeline.index(of: serial).map({ timeline.entries[$0] })
      else { return [] }
      let isSelected = serial == state.interface.timelineEntry
      var line = Line(isSelected ? Chrome(glyphs.selected) : " ", .accent)
      line.add("\(.clock(entry.time)) \(Chrome("\(entry.step)").aligned(to: 5)) ", .dim)
      line.add("\(entry.lane.sign) ", entry.role)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(text(entry.text), entry.role)
      return [line]
    }
  }

  /// The selected moment in full, and what came shortly before and after it.
  var momentDetail: PaneContent {
    guard let entry = state.shownMoment else {
      return PaneContent(
        title: Line("Moment", .title), lines: words("The selected moment is shown here."))
    }
    var content = PaneContent(title: Line("Step \(entry.step) \(entry.lane.title)", .title))
    content.lines.append(Line("\(.date(entry.time)) UTC", .dim))
    content.lines += body(text(entry.text), entry.role)
    switch entry.target {
    case .task: content.lines += words("Enter opens the task.", .key)
    case .flag: content.lines += words("Enter opens the flag.", .key)
    case .constraints: content.lines += words("Enter opens the constraints.", .key)
    case nil: break
    }
    if let point = state.signals.points.last(where: { $0.step <= entry.step }) {
      let statistics = point.statistics
      content.lines.append(Line())
      content.lines.append(Line("statistics of step \(point.step)", .title))
      if let rate = statistics.solveRate {
        content.lines.append(Line("solve rate \(.share(rate))", .solveRate))
      }
      content.lines.append(
        Line(
          "valid \(.share(statistics.validShare))  entropy \(.fixed(statistics.entropy, 2))  flags \(statistics.flags)",
          .dim))
    }
    let near = state.timeline.entries.filter {
      abs($0.step - entry.step) <= 1 && $0.serial != entry.serial
    }
    if !near.isEmpty {
      content.lines.append(Line())
      content.lines.append(Line("about the same time", .title))
      for other in near.suffix(20) {
        var line = Line("\(.clock(other.time)) ", .dim)
        line.add("\(glyphs.gutter) ", .gutter)
        line.add(text(other.text), other.role)
        content.lines.append(line)
      }
    }
    return content
  }

  /// One line for each kind of moment, and the solve rate, over the steps of the run.
  var timeAxis: PaneContent {
    let entries = state.timeline.entries
    var content = PaneContent(title: Line("Time axis, by step", .title))
    let last = max(state.run.step, entries.last?.step ?? 0, 1)
    let labelWidth = 13
    let width = max(1, columns - labelWidth)
    func column(_ step: Int) -> Int { min(width - 1, max(0, step) * width / (last + 1)) }
    for lane in Timeline.Lane.allCases {
      let own = entries.filter { $0.lane == lane }
      var signs: [Int: StyleRole] = [:]
      for entry in own { signs[column(entry.step)] = entry.role }
      let label: Chrome = "\(lane.title) \(Chrome.count(own.count))"
      var line = Line(label.padded(to: labelWidth), .dim)
      for place in signs.keys.sorted() {
        line.pad(to: labelWidth + place)
        line.add(lane.sign, signs[place] ?? .mark)
      }
      content.lines.append(line)
    }
    if let entry = state.shownMoment {
      var pointer = Line()
      pointer.pad(to: labelWidth + column(entry.step))
      pointer.add("^", .accent)
      content.lines.append(pointer)
    }
    let points = state.signals.points
    if let first = points.first, rows > content.lines.count + 2 {
      var values: [Double?] = Array(repeating: nil, count: width)
      for point in points where point.step >= first.step {
        if let rate = point.statistics.solveRate { values[column(point.step)] = rate }
      }
      let height = min(6, rows - content.lines.count - 1)
      let scale = Chart.Scale(high: 1, values: [], isLogarithmic: false)
      let bars = Chart.lines(
        [Chart.Curve(role: .solveRate, values: values)], scale: scale, rows: height,
        columns: width, marks: charset == .ascii ? .ascii : .block, glyphs)
      for (index, bar) in bars.enumerated() {
        var line = Line(index == 0 ? "solve rate" : "", .dim)
        line.pad(to: labelWidth)
        line.append(bar)
        content.lines.append(line)
      }
    }
    var ends = Line("step", .dim)
    ends.pad(to: labelWidth)
    ends.add("0", .dim)
    ends.pad(to: columns - Chrome("\(last)").width)
    ends.add("\(last)", .dim)
    content.lines.append(ends)
    return content
  }
}

extension Timeline.Lane {
  /// One character, so that lanes differ without colour.
  var sign: Chrome {
    switch self {
    case .course: "o"
    case .verdicts: "v"
    case .revisions: "R"
    case .checkpoints: "#"
    case .evaluations: "%"
    case .alarms: "!"
    case .flags: "F"
    }
  }

  var title: Chrome {
    switch self {
    case .course: "course"
    case .verdicts: "verdicts"
    case .revisions: "revisions"
    case .checkpoints: "checkpts"
    case .evaluations: "held-out"
    case .alarms: "alarms"
    case .flags: "flags"
    }
  }
}

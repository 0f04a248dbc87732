import Core

extension PaneContext {
  /// Every event as a line, newest first.
  var eventList: PaneContent {
    let trace = state.trace
    var title = Line("Log (UTC)", .title)
    addFilter(.log, to: &title)
    return list(
      title: title, heads: nil, count: state.rowCount(in: .log), selected: state.row(in: .log),
      empty: trace.events.isEmpty ? "No event has come yet." : "No event passes the filter."
    ) { row, _ in
      guard case .event(let serial)? = state.rowID(at: row, in: .log), let event = trace[serial]
      else { return [] }
      let isSelected = serial == state.interface.logLine
      var line = Line(isSelected ? Chrome(glyphs.selected) : " ", .accent)
      line.add("\(.clock(event.time)) ", .dim)
      line.add(event.isWarning ? "!" : " ", .danger)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(oneLine(EventLine.text(event)), event.role)
      return [line]
    }
  }

  /// The selected event in full.
  var eventDetail: PaneContent {
    guard let event = state.shownEvent else {
      return PaneContent(
        title: Line("Event", .title), lines: words("The selected event is shown here."))
    }
    var title = Line("Event ", .title)
    title.add("\(Int(clamping: event.seq))", .title)
    var content = PaneContent(title: title)
    content.lines += labelled("kind", event.kind.rawValue, .info)
    content.lines.append(Line("step \(event.step)  \(.date(event.time)) UTC", .dim))
    if event.target != nil { content.lines += words("Enter opens what it is about.", .key) }
    content.lines += section("what it says", EventLine.summary(event.body), event.role)
    return content
  }

  /// How many events there were of each kind.
  var eventKinds: PaneContent {
    let counts = state.trace.counts.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    var content = PaneContent(title: Line("Events by kind", .title))
    // The longest kind, its count, and a gap.
    let width = 30
    let perLine = max(1, columns / width)
    var line = Line()
    for (index, count) in counts.enumerated() {
      if index % perLine == 0, index > 0 {
        content.lines.append(line)
        line = Line()
      }
      line.pad(to: index % perLine * width)
      line.add(text(count.key.rawValue), .text)
      line.pad(to: index % perLine * width + 22)
      line.add(Chrome.count(count.value).aligned(to: 6), .info)
    }
    content.lines.append(line)
    return content
  }

  /// A foreign text whose line ends are shown, so that it stays on one line.
  func oneLine(_ foreign: String) -> DisplayText {
    text(foreign.utf8.contains(0x0A) ? foreign.replacing("\n", with: " / ") : foreign)
  }
}

import Core

/// What a pane shows: its title, its lines, and which of them to begin with.
struct PaneContent {
  /// Where a text begins that nobody has scrolled.
  enum Anchor {
    case top
    /// The end stays in sight: the text is growing.
    case bottom
    /// A line stays in the middle.
    case middle(Int)
  }

  var title: Line
  var lines: [Line] = []
  var anchor = Anchor.top
  /// The line of the selected row.
  var selected: Int?
  /// The row that each line of a list belongs to.
  var rowsOfLines: [Int: Int] = [:]
  /// Where the text cursor is: line and column.
  var cursor: (line: Int, column: Int)?

  init(title: Line, lines: [Line] = []) {
    self.title = title
    self.lines = lines
  }

  /// The row of a list that a line belongs to.
  func row(ofLine line: Int) -> Int? { rowsOfLines[line] }

  /// The first line shown in a pane of `rows` rows that nobody has scrolled.
  func automaticTop(rows: Int) -> Int {
    let last = max(0, lines.count - rows)
    switch anchor {
    case .top: return 0
    case .bottom: return last
    case .middle(let line): return max(0, min(last, line - rows / 2))
    }
  }
}

/// What the content of a pane is made from.
struct PaneContext {
  let state: State
  let glyphs: Glyphs
  let charset: DisplayText.Charset
  /// The part inside the border.
  let size: Rect
  let form: Layout.Form

  var columns: Int { size.columns }
  var rows: Int { size.rows }

  /// Foreign text made safe.
  func text(_ foreign: some StringProtocol) -> DisplayText {
    DisplayText(foreign, charset: charset)
  }

  /// The content of a pane.
  func content(of pane: Pane) -> PaneContent {
    switch pane {
    case .tasks: taskList
    case .chain:
      if let task = state.interface.task.flatMap({ state.tasks[$0] }) {
        taskDetail(task)
      } else {
        underWay
      }
    case .waiting: waiting
    case .signals: signals
    case .cells: cells
    case .safety: safety
    case .events: events
    case .held: heldList
    case .heldTask: taskDetail(state.interface.held.flatMap { state.tasks[$0] })
    case .decisions: decisions
    case .flags: flagList
    case .flag: flagDetail
    case .rules: safety
    case .form: constraintForm
    case .field: constraintField
    case .preview: constraintPreview
    case .revisions: revisions
    case .difficulty: difficultyMap
    case .runs: runList
    case .run: state.interface.comparedRuns.map(runPair) ?? runDetail
    case .curves: runCurves
    case .timeline: timelineList
    case .moment: momentDetail
    case .axis: timeAxis
    case .log: eventList
    case .logEvent: eventDetail
    case .logKinds: eventKinds
    case .help: help
    case .bytes: bytes
    case .ruleTrial: ruleTrial
    case .palette: palette
    case .themes: themeList
    case .rollback: rollback
    }
  }

  /// Adds what a list is narrowed to and how much of it is left.
  func addFilter(_ view: View, to title: inout Line) {
    guard let filter = state.interface.filters[view] else { return }
    title.add("  \\ ", .warn)
    title.add(cut: text(filter.text), to: 16, .warn, more: glyphs.more)
    title.add(" \(state.rowCount(in: view))/\(state.fullCount(of: view))", .warn)
  }

  /// Lines of a foreign text after a gutter, under a heading of its own.
  func section(_ heading: Chrome, _ foreign: String, _ role: StyleRole, hit: Range<Int> = 0..<0)
    -> [Line]
  {
    let text = text(foreign)
    var title = Line(heading, .title)
    addFindings(text, to: &title)
    return [title] + decoded(foreign) + body(text, role, hit: hit)
  }

  /// Says in a heading what of a text is not what it looks like.
  func addFindings(_ text: DisplayText, to title: inout Line) {
    if text.hiddenCount > 0 {
      title.add("  \(text.hiddenCount) hidden characters shown", .hidden)
    }
    if text.mixedWordCount > 0 {
      title.add("  \(text.mixedWordCount) words of mixed scripts", .lookalike)
    }
  }

  /// What a text hides, decoded, a line each.
  func decoded(_ foreign: String) -> [Line] {
    HiddenText(foreign).findings.prefix(8).flatMap { finding -> [Line] in
      guard let message = finding.message else { return [] }
      let what: Chrome =
        switch finding.way {
        case .tags: "tag characters say"
        case .zeroWidth: "zero-width bits say"
        case .variationSelectors: "selectors say"
        case .reordered: "elsewhere shown as"
        case .run: "hidden"
        }
      var line = Line("\(what) ", .hidden)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(oneLine(message), .model)
      return [line]
    }
  }

  /// Lines of a foreign text after a gutter.
  func body(_ text: DisplayText, _ role: StyleRole, hit: Range<Int> = 0..<0) -> [Line] {
    text.rows(columns: columns - 2).map { row in
      var line = Line("\(glyphs.gutter) ", .gutter)
      line.add(text, row, role, hit: hit)
      return line
    }
  }

  /// A short foreign text on the lines of its label, after a gutter.
  func labelled(_ label: Chrome, _ foreign: String, _ role: StyleRole) -> [Line] {
    let text = text(foreign)
    let indent = 8
    return text.rows(columns: columns - indent - 2).enumerated().map { index, row in
      var line = Line(
        index == 0 ? label.padded(to: indent) : Chrome(repeating: " ", count: indent), .title)
      line.add("\(glyphs.gutter) ", .gutter)
      line.add(text, row, role)
      return line
    }
  }

  /// Our own words, broken at spaces.
  func words(_ chrome: Chrome, _ role: StyleRole = .dim) -> [Line] {
    text(chrome.text).rows(columns: columns).map { row in
      var line = Line()
      line.add(text(chrome.text), row, role)
      return line
    }
  }

  /// The lines of a list that fit below its column heads, around the selected row. `row` gives the
  /// lines of a row, of which the last is the row itself, and is told whether it is the first shown.
  func list(
    title: Line, heads: Line?, count: Int, selected: Int?, empty: Chrome,
    row: (_ index: Int, _ isFirst: Bool) -> [Line]
  ) -> PaneContent {
    var content = PaneContent(title: title, lines: heads.map { [$0] } ?? [])
    let headCount = content.lines.count
    if count == 0 { content.lines += words(empty) }
    let page = max(0, rows - headCount)
    let top = max(0, min((selected ?? 0) - page / 2, count - page))
    for index in top..<min(count, top + page) {
      content.lines += row(index, index == top)
      content.rowsOfLines[content.lines.count - 1] = index
      if index == selected { content.selected = content.lines.count - 1 }
    }
    // Headings take lines: what is too much goes where the selected row isn't.
    let surplus = content.lines.count - rows
    if surplus > 0, let line = content.selected, line >= rows {
      let cut = min(surplus, line - rows + 1)
      content.lines.removeSubrange(headCount..<headCount + cut)
      content.selected = line - cut
      content.rowsOfLines = Dictionary(
        uniqueKeysWithValues: content.rowsOfLines.compactMap { line, row in
          line < headCount + cut ? nil : (line - cut, row)
        })
    }
    content.lines = Array(content.lines.prefix(max(rows, 1)))
    return content
  }
}

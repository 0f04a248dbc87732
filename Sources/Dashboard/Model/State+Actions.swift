import Core

extension State {
  /// Does what a key asks for, `count` times over where that means something.
  mutating func perform(_ action: Action, count: Int? = nil) -> [Effect] {
    let times = max(1, action.takesCount ? count ?? 1 : 1)
    switch action {
    case .show(let view): return go(to: view)
    case .focusNext: moveFocus(by: 1)
    case .focusPrevious: moveFocus(by: -1)
    case .move(.first) where count != nil, .move(.last) where count != nil:
      // A row's number, as it is counted in the border.
      interface.isFollowing = false
      select(row: min(rowCount, times) - 1)
    case .move(let motion): return move(motion.times(times))
    case .enter: return enter()
    case .out: return goOut()
    case .zoom: interface.isZoomed.toggle()
    case .back: for _ in 0..<times { goBack() }
    case .forward: for _ in 0..<times { goForward() }
    case .nextRule: for _ in 0..<times { moveToRule(1) }
    case .previousRule: for _ in 0..<times { moveToRule(-1) }
    case .nextWarning: for _ in 0..<times { findWarning(by: 1) }
    case .previousWarning: for _ in 0..<times { findWarning(by: -1) }
    case .follow: toggleFollow()
    case .freeze: toggleFreeze()
    case .nextPage: turnPage(by: times)
    case .previousPage: turnPage(by: -times)
    case .help: showOverlay(.help, .help)
    case .showBytes: showOverlay(.bytes, .bytes)
    case .search: interface.mode = .search(LineEditor(interface.query))
    case .filter:
      interface.mode = .filter(LineEditor(interface.filters[interface.view]?.text ?? ""))
    case .palette:
      interface.mode = .palette(LineEditor(), 0)
      interface.paletteRow = decisionRow
    case .findNext: for _ in 0..<times { find(by: 1) }
    case .findPrevious: for _ in 0..<times { find(by: -1) }
    case .openPolicyMenu: interface.mode = .policyMenu
    case .pickTheme: interface.mode = .themes(themes.firstIndex(of: interface.theme) ?? 0)
    case .editField: editField()
    case .submit: return submit()
    case .complete: complete()
    case .mark: toggleMark()
    case .clearMarks:
      if interface.view == .runs { interface.pinnedRuns = [] } else { interface.marked = [] }
    case .toggleLogScale: interface.chart.isLogarithmic.toggle()
    case .toggleSmoothing: interface.chart.isSmoothed.toggle()
    case .nextChartStyle: interface.chart.marks = interface.chart.marks.next(in: charset)
    case .dismissAlert: alarm = nil
    case .copy: return copy()
    case .suspend: return [.suspend]
    case .repaint: return [.repaint]
    case .togglePause, .singleStep, .approve, .askVeto, .veto, .confirmFlag, .dismissFlag,
      .setPolicy, .askQuit, .confirmQuit, .askApproveMarked, .askVetoMarked, .confirmMarked,
      .putOff,
      .undo, .redo:
      return decide(action)
    }
    return []
  }

  private mutating func showOverlay(_ mode: Interface.Mode, _ pane: Pane) {
    interface.mode = mode
    interface.scroll[pane] = nil
  }

  private mutating func moveFocus(by step: Int) {
    let panes = layout(size).focusable(in: interface.view)
    let index = panes.firstIndex(of: interface.focusedPane) ?? 0
    interface.focus[interface.view] = panes[(index + step + panes.count) % panes.count]
  }

  private mutating func enter() -> [Effect] {
    if interface.view == .constraints {
      editField()
      return []
    }
    guard interface.focusedPane == interface.view.list else {
      return interface.focusedPane == interface.view.detail ? openTarget() : []
    }
    interface.focus[interface.view] = interface.view.detail
    if layout(size).form == .standard { interface.isZoomed = true }
    return []
  }

  private mutating func goOut() -> [Effect] {
    switch interface.mode {
    case .browse: break
    case .themes:
      interface.mode = .browse
      return [.useTheme(interface.theme, keeps: true)]
    default:
      interface.mode = .browse
      return []
    }
    if interface.isZoomed {
      interface.isZoomed = false
      interface.focus[interface.view] = interface.view.list
    } else if interface.focusedPane != interface.view.list {
      interface.focus[interface.view] = interface.view.list
    } else if interface.filters[interface.view] != nil {
      filter(by: "")
    }
    return []
  }

  private mutating func toggleFollow() {
    interface.isFollowing.toggle()
    // At once, however short a time the present task was in sight.
    if interface.isFollowing { followNext(at: interface.followsUntil, orNewest: true) }
  }

  /// Moves the selection of the list, or the text of the focused pane. Either ends following: what
  /// is being read must not run away.
  private mutating func move(_ motion: Motion) -> [Effect] {
    switch interface.mode {
    case .palette(let editor, let selected):
      let count = paletteEntries(editor.text).count
      interface.mode = .palette(
        editor, motion.target(from: selected, count: max(1, count), page: 8))
      return []
    case .themes(let selected):
      let row = motion.target(from: selected, count: themes.count, page: 8)
      interface.mode = .themes(row)
      return [.useTheme(themes[row], keeps: false)]
    default: break
    }
    interface.isFollowing = false
    let pane = shownOverlay ?? interface.focusedPane
    let layout = layout(size)
    let rect = shownOverlay != nil ? layout.body : layout.rect(of: pane)
    guard let rect else { return [] }
    let page = rect.inner.rows
    if pane == interface.view.list {
      if rowCount > 0 {
        select(row: motion.target(from: selectedRow ?? 0, count: rowCount, page: page))
      }
      return []
    }
    scroll(pane, by: motion, in: rect)
    return []
  }

  /// Scrolls the text of a pane.
  mutating func scroll(_ pane: Pane, by motion: Motion, in rect: Rect) {
    let page = rect.inner.rows
    let context = PaneContext(
      state: self, glyphs: .unicode, charset: charset, size: rect.inner, form: layout(size).form)
    let content = context.content(of: pane)
    let top = interface.scroll[pane] ?? content.automaticTop(rows: page)
    let count = max(1, content.lines.count - page + 1)
    interface.scroll[pane] = motion.target(from: top, count: count, page: page)
  }

  /// The pane that lies over all others and scrolls, if there is one.
  var shownOverlay: Pane? {
    switch interface.mode {
    case .help: .help
    case .bytes: .bytes
    default: nil
    }
  }

  /// Selects the first flag of the next rule in the list, or of this or the previous one.
  private mutating func moveToRule(_ step: Int) {
    let starts = shownFlagSections.map(\.start)
    let row = selectedRow ?? 0
    let target = step > 0 ? starts.first { $0 > row } : starts.last { $0 < row }
    if let target { select(row: target) }
  }

  private mutating func turnPage(by step: Int) {
    guard let record = decisionTask else { return }
    interface.isFollowing = false
    let pages = [.proposal] + record.solvers.map { Interface.Page.solver($0.id) }
    let index = pages.firstIndex(of: shownPage(of: record)) ?? 0
    interface.page = pages[max(0, min(pages.count - 1, index + step))]
    interface.scroll[interface.view.detail] = nil
  }

  /// The page of a task that the detail pane shows; never `automatic`.
  func shownPage(of record: TaskRecord) -> Interface.Page {
    switch interface.page {
    case .proposal: return .proposal
    case .solver(let id) where record.solvers.contains { $0.id == id }: return .solver(id)
    case .solver, .automatic:
      let sampled = record.solvers.last { $0.result == nil } ?? record.solvers.last
      return sampled.map { .solver($0.id) } ?? .proposal
    }
  }

  private mutating func editField() {
    let current = constraints.current?.constraints.text(of: interface.field) ?? ""
    let text =
      switch constraints.edits[interface.field] {
      case .refused(let text, _) where !text.isEmpty: text
      default: current
      }
    interface.mode = .editing(interface.field, LineEditor(text))
  }

  private mutating func submit() -> [Effect] {
    switch interface.mode {
    case .editing(let field, let editor):
      interface.mode = .browse
      return send(field, editor.text)
    case .search(let editor):
      interface.mode = .browse
      interface.query = editor.text
      find(by: 1)
    case .filter(let editor):
      interface.mode = .browse
      filter(by: editor.text)
    case .palette(let editor, let selected): return submit(editor.text, selected)
    case .themes(let row):
      interface.mode = .browse
      interface.theme = themes[row]
      return [.useTheme(themes[row], keeps: true)]
    case .browse, .help, .bytes, .quitPrompt, .vetoReason, .vetoMarked, .approveMarked,
      .countMarked, .policyMenu:
      break
    }
    return []
  }

  /// Sends an edit of a constraint, unless it changes nothing.
  mutating func send(_ field: ConstraintField, _ text: String) -> [Effect] {
    if text == constraints.current?.constraints.text(of: field) {
      constraints.edits[field] = .unchanged
      return []
    }
    constraints.edits[field] = .pending(text: text)
    return [.send(.editConstraints(ConstraintDraft(field, text)))]
  }
}

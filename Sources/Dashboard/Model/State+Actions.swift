import Core

extension State {
  /// Does what a key asks for, `count` times over where that means something.
  mutating func perform(_ action: Action, count: Int? = nil) -> [Effect] {
    if isReadOnly && action.changesRun {
      interface.notice = .init(text: "this screen is for reading only", role: .warn)
      return []
    }
    if action.asksWhy, interface.reason == nil {
      interface.mode = .reason(LineEditor(), then: action)
      return []
    }
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
    case .moveBorders(let columns, let rows):
      moveBorders(columns: columns * times, rows: rows * times)
    case .resetBorders: interface.splits[interface.view] = nil
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
    case .help:
      interface.helpShowsAll = false
      showOverlay(.help, .help)
    case .toggleAllKeys:
      interface.helpShowsAll.toggle()
      interface.scroll[.help] = nil
    case .showBytes: showOverlay(.bytes, .bytes)
    case .search: interface.mode = .search(LineEditor())
    case .filter:
      interface.formerFilter = interface.filters[interface.view]
      interface.mode = .filter(LineEditor(interface.formerFilter?.text ?? ""))
    case .palette:
      interface.mode = .palette(LineEditor(), 0)
      interface.paletteRow = decisionRow
    case .findNext: for _ in 0..<times { find(by: 1) }
    case .findPrevious: for _ in 0..<times { find(by: -1) }
    case .openPolicyMenu: interface.mode = .policyMenu
    case .pickTheme: interface.mode = .themes(themes.firstIndex(of: interface.theme) ?? 0)
    case .editField: editField()
    case .editDocument: return editDocument()
    case .applyDraft: return applyDraft()
    case .discardDraft: discardDraft()
    case .olderRevision: moveRevision(by: -1)
    case .newerRevision: moveRevision(by: 1)
    case .revertRevision: return revertRevision()
    case .askReason: interface.mode = .reason(LineEditor(interface.reason ?? ""), then: nil)
    case .editRules: return editRules()
    case .saveRules: return saveRules()
    case .discardRules:
      rules.discard()
      interface.mode = .browse
    case .editTask: return editTask()
    case .flagByHand: askFlag()
    case .replay(.steps(let steps)): return [.replay(.steps(steps * times))]
    case .replay(let order): return [.replay(order)]
    case .askRollback: return askRollback()
    case .confirmRollback: return rollBack()
    case .turnSeverity: turnSeverity()
    case .nextHit: moveToHit(1)
    case .previousHit: moveToHit(-1)
    case .submit: return submit()
    case .complete: complete()
    case .mark: for _ in 0..<min(times, rowCount) { toggleMark() }
    case .clearMarks:
      if interface.view == .runs { interface.pinnedRuns = [] } else { interface.marked = [] }
    case .compareRuns: return toggleComparison()
    case .nextRunCurve: interface.runCurve = interface.runCurve.next
    case .nextAlignment: interface.runAlignment = interface.runAlignment.next
    case .toggleLogScale: interface.chart.isLogarithmic.toggle()
    case .toggleSmoothing: interface.chart.isSmoothed.toggle()
    case .nextChartStyle: interface.chart.marks = interface.chart.marks.next(in: charset)
    case .dismissAlert: alarm = nil
    case .copy: return copy()
    case .suspend: return [.suspend]
    case .repaint: return [.repaint]
    case .togglePause, .singleStep, .approve, .askVeto, .veto, .confirmFlag, .dismissFlag,
      .deferFlag, .setPolicy, .askQuit, .confirmQuit, .askApproveMarked, .askVetoMarked,
      .confirmMarked,
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
    if selectedRow == nil, rowCount > 0 {
      interface.isFollowing = false
      select(row: 0)
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
    case .filter:
      interface.mode = .browse
      narrow(by: interface.formerFilter)
      return []
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
    } else if interface.view == .live {
      // Out of the task, to all that is under way.
      interface.isFollowing = false
      interface.task = nil
      interface.scroll[.chain] = nil
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
      guard rowCount > 0 else { return [] }
      // The first step selects the row at the top.
      guard let row = selectedRow else {
        select(row: motion == .last ? rowCount - 1 : 0)
        return []
      }
      select(row: motion.target(from: row, count: rowCount, page: page))
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
    case .ruleTrial: .ruleTrial
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

  /// Selects the next or previous flag on the text of the selected one.
  private mutating func moveToHit(_ step: Int) {
    guard let flag = interface.flag.flatMap({ flags[$0] })?.flag else { return }
    let hits = flags.flags(on: flag.rollout).filter { flags[$0]?.flag.field == flag.field }
    guard let index = hits.firstIndex(of: flag.id), hits.indices.contains(index + step) else {
      interface.notice = .init(text: "no other hit there: \(hits.count) in this text", role: .dim)
      return
    }
    select(.flag(hits[index + step]))
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
      case .drafted(let text): text
      default: current
      }
    interface.mode = .editing(interface.field, LineEditor(text))
  }

  private mutating func submit() -> [Effect] {
    switch interface.mode {
    case .editing(let field, let editor):
      interface.mode = .browse
      return draft(field, editor.text)
    case .search(let editor):
      interface.mode = .browse
      interface.query = editor.text
      find(by: 1)
    case .filter(let editor):
      interface.mode = .browse
      filter(by: editor.text)
    case .flagging(let flag, let editor): return raise(flag, editor.text)
    case .reason(let editor, let act): return give(reason: editor.text, act)
    case .palette(let editor, let selected): return submit(editor.text, selected)
    case .themes(let row):
      interface.mode = .browse
      interface.theme = themes[row]
      interface.chosenTheme = themes[row]
      return [.useTheme(themes[row], keeps: true)]
    case .browse, .help, .bytes, .quitPrompt, .vetoReason, .vetoMarked, .approveMarked,
      .countMarked, .policyMenu, .rollback, .ruleTrial:
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

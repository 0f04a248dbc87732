import Core

extension State {
  /// Does what a key asks for.
  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .show(let view): show(view)
    case .focusNext: moveFocus(by: 1)
    case .focusPrevious: moveFocus(by: -1)
    case .move(let motion): move(motion)
    case .enter: enter()
    case .out: goOut()
    case .zoom: interface.isZoomed.toggle()
    case .nextRule: moveToRule(1)
    case .previousRule: moveToRule(-1)
    case .follow: toggleFollow()
    case .nextPage: turnPage(by: 1)
    case .previousPage: turnPage(by: -1)
    case .help:
      interface.mode = .help
      interface.scroll[.help] = nil
    case .search: interface.mode = .search(LineEditor(interface.query))
    case .findNext: find(by: 1)
    case .findPrevious: find(by: -1)
    case .openPolicyMenu: interface.mode = .policyMenu
    case .editField: editField()
    case .submit: return submit()
    case .suspend: return [.suspend]
    case .repaint: return [.repaint]
    case .togglePause, .singleStep, .approve, .askVeto, .veto, .confirmFlag, .dismissFlag,
      .setPolicy, .askQuit, .confirmQuit:
      return decide(action)
    }
    return []
  }

  private mutating func show(_ view: View) {
    guard view != interface.view else { return }
    interface.view = view
    interface.isZoomed = false
    interface.page = view == .live && interface.isFollowing ? .automatic : .proposal
    if view == .flags { interface.hasReadFlags = true }
    if !layout(size).focusable(in: view).contains(interface.focusedPane) {
      interface.focus[view] = view.list
    }
  }

  private mutating func moveFocus(by step: Int) {
    let panes = layout(size).focusable(in: interface.view)
    let index = panes.firstIndex(of: interface.focusedPane) ?? 0
    interface.focus[interface.view] = panes[(index + step + panes.count) % panes.count]
  }

  private mutating func enter() {
    guard interface.focusedPane == interface.view.list else { return }
    interface.focus[interface.view] = interface.view.detail
    if layout(size).form == .standard { interface.isZoomed = true }
  }

  private mutating func goOut() {
    if interface.mode != .browse {
      interface.mode = .browse
    } else if interface.isZoomed {
      interface.isZoomed = false
      interface.focus[interface.view] = interface.view.list
    } else {
      interface.focus[interface.view] = interface.view.list
      // The alarm has been seen; it stays among the events.
      alarm = nil
    }
  }

  private mutating func toggleFollow() {
    interface.isFollowing.toggle()
    // At once, however short a time the present task was in sight.
    if interface.isFollowing { followNext(at: interface.followsUntil, orNewest: true) }
  }

  /// Moves the selection of the list, or the text of the focused pane. Either ends following: what
  /// is being read must not run away.
  private mutating func move(_ motion: Motion) {
    interface.isFollowing = false
    let pane = interface.mode == .help ? .help : interface.focusedPane
    let layout = layout(size)
    let rect = pane == .help ? layout.body : layout.rect(of: pane)
    guard let rect else { return }
    let page = rect.inner.rows
    if pane == interface.view.list {
      if rowCount > 0 {
        select(row: motion.target(from: selectedRow ?? 0, count: rowCount, page: page))
      }
      return
    }
    let context = PaneContext(
      state: self, glyphs: .unicode, charset: charset, size: rect.inner, form: layout.form)
    let content = context.content(of: pane)
    let top = interface.scroll[pane] ?? content.automaticTop(rows: page)
    let count = max(1, content.lines.count - page + 1)
    interface.scroll[pane] = motion.target(from: top, count: count, page: page)
  }

  /// Selects the first flag of the next rule in the list, or of this or the previous one.
  private mutating func moveToRule(_ step: Int) {
    let starts = flags.sections.map(\.start)
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
      if editor.text == constraints.current?.constraints.text(of: field) {
        constraints.edits[field] = .unchanged
        return []
      }
      constraints.edits[field] = .pending(text: editor.text)
      return [.send(.editConstraints(ConstraintDraft(field, editor.text)))]
    case .search(let editor):
      interface.mode = .browse
      interface.query = editor.text
      find(by: 1)
    case .browse, .help, .quitPrompt, .vetoReason, .policyMenu: break
    }
    return []
  }
}

import Core

extension State {
  /// Does what a mouse asks for: a tab, a row, a hint or a pane is chosen, the wheel scrolls. A click
  /// selects and never decides.
  mutating func point(_ pointer: Pointer, at time: Double) -> [Effect] {
    interface.notice = nil
    let layout = layout(size)
    guard layout.form != .line, interface.mode == .browse else { return [] }
    switch pointer.kind {
    case .press:
      if pointer.place.row == 1 { return pressTab(pointer.place.column) }
      if pointer.place.row == size.rows - 2 { return pressHint(pointer.place.column, at: time) }
      press(pointer.place, layout)
    case .wheelUp: turnWheel(.rows(-3), pointer.place, layout)
    case .wheelDown: turnWheel(.rows(3), pointer.place, layout)
    }
    return []
  }

  private mutating func pressTab(_ column: Int) -> [Effect] {
    var end = 0
    for tab in tabs(columns: size.columns) {
      end += tab.name.width + 2
      if column < end { return go(to: tab.view) }
    }
    return []
  }

  private mutating func pressHint(_ column: Int, at time: Double) -> [Effect] {
    var end = 0
    for binding in hints(columns: size.columns) {
      end += binding.hintWidth
      guard column < end else { continue }
      if binding.action.isDecision {
        interface.notice = .init(
          text: "a click decides nothing: press \(binding.label)", role: .warn)
        return [.bell]
      }
      return act(binding.action, key: .enter, at: time)
    }
    return []
  }

  private mutating func press(_ place: Position, _ layout: Layout) {
    guard let target = layout.place(at: place) else { return }
    interface.focus[interface.view] = target.pane
    guard target.pane == interface.view.list else { return }
    let (content, top) = content(of: target, layout)
    let line = top + place.row - target.rect.inner.row
    guard let row = content.row(ofLine: line) else { return }
    interface.isFollowing = false
    select(row: row)
  }

  private mutating func turnWheel(_ motion: Motion, _ place: Position, _ layout: Layout) {
    guard let target = layout.place(at: place) else { return }
    interface.isFollowing = false
    if target.pane == interface.view.list {
      if rowCount > 0 {
        select(row: motion.target(from: selectedRow ?? 0, count: rowCount, page: 1))
      }
    } else {
      scroll(target.pane, by: motion, in: target.rect)
    }
  }

  private func content(of place: Layout.Place, _ layout: Layout) -> (PaneContent, Int) {
    let inner = place.rect.inner
    let context = PaneContext(
      state: self, glyphs: .unicode, charset: charset, size: inner, form: layout.form)
    let content = context.content(of: place.pane)
    return (content, top(of: place.pane, content, rows: inner.rows))
  }
}

extension Layout {
  /// The pane at a place of the screen.
  func place(at position: Position) -> Place? {
    places.first { place in
      let rect = place.rect
      return (rect.row..<rect.row + rect.rows).contains(position.row)
        && (rect.column..<rect.column + rect.columns).contains(position.column)
    }
  }
}

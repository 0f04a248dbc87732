import Core

/// Draws the state on a screen of a size in a theme. Pure; the result is compared with the screen
/// and only changed cells are written.
public func render(_ state: State, size: Size, theme: Theme) -> Frame {
  var canvas = Canvas(size: size, theme: theme)
  let layout = state.layout(size)
  guard layout.form != .line else {
    canvas.drawStatusLine(state)
    return canvas.frame
  }
  canvas.drawHeader(state)
  canvas.drawTabs(state, layout.form)
  if let overlay = state.shownOverlay {
    canvas.draw(overlay, at: layout.body, state, layout.form)
  } else {
    for place in layout.places { canvas.draw(place.pane, at: place.rect, state, layout.form) }
    switch state.interface.mode {
    case .palette: canvas.draw(.palette, at: layout.paletteRect, state, layout.form)
    case .themes: canvas.draw(.themes, at: layout.themesRect, state, layout.form)
    case .rollback: canvas.draw(.rollback, at: layout.rollbackRect, state, layout.form)
    default: break
    }
  }
  canvas.drawFooter(state, layout.form)
  return canvas.frame
}

extension Canvas {
  /// Draws a pane with its border, from the line on to which it is scrolled.
  fileprivate mutating func draw(_ pane: Pane, at rect: Rect, _ state: State, _ form: Layout.Form) {
    let inner = rect.inner
    let isFocused = pane == state.interface.focusedPane || pane.isOverlay
    if pane.isOverlay { clear(rect) }
    let context = PaneContext(
      state: state, glyphs: glyphs, charset: theme.charset, size: inner, form: form)
    let content = context.content(of: pane)
    box(rect, title: content.title, isFocused: isFocused)
    let isList = pane == state.interface.view.list
    let top = state.top(of: pane, content, rows: inner.rows)
    let end = inner.column + inner.columns
    for (offset, line) in content.lines.dropFirst(top).prefix(inner.rows).enumerated() {
      draw(line, row: inner.row + offset, column: inner.column, end: end)
      if content.selected == top + offset {
        paint(
          row: inner.row + offset, columns: inner.column..<end,
          role: isFocused ? .select : .selectUnfocused)
      }
    }
    if let cursor = content.cursor, cursor.line - top < inner.rows, cursor.line >= top {
      placeCursor(
        row: inner.row + cursor.line - top, column: min(end - 1, inner.column + cursor.column))
    }
    if !isList, content.lines.count > inner.rows {
      let shown = min(content.lines.count, top + inner.rows)
      let place = Line(" \(shown)/\(content.lines.count) ", .dim)
      draw(
        place, row: rect.row + rect.rows - 1, column: max(rect.column + 1, end - place.width - 1),
        end: end)
    }
  }
}

extension State {
  /// The first line of a pane that is shown in `rows` rows.
  func top(of pane: Pane, _ content: PaneContent, rows: Int) -> Int {
    let last = max(0, content.lines.count - rows)
    if pane == interface.view.list || pane == .palette || pane == .themes {
      let line = content.selected ?? content.cursor?.line ?? 0
      return max(0, min(last, line - rows / 2))
    }
    return min(last, interface.scroll[pane] ?? content.automaticTop(rows: rows))
  }
}

extension Pane {
  /// Whether it lies over the panes of the view.
  var isOverlay: Bool {
    switch self {
    case .help, .bytes, .palette, .themes, .rollback, .ruleTrial: true
    default: false
    }
  }
}

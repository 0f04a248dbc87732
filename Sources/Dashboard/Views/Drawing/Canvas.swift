import Core

/// Draws on a frame in a theme.
struct Canvas {
  private(set) var frame: Frame
  let theme: Theme

  init(size: Size, theme: Theme) {
    frame = Frame(size: size)
    self.theme = theme
  }

  var glyphs: Glyphs { theme.glyphs }

  /// Foreign text made safe for this screen.
  func text(_ foreign: some StringProtocol) -> DisplayText {
    DisplayText(foreign, charset: theme.charset)
  }

  /// Shows the cursor at a place inside the frame.
  mutating func placeCursor(row: Int, column: Int) {
    if row < frame.size.rows, column < frame.size.columns {
      frame.cursor = Position(row: row, column: column)
    }
  }

  /// Draws a line from a place to the column `end`. What doesn't fit is cut, with a mark in the last
  /// column.
  mutating func draw(_ line: Line, row: Int, column: Int, end: Int) {
    let end = min(end, frame.size.columns)
    guard row >= 0, row < frame.size.rows, column >= 0, column < end else { return }
    var position = column
    for piece in line.pieces where position < end {
      switch piece {
      case .chrome(let chrome, let role):
        for scalar in chrome.text.unicodeScalars where position < end {
          frame[row, position] = FrameCell(Self.printable(scalar), role: role)
          position += 1
        }
      case .foreign(let text, let range, let role, let hit):
        position = draw(text, range, role, hit, row: row, column: position, end: end)
      }
    }
    if column + line.width > end {
      frame[row, end - 1] = FrameCell(glyphs.more, role: .dim)
      if end - 2 >= column, frame[row, end - 2].width == 2 { frame[row, end - 2] = .blank }
    }
  }

  private mutating func draw(
    _ text: DisplayText, _ range: Range<Int>, _ role: StyleRole, _ hit: Range<Int>, row: Int,
    column: Int, end: Int
  ) -> Int {
    var position = column
    for index in range {
      let element = text.elements[index]
      let width = Int(element.width)
      if width == 0 {
        // The base may be the lead of a wide character, one column further to the left.
        let base = position > column && frame[row, position - 1].isContinuation ? 2 : 1
        if position - base >= column { frame[row, position - base].add(mark: element.scalar) }
        continue
      }
      guard position + width <= end else { break }
      let drawn: StyleRole =
        switch element.kind {
        case .hidden: .hidden
        case .lookalike: .lookalike
        case .plain, .token: hit.contains(index) ? .hit : role
        }
      frame[row, position] = FrameCell(element.scalar, width: width, role: drawn)
      if width == 2 { frame[row, position + 1] = .continuation(role: drawn) }
      position += width
    }
    return position
  }

  /// Gives the cells of a row another role, as a selection does.
  mutating func paint(row: Int, columns: Range<Int>, role: StyleRole) {
    guard row >= 0, row < frame.size.rows else { return }
    for column in columns.clamped(to: 0..<frame.size.columns) { frame[row, column].role = role }
  }

  /// Empties a part of the screen before something is drawn over it.
  mutating func clear(_ rect: Rect) {
    let columns = max(0, rect.column)..<min(frame.size.columns, rect.column + rect.columns)
    for row in max(0, rect.row)..<min(frame.size.rows, rect.row + rect.rows) {
      for column in columns { frame[row, column] = .blank }
      // A wide character must not reach into what is drawn over it, nor its second half stay.
      if let first = columns.first, first > 0, frame[row, first - 1].width == 2 {
        frame[row, first - 1] = .blank
      }
      if columns.upperBound < frame.size.columns, frame[row, columns.upperBound].isContinuation {
        frame[row, columns.upperBound] = .blank
      }
    }
  }

  /// Draws a pane's border with its title.
  mutating func box(_ rect: Rect, title: Line, isFocused: Bool) {
    guard rect.rows >= 2, rect.columns >= 2 else { return }
    let role: StyleRole = isFocused ? .borderFocus : .border
    let flat = isFocused ? glyphs.horizontalFocus : glyphs.horizontal
    func edge(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Line {
      Line("\(left)\(Chrome(repeating: flat, count: rect.columns - 2))\(right)", role)
    }
    let end = rect.column + rect.columns
    draw(edge(glyphs.topLeft, glyphs.topRight), row: rect.row, column: rect.column, end: end)
    draw(
      edge(glyphs.bottomLeft, glyphs.bottomRight), row: rect.row + rect.rows - 1,
      column: rect.column, end: end)
    for row in rect.row + 1..<rect.row + rect.rows - 1 {
      draw(Line(Chrome(glyphs.vertical), role), row: row, column: rect.column, end: end)
      draw(Line(Chrome(glyphs.vertical), role), row: row, column: end - 1, end: end)
    }
    var heading = Line("[", role)
    heading.append(title)
    heading.add("]", role)
    draw(heading, row: rect.row, column: rect.column + 2, end: end - 1)
  }

  /// Chrome is ours, but a slip must not reach the terminal as a control character.
  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? "?" : scalar
  }
}

/// A part of the screen.
struct Rect: Hashable, Sendable {
  var row: Int
  var column: Int
  var rows: Int
  var columns: Int

  /// The part inside a border.
  var inner: Rect {
    Rect(row: row + 1, column: column + 1, rows: max(0, rows - 2), columns: max(0, columns - 2))
  }
}

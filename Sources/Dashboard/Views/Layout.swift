/// Where everything goes on a screen of a size.
struct Layout: Hashable, Sendable {
  /// How much a screen can show at once.
  enum Form: Hashable, Sendable {
    /// One status line: less than 40x10.
    case line
    /// One pane and a tab line: less than 80x20.
    case narrow
    /// List, detail and one pane below, as at 80x24.
    case standard
    /// All panes of a view, as at 160x50.
    case wide
  }

  /// A pane's place.
  struct Place: Hashable, Sendable {
    var pane: Pane
    var rect: Rect
  }

  let form: Form
  let size: Size
  /// The part between the tabs and the lines at the bottom.
  let body: Rect
  private(set) var places: [Place] = []
  private let split: ScreenMemory.Split

  init(
    _ size: Size, view: View, focus: Pane, isZoomed: Bool, split: ScreenMemory.Split = .init()
  ) {
    self.size = size
    self.split = split
    form =
      if size.columns < 40 || size.rows < 10 { .line } else if size.columns < 80 || size.rows < 20 {
        .narrow
      } else if size.columns < 132 || size.rows < 36 { .standard } else { .wide }
    // Header and tabs above; alert, hints and prompt below, of which a narrow screen has two.
    let below = form == .narrow ? 2 : 3
    body = Rect(row: 2, column: 0, rows: max(0, size.rows - 2 - below), columns: size.columns)
    switch form {
    case .line: break
    case .narrow: places = [Place(pane: focus, rect: body)]
    case .standard, .wide:
      if isZoomed {
        places = [Place(pane: focus, rect: body)]
      } else if form == .standard {
        placeStandard(view, focus, body)
      } else {
        placeWide(view, body)
      }
    }
  }

  /// The panes that can have the focus.
  func focusable(in view: View) -> [Pane] { view.panes }

  /// Where the commands are listed: over the lower half of the body.
  var paletteRect: Rect {
    var rect = body
    rect.rows = max(min(body.rows, 8), body.rows / 2)
    rect.row = body.row + body.rows - rect.rows
    return rect
  }

  /// Where the plan of a rollback is shown: all of it where that fits.
  var rollbackRect: Rect {
    var rect = body
    rect.rows = min(body.rows, 12)
    rect.row = body.row + body.rows - rect.rows
    return rect
  }

  /// Where the themes are listed: over the list, so that the rest shows what they do.
  var themesRect: Rect {
    var rect = body
    rect.columns = min(body.columns, 40)
    return rect
  }

  func rect(of pane: Pane) -> Rect? { places.first { $0.pane == pane }?.rect }

  /// List and detail above; below the pane that has the focus, or the view's third one.
  private mutating func placeStandard(_ view: View, _ focus: Pane, _ body: Rect) {
    let below = max(6, min(12, body.rows * 6 / 19))
    let (top, bottom) = split(body, rows: body.rows - below)
    let (left, right) = split(top, columns: body.columns * 38 / 80)
    let panes = view.panes
    places = [
      Place(pane: panes[0], rect: left), Place(pane: panes[1], rect: right),
      Place(pane: focus == panes[0] || focus == panes[1] ? panes[2] : focus, rect: bottom),
    ]
  }

  private mutating func placeWide(_ view: View, _ body: Rect) {
    guard view == .live else {
      if view == .timeline || view == .runs {
        // What is drawn over time needs the width.
        let (top, bottom) = split(body, rows: body.rows - max(14, body.rows * 2 / 5))
        let (left, right) = split(top, columns: body.columns / 2)
        places = zip(view.panes, [left, right, bottom]).map { Place(pane: $0, rect: $1) }
        return
      }
      let (left, rest) = split(body, columns: body.columns * 54 / 160)
      let (middle, right) = rest.splitColumns(rest.columns * 66 / 106)
      if view == .constraints {
        let (above, below) = middle.splitRows(max(10, middle.rows / 3))
        places = zip(view.panes, [left, above, below, right])
          .map { Place(pane: $0, rect: $1) }
        return
      }
      places = zip(view.panes, [left, middle, right]).map { Place(pane: $0, rect: $1) }
      return
    }
    let (top, rest) = split(body, rows: body.rows * 20 / 45)
    let (middle, bottom) = rest.splitRows(rest.rows * 15 / 25)
    let (tasks, topRest) = split(top, columns: body.columns * 54 / 160)
    let (chain, waiting) = topRest.splitColumns(topRest.columns * 70 / 106)
    let (signals, middleRest) = middle.splitColumns(body.columns * 54 / 160)
    let (cells, right) = middleRest.splitColumns(middleRest.columns * 60 / 106)
    let (below, corner) = bottom.splitColumns(body.columns - 66)
    places = [
      Place(pane: .tasks, rect: tasks), Place(pane: .chain, rect: chain),
      Place(pane: .waiting, rect: waiting), Place(pane: .signals, rect: signals),
      Place(pane: .cells, rect: cells), Place(pane: .safety, rect: right),
      Place(pane: .events, rect: below), Place(pane: .difficulty, rect: corner),
    ]
  }
}

extension Layout {
  /// Fewest rows and columns of a pane whose border can be moved.
  private static let (leastRows, leastColumns) = (5, 18)

  /// Divides a part at a row that the operator may have moved.
  private func split(_ rect: Rect, rows: Int) -> (Rect, Rect) {
    let most = max(rows, rect.rows - Self.leastRows)
    return rect.splitRows(max(min(rows, Self.leastRows), min(most, rows + split.rows)))
  }

  /// Divides a part at a column that the operator may have moved.
  private func split(_ rect: Rect, columns: Int) -> (Rect, Rect) {
    let most = max(columns, rect.columns - Self.leastColumns)
    return rect.splitColumns(
      max(min(columns, Self.leastColumns), min(most, columns + split.columns)))
  }
}

extension Rect {
  fileprivate func splitRows(_ count: Int) -> (Rect, Rect) {
    var (top, bottom) = (self, self)
    top.rows = max(0, min(rows, count))
    bottom.row += top.rows
    bottom.rows -= top.rows
    return (top, bottom)
  }

  fileprivate func splitColumns(_ count: Int) -> (Rect, Rect) {
    var (left, right) = (self, self)
    left.columns = max(0, min(columns, count))
    right.column += left.columns
    right.columns -= left.columns
    return (left, right)
  }
}

extension State {
  /// The layout of the state on a screen of a size.
  func layout(_ size: Size) -> Layout {
    Layout(
      size, view: interface.view, focus: interface.focusedPane, isZoomed: interface.isZoomed,
      split: interface.splits[interface.view] ?? .init())
  }
}

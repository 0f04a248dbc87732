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

  init(_ size: Size, view: View, focus: Pane, isZoomed: Bool) {
    self.size = size
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
        placeStandard(view, body)
      } else {
        placeWide(view, body)
      }
    }
  }

  /// The panes that can have the focus.
  func focusable(in view: View) -> [Pane] {
    form == .standard ? Array(view.panes.prefix(3)) : view.panes
  }

  func rect(of pane: Pane) -> Rect? { places.first { $0.pane == pane }?.rect }

  private mutating func placeStandard(_ view: View, _ body: Rect) {
    let below = max(6, min(12, body.rows * 6 / 19))
    let (top, bottom) = body.splitRows(body.rows - below)
    let (left, right) = top.splitColumns(body.columns * 38 / 80)
    let panes = view.panes
    places = [
      Place(pane: panes[0], rect: left), Place(pane: panes[1], rect: right),
      Place(pane: panes[2], rect: bottom),
    ]
  }

  private mutating func placeWide(_ view: View, _ body: Rect) {
    guard view == .live else {
      let (left, rest) = body.splitColumns(body.columns * 54 / 160)
      let (middle, right) = rest.splitColumns(rest.columns * 66 / 106)
      places = zip(view.panes, [left, middle, right]).map { Place(pane: $0, rect: $1) }
      return
    }
    let (top, rest) = body.splitRows(body.rows * 23 / 45)
    let (middle, bottom) = rest.splitRows(rest.rows * 15 / 22)
    let (tasks, topRest) = top.splitColumns(body.columns * 54 / 160)
    let (chain, waiting) = topRest.splitColumns(topRest.columns * 70 / 106)
    let (signals, middleRest) = middle.splitColumns(body.columns * 54 / 160)
    let (cells, safety) = middleRest.splitColumns(middleRest.columns * 60 / 106)
    places = [
      Place(pane: .tasks, rect: tasks), Place(pane: .chain, rect: chain),
      Place(pane: .waiting, rect: waiting), Place(pane: .signals, rect: signals),
      Place(pane: .cells, rect: cells), Place(pane: .safety, rect: safety),
      Place(pane: .events, rect: bottom),
    ]
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
    Layout(size, view: interface.view, focus: interface.focusedPane, isZoomed: interface.isZoomed)
  }
}

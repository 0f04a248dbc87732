import Core

/// One row of a pane before it is drawn: pieces of our own words and of foreign text.
struct Line: Sendable {
  /// A piece of one kind.
  enum Piece: Sendable {
    case chrome(Chrome, StyleRole)
    /// Elements of a foreign text; those in `hit` are drawn as a monitor's hit.
    case foreign(DisplayText, Range<Int>, StyleRole, hit: Range<Int>)
  }

  private(set) var pieces: [Piece] = []
  private(set) var width = 0

  init() {}

  init(_ chrome: Chrome, _ role: StyleRole = .text) { add(chrome, role) }

  mutating func add(_ chrome: Chrome, _ role: StyleRole = .text) {
    pieces.append(.chrome(chrome, role))
    width += chrome.width
  }

  /// Adds the first line of a foreign text.
  mutating func add(_ text: DisplayText, _ role: StyleRole) { add(text, text.line(0), role) }

  /// Adds elements of a foreign text.
  mutating func add(
    _ text: DisplayText, _ range: Range<Int>, _ role: StyleRole, hit: Range<Int> = 0..<0
  ) {
    pieces.append(.foreign(text, range, role, hit: hit))
    width += text.width(of: range)
  }

  /// Adds the beginning of a foreign text's first line, cut to `columns` with a mark.
  mutating func add(cut text: DisplayText, to columns: Int, _ role: StyleRole, more: Unicode.Scalar)
  {
    let line = text.line(0)
    guard text.width(of: line) > columns else { return add(text, line, role) }
    var end = line.lowerBound
    var used = 0
    while end < line.upperBound, used + Int(text.elements[end].width) < columns {
      used += Int(text.elements[end].width)
      end += 1
    }
    add(text, line.lowerBound..<end, role)
    if columns > 0 { add(Chrome(more), .dim) }
  }

  /// Adds spaces up to a column.
  mutating func pad(to column: Int) {
    if width < column { add(Chrome(repeating: " ", count: column - width)) }
  }
}

extension Line {
  /// Cuts a line that ends in our own words to a width, with a mark.
  mutating func cut(to width: Int, more: Unicode.Scalar) {
    guard case .chrome(let chrome, let role)? = pieces.last, self.width > width else { return }
    pieces.removeLast()
    self.width -= chrome.width
    let kept = chrome.text.unicodeScalars.prefix(max(0, width - self.width - 1))
    add(Chrome(kept), role)
    add(Chrome(more), .dim)
  }
}

extension Line {
  /// Adds the pieces of another line.
  mutating func append(_ other: Line) {
    pieces += other.pieces
    width += other.width
  }
}

/// A whole screen as a value: a grid of cells, and where the cursor is if it is shown.
///
/// The presenter compares a frame with the one on the screen, cell by cell, and writes only what
/// differs.
public struct Frame: Hashable, Sendable {
  public let size: Size
  /// All cells, row by row; `size.rows * size.columns` of them.
  public private(set) var cells: [FrameCell]
  /// Where the text cursor is; nil hides it.
  public internal(set) var cursor: Position?

  /// An empty frame. A negative size counts as zero.
  public init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// The cell at a place inside the frame.
  public subscript(row: Int, column: Int) -> FrameCell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }

  /// The characters of the frame, one line a row, without trailing spaces.
  public var text: String {
    dump { cell, line in
      line.unicodeScalars.append(cell.base)
      line.unicodeScalars.append(contentsOf: cell.marks)
    }
  }

  /// The roles of the frame, one letter a column, one line a row: the layer that `text` lacks.
  public var roleLayer: String {
    dump { cell, line in
      let blank = cell.base == " " && cell.role == .text
      for _ in 0..<max(1, Int(cell.width)) { line.append(blank ? " " : cell.role.letter) }
    }
  }

  private func dump(_ append: (FrameCell, inout String) -> Void) -> String {
    var lines: [String] = []
    for row in 0..<size.rows {
      var line = ""
      for column in 0..<size.columns where !self[row, column].isContinuation {
        append(self[row, column], &line)
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

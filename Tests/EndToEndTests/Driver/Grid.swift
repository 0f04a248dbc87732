/// The characters of a screen, a cursor, and what control sequences do with them.
struct Grid {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var row = 0
  private(set) var column = 0
  /// Each cell's text: a character with its combining marks, or "" where a wide one goes on.
  private var cells: [[String]]
  private var top = 0
  private var bottom: Int
  private var saved = (row: 0, column: 0)
  /// The last column was written, and the next character goes to the next line.
  private var wrapIsPending = false
  private var last: Unicode.Scalar = " "

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    bottom = rows - 1
    cells = Self.blank(columns: columns, rows: rows)
  }

  var lines: [String] {
    cells.map { line in
      var text = line.joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  mutating func resize(columns: Int, rows: Int) {
    var fitted = Self.blank(columns: columns, rows: rows)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) { fitted[row][column] = cells[row][column] }
    }
    cells = fitted
    self.columns = columns
    self.rows = rows
    top = 0
    bottom = rows - 1
    moveTo(row: row, column: column)
  }

  // MARK: - Writing

  mutating func write(_ scalar: Unicode.Scalar, wraps: Bool) {
    let width = Self.width(of: scalar)
    if width == 0 {
      let at = max(0, wrapIsPending ? column : column - 1)
      let base = at > 0 && cells[row][at].isEmpty ? at - 1 : at
      cells[row][base].unicodeScalars.append(scalar)
      return
    }
    if wrapIsPending || column + width > columns {
      if wraps {
        column = 0
        lineFeed()
      } else {
        column = columns - width
      }
    }
    wrapIsPending = false
    clearHalves(at: column)
    cells[row][column] = String(scalar)
    if width == 2 {
      clearHalves(at: column + 1)
      cells[row][column] = String(scalar)
      cells[row][column + 1] = ""
    }
    last = scalar
    if column + width >= columns {
      column = columns - 1
      wrapIsPending = wraps
    } else {
      column += width
    }
  }

  mutating func repeatLast(_ count: Int, wraps: Bool) {
    for _ in 0..<count { write(last, wraps: wraps) }
  }

  /// A wide character that loses one of its columns loses both.
  private mutating func clearHalves(at column: Int) {
    if cells[row][column].isEmpty, column > 0 { cells[row][column - 1] = " " }
    if column + 1 < columns, cells[row][column + 1].isEmpty { cells[row][column + 1] = " " }
    cells[row][column] = " "
  }

  // MARK: - Moving

  mutating func moveTo(row: Int? = nil, column: Int? = nil) {
    self.row = min(max(0, row ?? self.row), rows - 1)
    self.column = min(max(0, column ?? self.column), columns - 1)
    wrapIsPending = false
  }

  mutating func save() { saved = (row, column) }
  mutating func restore() { moveTo(row: saved.row, column: saved.column) }

  mutating func lineFeed() {
    wrapIsPending = false
    if row == bottom { scrollUp(1) } else if row < rows - 1 { row += 1 }
  }

  mutating func reverseLineFeed() {
    wrapIsPending = false
    if row == top { scrollDown(1) } else if row > 0 { row -= 1 }
  }

  mutating func setRegion(top: Int, bottom: Int) {
    self.top = min(max(0, top), rows - 1)
    self.bottom = min(max(self.top, bottom), rows - 1)
    moveTo(row: 0, column: 0)
  }

  // MARK: - Erasing and shifting

  mutating func eraseLine(_ mode: Int) {
    switch mode {
    case 0: blank(row, column..<columns)
    case 1: blank(row, 0..<column + 1)
    default: blank(row, 0..<columns)
    }
  }

  mutating func eraseScreen(_ mode: Int) {
    switch mode {
    case 0:
      eraseLine(0)
      for below in row + 1..<max(row + 1, rows) { blank(below, 0..<columns) }
    case 1:
      eraseLine(1)
      for above in 0..<row { blank(above, 0..<columns) }
    default: cells = Self.blank(columns: columns, rows: rows)
    }
  }

  mutating func erase(count: Int) { blank(row, column..<min(columns, column + count)) }

  mutating func deleteCharacters(_ count: Int) {
    let count = min(count, columns - column)
    cells[row].removeSubrange(column..<column + count)
    cells[row] += Array(repeating: " ", count: count)
  }

  mutating func insertCharacters(_ count: Int) {
    let count = min(count, columns - column)
    cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
    cells[row].removeLast(count)
  }

  mutating func insertLines(_ count: Int) { shift(from: row, by: count) }
  mutating func deleteLines(_ count: Int) { shift(from: row, by: -count) }
  mutating func scrollUp(_ count: Int) { shift(from: top, by: -count) }
  mutating func scrollDown(_ count: Int) { shift(from: top, by: count) }

  /// Moves the lines from `first` to the region's end down, or up if `count` is negative.
  private mutating func shift(from first: Int, by count: Int) {
    guard first >= top, first <= bottom else { return }
    let size = bottom - first + 1
    let distance = min(abs(count), size)
    let fill = Self.blank(columns: columns, rows: distance)
    let region = Array(cells[first...bottom])
    let moved =
      count < 0
      ? Array(region[distance...]) + fill : fill + Array(region[..<(size - distance)])
    cells.replaceSubrange(first...bottom, with: moved)
  }

  private mutating func blank(_ row: Int, _ range: Range<Int>) {
    for column in range { cells[row][column] = " " }
  }

  private static func blank(columns: Int, rows: Int) -> [[String]] {
    Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The columns of a scalar, as far as the screens under test need it.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

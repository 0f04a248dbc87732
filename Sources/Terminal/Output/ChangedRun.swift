import Dashboard

/// Cells side by side that differ between two frames.
struct ChangedRun: Hashable {
  var row: Int
  var columns: Range<Int>

  /// About how many bytes a terminal is sent for the run: a cursor movement, the characters, and a
  /// change of style wherever the role changes.
  func bytes(in frame: Frame) -> Int {
    var bytes = Self.movement
    var role: StyleRole?
    for column in columns {
      let cell = frame[row, column]
      if cell.role != role { bytes += Self.styleChange }
      role = cell.role
      bytes += UTF8.width(cell.base)
    }
    return bytes
  }

  private static let movement = 7
  private static let styleChange = 9
}

/// The cells to write so that a screen which shows `old` shows `new`, in reading order.
///
/// Nil, or a frame of another size, means that nothing is known of the screen: every cell is to be
/// written. A run neither starts nor ends inside a wide character.
func changedRuns(from old: Frame?, to new: Frame) -> [ChangedRun] {
  let (rows, columns) = (new.size.rows, new.size.columns)
  guard columns > 0 else { return [] }
  guard let old, old.size == new.size else {
    return (0..<rows).map { ChangedRun(row: $0, columns: 0..<columns) }
  }
  var runs: [ChangedRun] = []
  old.cells.withUnsafeBufferPointer { before in
    new.cells.withUnsafeBufferPointer { after in
      for row in 0..<rows {
        let start = row * columns
        var column = 0
        while column < columns {
          guard before[start + column] != after[start + column] else {
            column += 1
            continue
          }
          var first = column
          while first > 0, after[start + first].isContinuation { first -= 1 }
          while column < columns,
            before[start + column] != after[start + column] || after[start + column].isContinuation
          {
            column += 1
          }
          runs.append(ChangedRun(row: row, columns: first..<column))
        }
      }
    }
  }
  return runs
}

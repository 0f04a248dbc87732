/// A sparse matrix by rows: each sentence's features and their values.
struct SparseRows {
  private(set) var columns: [Int32] = []
  private(set) var values: [Float] = []
  /// Row `i` is the entries `starts[i]..<starts[i + 1]`.
  private(set) var starts: [Int] = [0]
  var count: Int { starts.count - 1 }

  mutating func append(_ row: [(column: Int32, value: Float)]) {
    for entry in row {
      columns.append(entry.column)
      values.append(entry.value)
    }
    starts.append(columns.count)
  }

  /// The inner product of a row with a dense vector.
  func product(row: Int, _ vector: [Double]) -> Double {
    var sum = 0.0
    for entry in starts[row]..<starts[row + 1] {
      sum += Double(values[entry]) * vector[Int(columns[entry])]
    }
    return sum
  }

  /// Adds a multiple of a row to a dense vector.
  func add(row: Int, times factor: Double, to vector: inout [Double]) {
    for entry in starts[row]..<starts[row + 1] {
      vector[Int(columns[entry])] += factor * Double(values[entry])
    }
  }
}

import Synchronization

/// One result per shard, each written by the job of its shard and read when all are done.
final class TotalsByShard: Sendable {
  private let values: Mutex<[Totals]>

  init(count: Int) {
    values = Mutex([Totals](repeating: Totals(), count: count))
  }

  subscript(shard: Int) -> Totals {
    get { values.withLock { $0[shard] } }
    set { values.withLock { $0[shard] = newValue } }
  }

  /// The sum in the shards' order.
  var sum: Totals {
    values.withLock { all in
      var sum = Totals()
      for value in all { sum += value }
      return sum
    }
  }
}

/// One number per block, summed in the blocks' order.
final class SumByBlock: Sendable {
  private let values: Mutex<[Double]>

  init(count: Int) {
    values = Mutex([Double](repeating: 0, count: count))
  }

  subscript(block: Int) -> Double {
    get { values.withLock { $0[block] } }
    set { values.withLock { $0[block] = newValue } }
  }

  var sum: Double {
    values.withLock { $0.reduce(0, +) }
  }
}

/// One number per response token of each row.
final class ResultRows: Sendable {
  private let values: Mutex<[[Float]]>

  init(_ lengths: [Int]) {
    values = Mutex(lengths.map { [Float](repeating: 0, count: $0) })
  }

  func set(row: Int, token: Int, _ value: Float) {
    values.withLock { $0[row][token] = value }
  }

  var arrays: [[Float]] { values.withLock { $0 } }
}

/// Rows packed end to end, without padding: what one forward pass takes at once.
struct MicroBatch: Sendable {
  /// Indices into the update's rows.
  var rows: [Int] = []
  /// Packed positions: every token but a row's last is an input.
  var positions = 0

  /// Cuts a shard's rows, in order, into batches of at most `limit` positions; a longer row gets
  /// a batch of its own.
  static func pack(_ indices: [Int], lengths: [Int], limit: Int) -> [MicroBatch] {
    var batches: [MicroBatch] = []
    var current = MicroBatch()
    for index in indices {
      if !current.rows.isEmpty && current.positions + lengths[index] > limit {
        batches.append(current)
        current = MicroBatch()
      }
      current.rows.append(index)
      current.positions += lengths[index]
    }
    if !current.rows.isEmpty { batches.append(current) }
    return batches
  }

  /// Assigns rows to shards so that each has about the same work: longest first, to the shard
  /// with the least so far. Depends on the lengths and the number of shards alone.
  static func shard(lengths: [Int], shards: Int) -> [[Int]] {
    var assigned = [[Int]](repeating: [], count: shards)
    var loads = [Int](repeating: 0, count: shards)
    let order = lengths.indices.sorted { (lengths[$0], $1) > (lengths[$1], $0) }
    for index in order {
      var lightest = 0
      for shard in 1..<max(shards, 1) where loads[shard] < loads[lightest] { lightest = shard }
      assigned[lightest].append(index)
      loads[lightest] += lengths[index]
    }
    return assigned
  }
}

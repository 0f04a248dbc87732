import Tensor

/// Groups packed end to end, without padding: what one forward pass takes at once.
struct MicroBatch: Sendable {
  var groups: [PromptGroup] = []
  private var size = 0

  /// Indices into the update's rows, in the order in which their results come.
  var rows: [Int] { groups.flatMap(\.rows) }

  /// Cuts a shard's groups, in order, into batches of a size of at most `limit`; a larger group
  /// gets a batch of its own.
  static func pack(_ groups: [PromptGroup], limit: Int) -> [MicroBatch] {
    var batches: [MicroBatch] = []
    var current = MicroBatch()
    for group in groups {
      if !current.groups.isEmpty && current.size + group.size > limit {
        batches.append(current)
        current = MicroBatch()
      }
      current.groups.append(group)
      current.size += group.size
    }
    if !current.groups.isEmpty { batches.append(current) }
    return batches
  }

  /// Assigns groups to shards so that each has about the same work: largest first, to the shard
  /// with the least so far. Depends on the groups and the number of shards alone.
  static func shard(_ groups: [PromptGroup], shards: Int) -> [[PromptGroup]] {
    var assigned = [[PromptGroup]](repeating: [], count: shards)
    var loads = [Int](repeating: 0, count: shards)
    let sizes = groups.map(\.size)
    let order = groups.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
    for index in order {
      var lightest = 0
      for shard in 1..<max(shards, 1) where loads[shard] < loads[lightest] { lightest = shard }
      assigned[lightest].append(groups[index])
      loads[lightest] += sizes[index]
    }
    return assigned
  }
}

/// One continuation to be sampled.
struct Rollout: Sendable {
  /// Its number in the whole call.
  let row: Int
  /// The first request with its prompt, which is computed for all of them.
  let prompt: Int
  let key: UInt64

  static func all(of requests: [SamplingRequest]) -> [Rollout] {
    var rollouts: [Rollout] = []
    var firstOfPrompt: [[Int32]: Int] = [:]
    for (index, request) in requests.enumerated() {
      let first = firstOfPrompt[request.prompt, default: index]
      firstOfPrompt[request.prompt] = first
      for key in request.keys {
        rollouts.append(Rollout(row: rollouts.count, prompt: first, key: key))
      }
    }
    return rollouts
  }

  /// Deals rollouts out so that each shard has about as many, prompt by prompt in turn: neighbours
  /// in a call are alike, and one shard with all the long ones would keep the others waiting. A
  /// prompt's rollouts stay together, which saves computing it twice, unless they are more than a
  /// shard's share.
  static func deal(_ rollouts: [Rollout], to shards: Int) -> [[Rollout]] {
    let share = (rollouts.count + shards - 1) / shards
    var hands = [[Rollout]](repeating: [], count: shards)
    var groups: [[Rollout]] = []
    var groupOfPrompt: [Int: Int] = [:]
    for rollout in rollouts {
      if let group = groupOfPrompt[rollout.prompt], groups[group].count < share {
        groups[group].append(rollout)
      } else {
        groupOfPrompt[rollout.prompt] = groups.count
        groups.append([rollout])
      }
    }
    for group in groups {
      var fewest = 0
      for shard in hands.indices where hands[shard].count < hands[fewest].count { fewest = shard }
      hands[fewest] += group
    }
    return hands
  }
}

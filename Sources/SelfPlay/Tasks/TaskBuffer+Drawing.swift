import Core
import Foundation

extension TaskBuffer {
  /// Up to `count` different tasks, drawn uniformly without replacement.
  public func sample(_ count: Int, using random: inout SeededGenerator) -> [AdmittedTask] {
    var indices: [Int] = []
    while indices.count < min(count, tasks.count) {
      let index = Int.random(in: 0..<tasks.count, using: &random)
      if !indices.contains(index) { indices.append(index) }
    }
    return indices.map { tasks[$0] }
  }

  /// Up to `count` different tasks, without replacement, each with the weight that its step gives.
  public func sample(
    _ count: Int, using random: inout SeededGenerator, weight: (AdmittedTask) -> Double
  ) -> [AdmittedTask] {
    // The keys of Efraimidis and Spirakis (2006): the largest u^(1/w), here as -log(u)/w ascending.
    let keys = tasks.indices.map { index -> (index: Int, key: Double) in
      let weight = weight(tasks[index])
      let draw = -log(max(random.unit(), .leastNormalMagnitude))
      return (index, weight > 0 ? draw / weight : .infinity)
    }
    return keys.filter { $0.key.isFinite }.sorted { ($0.key, $0.index) < ($1.key, $1.index) }
      .prefix(count).map { tasks[$0.index] }
  }

  /// `count` tasks drawn uniformly; tasks repeat only when there are fewer.
  public func refill(_ count: Int, using random: inout SeededGenerator) -> [AdmittedTask] {
    guard !tasks.isEmpty else { return [] }
    var drawn = sample(count, using: &random)
    while drawn.count < count {
      drawn.append(tasks[Int.random(in: 0..<tasks.count, using: &random)])
    }
    return drawn
  }

  /// `count` tasks drawn with the weight of their step; tasks repeat only when there are fewer.
  public func refillByStep(_ count: Int, using random: inout SeededGenerator) -> [AdmittedTask] {
    var drawn = sample(count, using: &random) { Double($0.step) }
    if drawn.count < count { drawn += refill(count - drawn.count, using: &random) }
    return drawn
  }
}

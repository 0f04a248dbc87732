import Core

/// A held task beside those that were seen before: what a reviewer decides by.
struct HeldComparison: Sendable {
  /// A task that is like it.
  struct Neighbour: Hashable, Sendable {
    var rollout: RolloutID
    /// Jaccard index of the two tasks' token triples, 0 to 1.
    var likeness: Double
  }

  /// The proposal that was compared.
  let rollout: RolloutID
  /// Of the tasks in memory those that are the most alike, the nearest first.
  var nearest: [Neighbour] = []
  /// Mean solve rate of the nearest tasks that were solved, by likeness; nil without any.
  var expectedSolveRate: Double?
  /// The nearest tasks that a person decided about.
  var decided: [Neighbour] = []

  /// How many neighbours are kept of each kind.
  static let neighbourCount = 5

  /// Compares a proposal with the others in memory.
  init(_ record: TaskRecord, in tasks: TaskTable) {
    rollout = record.id
    let own = Self.triples(record.content)
    var all: [Neighbour] = []
    for id in tasks.order where id != record.id {
      guard let other = tasks[id], other.task != nil, other.task != record.task,
        other.type == record.type
      else { continue }
      let triples = Self.triples(other.content)
      let shared = own.intersection(triples).count
      guard shared > 0 else { continue }
      let union = own.count + triples.count - shared
      all.append(Neighbour(rollout: id, likeness: Double(shared) / Double(union)))
    }
    all.sort { ($0.likeness, $0.rollout.rawValue) > ($1.likeness, $1.rollout.rawValue) }
    nearest = Array(all.prefix(Self.neighbourCount))
    decided = Array(all.lazy.filter { tasks[$0.rollout]?.review != nil }.prefix(3))
    let solved = all.lazy.compactMap { neighbour in
      tasks[neighbour.rollout]?.solveRate.map { ($0, neighbour.likeness) }
    }.prefix(Self.neighbourCount)
    let weight = solved.reduce(0) { $0 + $1.1 }
    if weight > 0 { expectedSolveRate = solved.reduce(0) { $0 + $1.0 * $1.1 } / weight }
  }

  /// Three tokens in a row each, by their hashes.
  private static func triples(_ content: TaskContent) -> Set<UInt64> {
    var tokens: [UInt64] = []
    for text in [content.program, content.input, content.message] {
      var hash: UInt64 = 0
      for byte in text.utf8 {
        let isWord =
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x5F || byte >= 0x80
        // FNV-1a, so that the same texts compare alike in every process.
        if isWord {
          hash = ((hash == 0 ? 0xCBF2_9CE4_8422_2325 : hash) ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        if !isWord {
          if hash != 0 { tokens.append(hash) }
          hash = 0
          if byte > 0x20 { tokens.append(UInt64(byte)) }
        }
      }
      if hash != 0 { tokens.append(hash) }
    }
    guard tokens.count >= 3 else { return Set(tokens) }
    return Set(
      (2..<tokens.count).map { index -> UInt64 in
        let pair: UInt64 = tokens[index - 2] &* 31 &+ tokens[index - 1]
        return pair &* 31 &+ tokens[index]
      })
  }
}

extension State {
  /// Compares the held task that is selected, if that was not done yet.
  mutating func compareHeld() {
    guard interface.view == .queue, let held = interface.held, comparison?.rollout != held,
      let record = tasks[held]
    else { return }
    comparison = HeldComparison(record, in: tasks)
  }
}

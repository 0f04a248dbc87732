import Core

/// The tasks of late by difficulty, in each of the six cells.
///
/// Difficulty is one minus the solve rate. A proposer's entry is a task, with the reward that its
/// proposer earned; a solver's entry is one graded rollout with its reward.
struct DifficultyMap: Sendable {
  /// One field of the map.
  struct Field: Hashable, Sendable {
    var count = 0
    var rewards = 0.0

    /// Mean reward, or nil for an empty field.
    var reward: Double? { count == 0 ? nil : rewards / Double(count) }
  }

  private struct Sample: Hashable, Sendable {
    var type: TaskType
    var difficulty: Double
    var proposer: Double
    var solver: [Double]
  }

  /// How many parts the scale from easy (0) to hard (1) has.
  static let buckets = 5
  /// How many tasks are remembered.
  static let limit = 500

  private var samples: [Sample] = []

  /// The number of tasks that the map shows.
  var taskCount: Int { min(samples.count, Self.limit) }

  mutating func note(type: TaskType, solveRate: Double, proposer: Double, solver: [Double]) {
    guard solveRate.isFinite else { return }
    samples.append(
      Sample(type: type, difficulty: 1 - solveRate, proposer: proposer, solver: solver))
    if samples.count > Self.limit * 2 { samples.removeFirst(samples.count - Self.limit) }
  }

  /// The fields of a cell from easy to hard.
  func fields(of cell: Core.Cell) -> [Field] {
    var fields = Array(repeating: Field(), count: Self.buckets)
    for sample in samples.suffix(Self.limit) where sample.type == cell.type {
      let share = max(0, min(1, sample.difficulty))
      let bucket = min(Self.buckets - 1, Int(share * Double(Self.buckets)))
      switch cell.role {
      case .proposer:
        fields[bucket].count += 1
        fields[bucket].rewards += sample.proposer
      case .solver:
        fields[bucket].count += sample.solver.count
        fields[bucket].rewards += sample.solver.reduce(0, +)
      }
    }
    return fields
  }
}

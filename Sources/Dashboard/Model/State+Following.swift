import Core

extension State {
  /// Seconds for which a followed task stays in sight after it has come to its end, so that its end
  /// can be read.
  static let readingTime = 4.0

  /// Keeps the selection on one task from its first token to its reward, and then goes on to the
  /// newest that is under way: a new row alone doesn't take away what is being read.
  mutating func follow(at time: Double) {
    guard interface.isFollowing else { return }
    if let record = interface.task.flatMap({ tasks[$0] }) {
      if record.isUnderWay { interface.followsUntil = time + Self.readingTime }
      if time < interface.followsUntil { return }
    }
    followNext(at: time)
  }

  /// Selects the task that is the most worth watching now; without one the newest, if asked for.
  mutating func followNext(at time: Double, orNewest: Bool = false) {
    let next = nextToFollow ?? (orNewest || interface.task == nil ? tasks.order.last : nil)
    guard let next, next != interface.task else { return }
    interface.task = next
    interface.page = .automatic
    interface.scroll[.chain] = nil
    interface.followsUntil = time + Self.readingTime
  }

  /// The newest task that is being solved, or else proposed. The types take turns: a step samples
  /// all of them at once, and the newest row would always be of the last one.
  private var nextToFollow: RolloutID? {
    var solving: [TaskType: RolloutID] = [:]
    var proposing: [TaskType: RolloutID] = [:]
    for id in tasks.order.suffix(Self.followedRows).reversed() {
      guard let record = tasks[id] else { continue }
      if record.isBeingSolved, solving[record.type] == nil { solving[record.type] = id }
      if record.phase == .proposing, proposing[record.type] == nil { proposing[record.type] = id }
    }
    let shown = interface.task.flatMap { tasks[$0] }
    let types = TaskType.allCases
    let first = shown.flatMap { types.firstIndex(of: $0.type) }.map { $0 + 1 } ?? 0
    let turns = types.indices.map { types[(first + $0) % types.count] }
    return turns.lazy.compactMap { solving[$0] }.first
      ?? turns.lazy.compactMap { proposing[$0] }.first
  }

  /// How far back a task that is under way is looked for.
  private static let followedRows = 512
}

extension TaskRecord {
  /// Whether one of its solver rollouts is being sampled.
  var isBeingSolved: Bool { solvers.contains { $0.result == nil } }

  /// Whether more will happen to it without a person's doing.
  var isUnderWay: Bool { isBeingSolved || !phase.isFinal && phase != .held }
}

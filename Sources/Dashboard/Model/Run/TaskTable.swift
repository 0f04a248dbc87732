import Core

/// The proposals that are kept in memory, oldest first.
///
/// Only the newest are kept, by number and by bytes of text, so that a long run's dashboard doesn't
/// grow; a proposal that waits for a reviewer is kept however old it is.
struct TaskTable: Sendable {
  /// Ids in the order in which the proposals appeared.
  private(set) var order: [RolloutID] = []
  /// Proposals that wait for a reviewer, oldest first.
  private(set) var held: [RolloutID] = []
  private var records: [RolloutID: TaskRecord] = [:]
  /// Which proposal brought a task: the first valid one of its content.
  private var owners: [TaskID: RolloutID] = [:]
  private var textBytes = 0

  static let recordLimit = 2000
  static let textLimit = 16 << 20
  /// Solver rollouts of one task; a popular refill would collect more and more.
  static let rolloutLimit = 32

  subscript(id: RolloutID) -> TaskRecord? { records[id] }

  /// The proposal that brought a task.
  func owner(of task: TaskID) -> RolloutID? { owners[task] }

  func contains(_ id: RolloutID) -> Bool { records[id] != nil }

  /// Begins a record unless there is one.
  mutating func begin(_ id: RolloutID, step: Int, type: TaskType) {
    guard records[id] == nil else { return }
    records[id] = TaskRecord(id: id, step: step, type: type)
    order.append(id)
    if order.count > Self.recordLimit + Self.recordLimit / 8 || textBytes > Self.textLimit {
      sweep()
    }
  }

  /// Changes a record, if it is kept.
  mutating func update(_ id: RolloutID?, _ change: (inout TaskRecord) -> Void) {
    guard let id, let index = records.index(forKey: id) else { return }
    change(&records.values[index])
    records.values[index].changes &+= 1
  }

  /// A record's text grew.
  mutating func count(textBytes bytes: Int) { textBytes += bytes }

  /// Ties a task to the proposal that brought it, unless an earlier valid one did.
  mutating func own(_ task: TaskID, by id: RolloutID) {
    if owners[task] == nil, records[id] != nil { owners[task] = id }
  }

  mutating func hold(_ id: RolloutID) {
    if records[id] != nil, !held.contains(id) { held.append(id) }
  }

  mutating func release(_ id: RolloutID) { held.removeAll { $0 == id } }

  /// Puts a proposal that waits behind the others.
  mutating func postpone(_ id: RolloutID) {
    guard let index = held.firstIndex(of: id) else { return }
    held.append(held.remove(at: index))
  }

  /// Drops the oldest records until seven eighths of the limits are kept.
  private mutating func sweep() {
    let heldNow = Set(held)
    var bytes = order.reduce(0) { $0 + (records[$1]?.textBytes ?? 0) }
    var count = order.count
    let countTarget = Self.recordLimit
    let textTarget = Self.textLimit / 8 * 7
    order.removeAll { id in
      guard count > countTarget || bytes > textTarget, !heldNow.contains(id),
        let record = records[id], record.phase != .proposing
      else { return false }
      count -= 1
      bytes -= record.textBytes
      records[id] = nil
      if let task = record.task, owners[task] == id { owners[task] = nil }
      return true
    }
    textBytes = bytes
  }
}

import Core

/// A task that the executor accepted, with what it came from.
public struct AdmittedTask: Codable, Hashable, Sendable {
  public var id: TaskID
  public var content: TaskContent
  /// The proposer's rollout; nil for the zero triplet.
  public var rollout: RolloutID?
  /// The step in which it was proposed; 0 for seeds.
  public var step: Int
  /// The constraint revision it was proposed under.
  public var revision: Int
  /// The tasks that its proposer was shown.
  public var references: [TaskID]
  /// The program with names renamed and constants masked.
  public var structure: String

  public init(
    id: TaskID, content: TaskContent, rollout: RolloutID?, step: Int, revision: Int,
    references: [TaskID], structure: String
  ) {
    self.id = id
    self.content = content
    self.rollout = rollout
    self.step = step
    self.revision = revision
    self.references = references
    self.structure = structure
  }
}

/// The admitted tasks of one type, in order of admission.
///
/// A full buffer drops its oldest task, never the newest: dropping the newest freezes the training
/// set (defect B4 of the official code).
public struct TaskBuffer: Codable, Hashable, Sendable {
  public private(set) var tasks: [AdmittedTask] = []
  /// The largest number of tasks.
  public let capacity: Int

  private var ids: Set<TaskID> = []
  private var structures: [String: [TaskID]] = [:]

  public init(capacity: Int) {
    precondition(capacity > 0, "a buffer holds at least one task")
    self.capacity = capacity
  }

  /// Whether the very same task is here.
  public func contains(_ id: TaskID) -> Bool { ids.contains(id) }

  /// A task whose program has the same structure, the oldest if there are several.
  public func task(withStructure structure: String) -> TaskID? { structures[structure]?.first }

  /// Adds a task that is not here yet.
  public mutating func admit(_ task: AdmittedTask) {
    guard ids.insert(task.id).inserted else { return }
    structures[task.structure, default: []].append(task.id)
    tasks.append(task)
    if tasks.count > capacity { forget(tasks.removeFirst()) }
  }

  /// Removes a task. Returns what it said, or nil when it was not here.
  @discardableResult
  public mutating func purge(_ id: TaskID) -> TaskContent? {
    guard ids.contains(id), let index = tasks.firstIndex(where: { $0.id == id }) else {
      return nil
    }
    let task = tasks.remove(at: index)
    forget(task)
    return task.content
  }

  /// Up to `count` different tasks, drawn uniformly without replacement.
  public func sample(_ count: Int, using random: inout SeededGenerator) -> [AdmittedTask] {
    var indices: [Int] = []
    while indices.count < min(count, tasks.count) {
      let index = Int.random(in: 0..<tasks.count, using: &random)
      if !indices.contains(index) { indices.append(index) }
    }
    return indices.map { tasks[$0] }
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

  private mutating func forget(_ task: AdmittedTask) {
    ids.remove(task.id)
    structures[task.structure]?.removeAll { $0 == task.id }
    if structures[task.structure]?.isEmpty == true { structures[task.structure] = nil }
  }
}

/// The three buffers.
public struct TaskBuffers: Codable, Hashable, Sendable {
  public var deduction: TaskBuffer
  public var abduction: TaskBuffer
  public var induction: TaskBuffer

  public init(capacity: Int) {
    deduction = TaskBuffer(capacity: capacity)
    abduction = TaskBuffer(capacity: capacity)
    induction = TaskBuffer(capacity: capacity)
  }

  public subscript(type: TaskType) -> TaskBuffer {
    get {
      switch type {
      case .deduction: deduction
      case .abduction: abduction
      case .induction: induction
      }
    }
    set {
      switch type {
      case .deduction: deduction = newValue
      case .abduction: abduction = newValue
      case .induction: induction = newValue
      }
    }
  }

  /// How many tasks there are of each type.
  public var sizes: [TaskCount] {
    TaskType.allCases.map { TaskCount(type: $0, count: self[$0].tasks.count) }
  }
}

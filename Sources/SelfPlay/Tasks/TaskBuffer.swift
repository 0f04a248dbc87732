import Core

/// The admitted tasks of one type, in order of admission.
///
/// A full buffer drops its oldest task by default, never the newest: dropping the newest freezes the
/// training set (defect B4 of the official code).
public struct TaskBuffer: Hashable, Sendable {
  public private(set) var tasks: [AdmittedTask] = []
  /// The largest number of tasks.
  public let capacity: Int
  /// What leaves when it is full.
  public var eviction = Eviction.oldest
  /// Whether seeds stay.
  public var pinsSeeds = false

  private var ids: [TaskID: Int] = [:]
  private var structures: [String: [TaskID]] = [:]

  public init(capacity: Int, eviction: Eviction = .oldest, pinsSeeds: Bool = false) {
    precondition(capacity > 0, "a buffer holds at least one task")
    self.capacity = capacity
    self.eviction = eviction
    self.pinsSeeds = pinsSeeds
  }

  /// Whether the very same task is here.
  public func contains(_ id: TaskID) -> Bool { ids[id] != nil }

  /// The task of an id, the newest of several rows.
  public func task(_ id: TaskID) -> AdmittedTask? {
    contains(id) ? tasks.last { $0.id == id } : nil
  }

  /// A task whose program has the same structure, the oldest if there are several.
  public func task(withStructure structure: String) -> TaskID? { structures[structure]?.first }

  /// The structures of the newest tasks, against which another one's novelty is measured.
  public var newestStructures: [String] { tasks.suffix(64).map(\.structure) }

  /// Adds a task that is not here yet.
  ///
  /// - Parameter repeats: Whether a second row of the very same task is added, too.
  /// - Returns: The task that had to leave, if any.
  @discardableResult
  public mutating func admit(_ task: AdmittedTask, repeats: Bool = false) -> TaskID? {
    guard repeats || !contains(task.id) else { return nil }
    ids[task.id, default: 0] += 1
    structures[task.structure, default: []].append(task.id)
    tasks.append(task)
    guard tasks.count > capacity, let index = indexToEvict else { return nil }
    let evicted = tasks.remove(at: index)
    forget(evicted)
    return evicted.id
  }

  /// Removes every row of a task. Returns what it said, or nil when it was not here.
  @discardableResult
  public mutating func purge(_ id: TaskID) -> TaskContent? {
    guard contains(id) else { return nil }
    var content: TaskContent?
    while let index = tasks.firstIndex(where: { $0.id == id }) {
      let task = tasks.remove(at: index)
      forget(task)
      content = task.content
    }
    return content
  }

  private var indexToEvict: Int? {
    let old = tasks.indices.dropLast()
    // Where everything old is pinned, the newest is all that can leave.
    let free = pinsSeeds ? old.filter { tasks[$0].step > 0 } : Array(old)
    switch eviction {
    case .oldest: return free.first ?? tasks.indices.last
    case .lowestValue:
      return free.min { (tasks[$0].value ?? 0) < (tasks[$1].value ?? 0) } ?? tasks.indices.last
    case .newest: return tasks.indices.last
    }
  }

  private mutating func forget(_ task: AdmittedTask) {
    ids[task.id, default: 1] -= 1
    if ids[task.id] == 0 { ids[task.id] = nil }
    if let index = structures[task.structure]?.firstIndex(of: task.id) {
      structures[task.structure]?.remove(at: index)
    }
    if structures[task.structure]?.isEmpty == true { structures[task.structure] = nil }
  }
}

extension TaskBuffer: Codable {
  private enum CodingKeys: String, CodingKey { case tasks, capacity, eviction, pinsSeeds }

  /// Reads the tasks; what they are found by is made anew.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let capacity = try container.decode(Int.self, forKey: .capacity)
    guard capacity > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .capacity, in: container, debugDescription: "it must be positive")
    }
    self.init(
      capacity: capacity,
      eviction: try container.decodeIfPresent(Eviction.self, forKey: .eviction) ?? .oldest,
      pinsSeeds: try container.decodeIfPresent(Bool.self, forKey: .pinsSeeds) ?? false)
    for task in try container.decode([AdmittedTask].self, forKey: .tasks) {
      admit(task, repeats: true)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tasks, forKey: .tasks)
    try container.encode(capacity, forKey: .capacity)
    try container.encode(eviction, forKey: .eviction)
    try container.encode(pinsSeeds, forKey: .pinsSeeds)
  }
}

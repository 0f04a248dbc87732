import Core

/// The buffers, one for each task type.
public struct TaskBuffers: Hashable, Sendable {
  public var deduction: TaskBuffer
  public var abduction: TaskBuffer
  public var induction: TaskBuffer
  /// Empty unless the run has error deduction.
  public var errorDeduction: TaskBuffer

  public init(capacity: Int, eviction: Eviction = .oldest, pinsSeeds: Bool = false) {
    let empty = TaskBuffer(capacity: capacity, eviction: eviction, pinsSeeds: pinsSeeds)
    (deduction, abduction, induction, errorDeduction) = (empty, empty, empty, empty)
  }

  public subscript(type: TaskType) -> TaskBuffer {
    get {
      switch type {
      case .deduction: deduction
      case .abduction: abduction
      case .induction: induction
      case .errorDeduction: errorDeduction
      }
    }
    set {
      switch type {
      case .deduction: deduction = newValue
      case .abduction: abduction = newValue
      case .induction: induction = newValue
      case .errorDeduction: errorDeduction = newValue
      }
    }
  }

  /// The paper's three types, and error deduction where it has tasks.
  public var types: [TaskType] {
    TaskType.allCases + (errorDeduction.tasks.isEmpty ? [] : [.errorDeduction])
  }

  /// How many tasks there are of each type.
  public var sizes: [TaskCount] {
    types.map { TaskCount(type: $0, count: self[$0].tasks.count) }
  }
}

extension TaskBuffers: Codable {
  private enum CodingKeys: String, CodingKey {
    case deduction, abduction, induction, errorDeduction
  }

  /// Reads the buffers; older states have three.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let first = try container.decode(TaskBuffer.self, forKey: .deduction)
    self.init(capacity: first.capacity, eviction: first.eviction, pinsSeeds: first.pinsSeeds)
    deduction = first
    abduction = try container.decode(TaskBuffer.self, forKey: .abduction)
    induction = try container.decode(TaskBuffer.self, forKey: .induction)
    errorDeduction =
      try container.decodeIfPresent(TaskBuffer.self, forKey: .errorDeduction) ?? errorDeduction
  }
}

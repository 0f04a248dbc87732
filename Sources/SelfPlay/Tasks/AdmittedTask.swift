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
  /// What its proposer earned for the solve rate; nil until it is solved.
  public var value: Double?
  /// The tasks whose functions its program is composed with; nil for none.
  public var composedOf: [TaskID]?

  public init(
    id: TaskID, content: TaskContent, rollout: RolloutID?, step: Int, revision: Int,
    references: [TaskID], structure: String, value: Double? = nil, composedOf: [TaskID]? = nil
  ) {
    self.id = id
    self.content = content
    self.rollout = rollout
    self.step = step
    self.revision = revision
    self.references = references
    self.structure = structure
    self.value = value
    self.composedOf = composedOf
  }
}

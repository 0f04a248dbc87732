import Core
import MiniPython

/// What the engine asks of whoever oversees it.
///
/// The engine calls it from its own thread, in a fixed order, so that a run without operator acts is
/// deterministic. An overseer journals what it decides before it returns.
public protocol Overseer: AnyObject {
  /// A step begins: what is in force for all of it.
  func beginStep() -> StepOversight
  /// What the constraints in force forbid in a proposal, or nil.
  func violation(of program: Program) -> Rejection?
  /// Whether a reviewer vetoed the very same task before.
  func isVetoed(_ task: TaskID) -> Bool
  /// Monitors read a proposal, before anything is decided about it. Returns how many hit.
  func inspect(_ proposal: InspectedProposal) -> Int
  /// Monitors read a graded solver response. Returns how many hit.
  func inspect(_ solution: InspectedSolution) -> Int
  /// Decides whether a valid task waits for a reviewer. If so the overseer keeps it until a verdict.
  func holds(_ task: AdmittedTask, isFlagged: Bool) -> Bool
  /// Takes back approved tasks for which the step has no room; they come again with the next one.
  func postpone(_ tasks: [AdmittedTask])
  /// Tasks that were vetoed since the step began: their rows do not enter the update.
  func vetoedTasks() -> Set<TaskID>
}

/// What the overseer hands to a step.
public struct StepOversight {
  /// The constraints in force.
  public var revision: ConstraintRevision
  /// Held tasks that were approved since the last step, to be solved and admitted in this one.
  public var approved: [AdmittedTask]
  /// Tasks to remove from the buffers.
  public var vetoed: Set<TaskID>

  public init(
    revision: ConstraintRevision, approved: [AdmittedTask] = [], vetoed: Set<TaskID> = []
  ) {
    self.revision = revision
    self.approved = approved
    self.vetoed = vetoed
  }
}

/// A proposal as monitors see it.
public struct InspectedProposal: Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  public var content: TaskContent
  public var chain: String
  /// Why it is no task, or nil when it is one.
  public var rejection: Rejection?
  /// A buffered task that has the same program but for names and constants.
  public var structuralDuplicate: TaskID?
}

/// A solver response as monitors see it.
public struct InspectedSolution: Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  public var content: TaskContent
  public var chain: String
  public var answer: String?
  public var grade: Grade
}

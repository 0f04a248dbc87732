import Core
import MiniPython

/// What the engine asks of whoever oversees it.
///
/// The engine calls it from its own thread, in a fixed order, so that a run without operator acts is
/// deterministic. An overseer journals what it decides before it returns.
public protocol Overseer: AnyObject {
  /// A step begins: what is in force for all of it.
  ///
  /// - Parameter step: its number, counted from 1.
  func beginStep(_ step: Int) -> StepOversight
  /// What the constraints in force forbid in a proposal, or nil.
  func violation(of program: Program) -> Rejection?
  /// What the constraints in force forbid in a valid task beside its program, or nil.
  func violation(of task: ValidTask, recent: [String]) -> Rejection?
  /// Whether a reviewer vetoed the very same task before.
  func isVetoed(_ task: TaskID) -> Bool
  /// Monitors read a proposal, before anything is decided about it. Returns how many hit.
  func inspect(_ proposal: InspectedProposal) -> Int
  /// Monitors read a graded solver response. Returns how many hit.
  func inspect(_ solution: InspectedSolution) -> Int
  /// Decides whether a valid task waits for a reviewer. If so the overseer keeps it until a verdict.
  func review(_ task: AdmittedTask, isFlagged: Bool) -> HoldDecision
  /// Waits until each of the held tasks is decided, or returns none at once where steps do not wait.
  /// Returns those that were approved: they stay in the step.
  func awaitVerdicts(on tasks: [TaskID]) -> Set<TaskID>
  /// What a veto of this task does to learning, where one was given.
  func treatment(of task: TaskID) -> Treatment
  /// The reward that a proposal earns in place of its solve rate's, if the operator fixed one.
  func fixedReward(of program: String) -> Double?
  /// A vetoed task left the buffers. Dependents are what is in them and came of it.
  func purged(_ task: TaskID, dependents: [TaskID])
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
  /// What vetoes do to this step's update.
  public var treatment: TreatmentChoice
  /// What a flagged proposal loses of its reward; 0 unless the operator put flags into the reward.
  public var flagPenalty: Double

  public init(
    revision: ConstraintRevision, approved: [AdmittedTask] = [], vetoed: Set<TaskID> = [],
    treatment: TreatmentChoice = TreatmentChoice(), flagPenalty: Double = 0
  ) {
    self.treatment = treatment
    self.flagPenalty = flagPenalty
    self.revision = revision
    self.approved = approved
    self.vetoed = vetoed
  }
}

/// What the overseer decides about a valid proposal.
public struct HoldDecision: Hashable, Sendable {
  public var isHeld: Bool
  /// The chance, known beforehand, that such a proposal is held.
  public var propensity: Double
  /// Whether a held one is vetoed at once, as a placebo, and no reviewer sees it.
  public var isPlacebo: Bool

  public init(isHeld: Bool, propensity: Double, isPlacebo: Bool = false) {
    self.isHeld = isHeld
    self.propensity = propensity
    self.isPlacebo = isPlacebo
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

import Core
import MiniPython
import SelfPlay

/// An overseer that permits everything and looks at nothing: what a bare engine costs.
final class NoOversight: Overseer {
  let revision: ConstraintRevision

  init(_ settings: SelfPlaySettings) {
    revision = ConstraintRevision(
      number: 0,
      constraints: Constraints(
        taskMix: settings.taskMix, targetSolveRate: settings.targetSolveRate))
  }

  func beginStep(_ step: Int) -> StepOversight { StepOversight(revision: revision) }
  func violation(of program: Program) -> Rejection? { nil }
  func violation(of task: ValidTask, recent: [String]) -> Rejection? { nil }
  func isVetoed(_ task: TaskID) -> Bool { false }
  func inspect(_ proposal: InspectedProposal) -> Int { 0 }
  func inspect(_ solution: InspectedSolution) -> Int { 0 }
  func review(_ task: AdmittedTask, isFlagged: Bool) -> HoldDecision {
    HoldDecision(isHeld: false, propensity: 0)
  }
  func awaitVerdicts(on tasks: [TaskID]) -> Set<TaskID> { [] }
  func treatment(of task: TaskID) -> Treatment { .interrupt }
  func fixedReward(of program: String) -> Double? { nil }
  func purged(_ task: TaskID, dependents: [TaskID]) {}
  func postpone(_ tasks: [AdmittedTask]) {}
  func vetoedTasks() -> Set<TaskID> { [] }
}

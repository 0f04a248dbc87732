import Core
import LanguageModel
import MiniPython
import SelfPlay

/// The engine by itself with the default settings: nobody oversees it, and nothing is recorded.
struct BareEngine {
  let engine: SelfPlayEngine
  /// The engine does not keep it.
  let overseer: NoOversight

  init(_ model: LanguageModel, seed: UInt64, threads: Int) {
    let settings = SelfPlaySettings()
    overseer = NoOversight(settings)
    engine = SelfPlayEngine(
      settings: settings, model: model,
      trainer: Trainer(
        model: model, optimizer: AdamWSettings(learningRate: settings.learningRate),
        shards: settings.shards, threads: threads),
      sampler: Sampler(
        model: model, threads: threads, shards: settings.shards, rowsAtOnce: settings.rowsAtOnce),
      tokenizer: NanoTokenizer(), largestInteger: NanoTokenizer.largestInteger, seed: seed,
      state: nil, overseer: overseer, emit: { _ in })
  }
}

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

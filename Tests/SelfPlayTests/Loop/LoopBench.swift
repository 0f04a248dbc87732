import Core
import LanguageModel
import MiniPython

@testable import SelfPlay

/// An overseer that permits everything but what a test asks it to.
final class LoopOverseer: Overseer {
  var revision: ConstraintRevision
  var vetoed: Set<TaskID> = []
  var held: Set<TaskID> = []

  init(settings: SelfPlaySettings) {
    revision = ConstraintRevision(
      number: 0,
      constraints: Constraints(
        taskMix: settings.taskMix, targetSolveRate: settings.targetSolveRate))
  }

  func beginStep(_ step: Int) -> StepOversight { StepOversight(revision: revision) }
  func violation(of program: Program) -> Rejection? { nil }
  func violation(of task: ValidTask, recent: [String]) -> Rejection? { nil }
  func isVetoed(_ task: TaskID) -> Bool { vetoed.contains(task) }
  func inspect(_ proposal: InspectedProposal) -> Int { 0 }
  func inspect(_ solution: InspectedSolution) -> Int { 0 }
  func review(_ task: AdmittedTask, isFlagged: Bool) -> HoldDecision {
    HoldDecision(isHeld: held.contains(task.id), propensity: 0)
  }
  func awaitVerdicts(on tasks: [TaskID]) -> Set<TaskID> { [] }
  func treatment(of task: TaskID) -> Treatment { .interrupt }
  func fixedReward(of program: String) -> Double? { nil }
  func purged(_ task: TaskID, dependents: [TaskID]) {}
  func postpone(_ tasks: [AdmittedTask]) {}
  func vetoedTasks() -> Set<TaskID> { vetoed }
}

/// An engine over the shipped model, small enough for a test, with everything that it emits.
final class LoopBench {
  let overseer: LoopOverseer
  let engine: SelfPlayEngine
  private let log: Log

  final class Log {
    var bodies: [RunEvent.Body] = []
  }

  /// Two proposals of each type and three rollouts a task, unless the test changes it.
  init(
    seed: UInt64 = 3, _ change: (inout SelfPlaySettings) -> Void = { _ in }
  ) throws {
    var settings = SelfPlaySettings()
    settings.batch = 6
    settings.rollouts = 3
    settings.seedFactor = 2
    settings.longestProposal = 72
    settings.longestSolution = 48
    change(&settings)
    try settings.checkTogether()
    let model = try NanoModel.load()
    let base =
      settings.needsBase
      ? BasePolicy(model: try NanoModel.load(), settings: settings, threads: 1) : nil
    let overseer = LoopOverseer(settings: settings)
    let log = Log()
    self.overseer = overseer
    self.log = log
    engine = SelfPlayEngine(
      settings: settings, model: model,
      trainer: Trainer(
        model: model,
        optimizer: AdamWSettings(
          learningRate: settings.learningRate, weightDecay: settings.weightDecay,
          gradientClip: settings.gradientClip), shards: settings.shards),
      sampler: Sampler(model: model, shards: settings.shards, rowsAtOnce: settings.rowsAtOnce),
      base: base, tokenizer: NanoTokenizer(), largestInteger: NanoTokenizer.largestInteger,
      seed: seed, state: nil, overseer: overseer, emit: { log.bodies.append($0) })
  }

  var events: [RunEvent.Body] { log.bodies }

  /// Seeds the buffers and forgets the events of that.
  func seed() {
    engine.seedBuffers(constraints: overseer.revision)
    log.bodies = []
  }

  /// Runs a step and returns what it emitted.
  @discardableResult
  func step() -> [RunEvent.Body] {
    let before = events.count
    engine.runStep()
    return Array(events[before...])
  }
}

extension [RunEvent.Body] {
  var proposed: [TaskProposed] {
    compactMap { if case .taskProposed(let event) = $0 { event } else { nil } }
  }
  var validated: [TaskValidated] {
    compactMap { if case .taskValidated(let event) = $0 { event } else { nil } }
  }
  var rejected: [TaskRejected] {
    compactMap { if case .taskRejected(let event) = $0 { event } else { nil } }
  }
  var scored: [TaskScored] {
    compactMap { if case .taskScored(let event) = $0 { event } else { nil } }
  }
  var admitted: [TaskAdmitted] {
    compactMap { if case .taskAdmitted(let event) = $0 { event } else { nil } }
  }
  var rollouts: [RolloutFinished] {
    compactMap { if case .rolloutFinished(let event) = $0 { event } else { nil } }
  }
  var metrics: [String: Double] {
    reduce(into: [:]) { if case .stepMetrics(let event) = $1 { $0 = event.values } }
  }
  var verified: [VerificationFinished] {
    compactMap { if case .verificationFinished(let event) = $0 { event } else { nil } }
  }
  var finished: StepFinished? {
    compactMap { if case .stepFinished(let event) = $0 { event } else { nil } }.last
  }
  var updates: [PolicyUpdated] {
    compactMap { if case .policyUpdated(let event) = $0 { event } else { nil } }
  }
}

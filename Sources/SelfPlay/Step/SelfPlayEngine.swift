import Core
import LanguageModel
import MiniPython

/// The Absolute Zero loop: propose, validate, review, solve, update, on one policy in two roles.
///
/// Not thread-safe: everything runs on the thread that calls it, but for the model's worker threads.
/// Between two calls the engine is at a safe point, where it can be paused or saved.
public final class SelfPlayEngine {
  public let settings: SelfPlaySettings
  public let model: LanguageModel
  public let trainer: Trainer
  public internal(set) var state: SelfPlayState

  let tokenizer: any Tokenizer
  let sampler: Sampler
  let validator: Validator
  let grader: Grader
  let seed: UInt64
  unowned let overseer: any Overseer
  let emit: (RunEvent.Body) -> Void
  /// Set when somebody watches.
  public var feed: RolloutFeed?

  /// An engine at the beginning of a run, or at the state of a checkpoint.
  ///
  /// - Parameters:
  ///   - largestInteger: The largest integer that the tokenizer's vocabulary writes well.
  ///   - emit: Takes events in their order, on the engine's thread.
  public init(
    settings: SelfPlaySettings, model: LanguageModel, trainer: Trainer, sampler: Sampler,
    tokenizer: any Tokenizer, largestInteger: Int?, seed: UInt64, state: SelfPlayState?,
    overseer: any Overseer, emit: @escaping (RunEvent.Body) -> Void
  ) {
    self.settings = settings
    self.model = model
    self.trainer = trainer
    self.sampler = sampler
    self.tokenizer = tokenizer
    self.seed = seed
    self.state = state ?? SelfPlayState(seed: seed, bufferCapacity: settings.bufferCapacity)
    self.overseer = overseer
    self.emit = emit
    validator = Validator(settings: settings, largestInteger: largestInteger)
    grader = Grader(interpreter: validator.interpreter)
  }

  /// Runs one step. The buffers must be seeded.
  public func runStep() {
    precondition(state.isSeeded, "seed the buffers before the first step")
    let oversight = overseer.beginStep()
    purge(oversight.vetoed)
    emit(
      .stepStarted(
        StepStarted(revision: oversight.revision.number, policyVersion: state.policyVersion)))
    var batch = StepBatch(
      constraints: oversight.revision, counts: settings.share(of: oversight.revision.constraints))
    propose(&batch)
    review(&batch)
    assemble(&batch, approved: oversight.approved)
    solve(&batch)
    score(&batch)
    batch.removeRows(ofTasks: overseer.vetoedTasks())
    update(batch)
    emit(.stepFinished(batch.statistics(buffers: state.buffers)))
    state.step += 1
  }

  /// Removes vetoed tasks from the buffers, and the same content under the other task type.
  func purge(_ tasks: Set<TaskID>) {
    for task in tasks.sorted(by: { $0.rawValue < $1.rawValue }) {
      for type in TaskType.allCases {
        guard let content = state.buffers[type].purge(task) else { continue }
        emit(.taskPurged(TaskPurged(task: task, type: type)))
        if let twin = content.twin, state.buffers[twin.type].purge(twin.id) != nil {
          emit(.taskPurged(TaskPurged(task: twin.id, type: twin.type)))
        }
      }
    }
  }

  /// The next rollout's number and its random stream.
  func nextRollout() -> (id: RolloutID, key: UInt64) {
    state.rollouts += 1
    let key = SeededGenerator.mix(seed &+ UInt64(state.rollouts) &* 0xD1B5_4A32_D192_ED03)
    return (RolloutID(rawValue: state.rollouts), key)
  }
}

extension Validator {
  init(settings: SelfPlaySettings, largestInteger: Int?) {
    var budget = Budget.standard
    budget.steps = settings.executorSteps
    budget.allocation = 4 << 20
    budget.recursionDepth = 60
    self.init(
      interpreter: Interpreter(budget: budget), largestInteger: largestInteger,
      longestOutput: settings.longestOutput)
  }
}

extension SelfPlaySettings {
  /// How many tasks of each type a step has: the batch in proportion to the mix, by largest
  /// remainders.
  func share(of constraints: Constraints) -> [TaskType: Int] {
    let mix = constraints.taskMix
    let largest = TaskType.allCases.map { mix[$0] }.max() ?? 1
    let total = TaskType.allCases.reduce(0) { $0 + mix[$1] / largest }
    let exact = TaskType.allCases.map { Double(batch) * (mix[$0] / largest / total) }
    var counts = exact.map { Int($0) }
    let byRemainder = exact.indices.sorted {
      let (left, right) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return left == right ? $0 < $1 : left > right
    }
    for index in byRemainder.prefix(batch - counts.reduce(0, +)) { counts[index] += 1 }
    return Dictionary(uniqueKeysWithValues: zip(TaskType.allCases, counts))
  }
}

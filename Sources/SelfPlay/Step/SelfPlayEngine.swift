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
  let dialect: any PromptDialect
  let sampler: Sampler
  let base: BasePolicy?
  let validator: Validator
  let grader: Grader
  /// What runs programs instead of the embedded interpreter, or nil.
  let executor: (any TaskExecutor)?
  let seed: UInt64
  unowned let overseer: any Overseer
  let emit: (RunEvent.Body) -> Void
  /// How many references the constraints in force let a prompt have; nil for the settings' number.
  private var referenceLimit: Int?
  /// Tokens that the constraints in force keep a proposer from drawing.
  private(set) var bannedTokens: [Int32] = []
  /// The dialect with the clauses that the constraints in force add to proposers' requests.
  private(set) var proposerDialect: any PromptDialect
  /// The step's grades, so that an answer that several rollouts give is graded once.
  var verdicts: [Answer: Grade] = [:]
  /// Set when somebody watches.
  public var feed: RolloutFeed?

  /// An engine at the beginning of a run, or at the state of a checkpoint.
  ///
  /// - Parameters:
  ///   - base: The weights that the run began from, if the settings need them.
  ///   - dialect: How tasks are put to the model in words.
  ///   - executor: What runs programs; nil for the embedded interpreter with the settings' budget.
  ///   - largestInteger: The largest integer that the tokenizer's vocabulary writes well.
  ///   - emit: Takes events in their order, on the engine's thread.
  public init(
    settings: SelfPlaySettings, model: LanguageModel, trainer: Trainer, sampler: Sampler,
    base: BasePolicy? = nil,
    tokenizer: any Tokenizer, dialect: any PromptDialect = TagDialect(),
    executor: (any TaskExecutor)? = nil, largestInteger: Int?, seed: UInt64, state: SelfPlayState?,
    overseer: any Overseer, emit: @escaping (RunEvent.Body) -> Void
  ) {
    precondition(base != nil || !settings.needsBase, "these settings need the base model")
    self.settings = settings
    self.model = model
    self.trainer = trainer
    self.sampler = sampler
    self.base = base
    self.tokenizer = tokenizer
    self.dialect = dialect
    proposerDialect = dialect
    self.executor = executor
    self.seed = seed
    self.state =
      state
      ?? SelfPlayState(
        seed: seed, bufferCapacity: settings.bufferCapacity, eviction: settings.eviction,
        pinsSeeds: settings.pinsSeeds)
    self.overseer = overseer
    self.emit = emit
    validator = Validator(
      settings: settings, executor: executor, largestInteger: largestInteger, dialect: dialect)
    grader = Grader(settings: settings, executor: validator.executor)
  }

  /// Runs one step. The buffers must be seeded.
  public func runStep() {
    precondition(state.isSeeded, "seed the buffers before the first step")
    let oversight = overseer.beginStep(state.step + 1)
    obey(oversight.revision.constraints)
    purge(oversight.vetoed)
    emit(
      .stepStarted(
        StepStarted(revision: oversight.revision.number, policyVersion: state.policyVersion)))
    var batch = StepBatch(
      constraints: oversight.revision, counts: settings.share(of: oversight.revision.constraints),
      treatment: oversight.treatment, flagPenalty: oversight.flagPenalty)
    verdicts = [:]
    propose(&batch)
    review(&batch)
    assemble(&batch, approved: oversight.approved)
    solve(&batch)
    guide(&batch)
    score(&batch)
    estimate(&batch)
    verify(batch)
    let update = update(batch)
    emit(.stepMetrics(metrics(of: batch, update: update)))
    emit(.stepFinished(batch.statistics(buffers: state.buffers)))
    state.step += 1
  }

  /// Takes over what constraints say of the proposers' prompts and of what they may draw.
  func obey(_ constraints: Constraints) {
    referenceLimit = constraints.references
    bannedTokens = dialect is TagDialect ? constraints.bannedTokens(of: tokenizer) : []
    proposerDialect = dialect.adding(clauses: constraints.promptClauses)
  }

  /// How many references a proposer prompt has room for, at most.
  var referenceCount: Int { min(settings.references, referenceLimit ?? settings.references) }

  /// Removes vetoed tasks from the buffers, and the same content under the other task type.
  func purge(_ tasks: Set<TaskID>) {
    for task in tasks.sorted(by: { $0.rawValue < $1.rawValue }) {
      let dependents = state.buffers.dependents(of: task)
      for type in state.buffers.types {
        guard let content = state.buffers[type].purge(task) else { continue }
        overseer.purged(task, dependents: dependents)
        emit(.taskPurged(TaskPurged(task: task, type: type, dependents: dependents)))
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

/// An answer to a task.
struct Answer: Hashable {
  var task: TaskID
  var text: String
}

extension Validator {
  /// The checks that a run's settings ask for.
  ///
  /// - Parameter executor: What runs programs; nil for the embedded interpreter with the settings'
  ///   budget.
  public init(
    settings: SelfPlaySettings, executor: (any TaskExecutor)? = nil, largestInteger: Int?,
    dialect: any PromptDialect = TagDialect()
  ) {
    self.init(
      executor: executor ?? Interpreter(budget: settings.budget), largestInteger: largestInteger,
      longestOutput: settings.longestOutput, dialect: dialect)
    runs = settings.determinismRuns
    checksMessages = settings.checksMessages
    allowsOneFunction = settings.singleFunction
  }
}

extension Grader {
  init(settings: SelfPlaySettings, executor: any TaskExecutor) {
    self.init(executor: executor)
    hasStrictTypes = settings.strictTypes
    stopsAtFirstMiss = settings.rewards.induction == .all
  }
}

extension SelfPlaySettings {
  /// What one program may use of the embedded interpreter.
  public var budget: Budget {
    Budget(steps: executorSteps, allocation: 4 << 20, recursionDepth: 60)
  }

  /// How many tasks of each type a step has: the batch in proportion to the mix, by largest
  /// remainders.
  func share(of constraints: Constraints) -> [TaskType: Int] {
    let mix = constraints.taskMix
    let types = mix.types
    let largest = types.map { mix[$0] }.max() ?? 1
    let total = types.reduce(0) { $0 + mix[$1] / largest }
    let exact = types.map { Double(batch) * (mix[$0] / largest / total) }
    var counts = exact.map { Int($0) }
    let byRemainder = exact.indices.sorted {
      let (left, right) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return left == right ? $0 < $1 : left > right
    }
    for index in byRemainder.prefix(batch - counts.reduce(0, +)) { counts[index] += 1 }
    return Dictionary(uniqueKeysWithValues: zip(types, counts))
  }
}

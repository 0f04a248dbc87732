import Core
import Foundation
import Journal
import LanguageModel
import MiniPython
import Oversight
import SelfPlay

/// Everything that a run needs before its threads start: made new, or read from a run directory.
public struct RunStart: Sendable {
  public let directory: RunDirectory
  public let configuration: RunConfiguration
  /// Worker threads of the engine. They change how fast it is and nothing else.
  public let threads: Int
  /// The version of the program that the run goes on in.
  public let version: String
  /// What a dashboard has to know of the run's past; empty for a new run.
  public let history: [RunEvent]
  /// What the operator has to know of a resumed run: how far it went back, and why.
  public let resumption: String?
  var writer: any EventStore
  let model: LanguageModel
  /// How tasks are put to the model.
  var words: PolicyWords
  let heldOut: [TaskContent]
  /// What the buffers begin with; nil where the policy is asked for it.
  let seeds: [AdmittedTask]?
  let checkpoint: RunCheckpoint?
  let selfPlay: SelfPlayState?
  let oversight: ReviewDesk.State
  /// The oversight that the checkpoint holds, without the acts that were journaled after it.
  let savedOversight: ReviewDesk.State
  let signals: SignalPanel
  /// The newest proposals and chains of thought, for previews and trials.
  let past: RecentPast
  /// What the run decided by itself in steps that are to be repeated.
  var foretold: [TaskID: TaskReviewed] = [:]
  let firstEvent: RunEvent.Body
  /// Troubles met before the run began.
  let alarms: [AlarmRaised]
  /// What runs programs instead of the engine's embedded interpreter, or nil.
  var executor: (any TaskExecutor)?

  var completedSteps: Int { selfPlay?.step ?? 0 }

  /// A new run in a directory that was just created.
  public static func new(
    in directory: RunDirectory, configuration: RunConfiguration, version: String, threads: Int
  ) throws -> RunStart {
    let policy = try PolicyModel.load(
      path: configuration.model, settings: configuration.settings)
    let model = policy.model
    if !configuration.constraints.promptClauses.isEmpty, !policy.words.dialect.takesClauses {
      throw RunSessionError(
        code: .configuration, message: ReviewDesk.noClauses, context: "prompt-clauses")
    }
    let heldOut = try NanoModel.heldOutTasks()
    let executor = try (configuration.executor ?? .embedded).start(for: configuration.settings)
    try configuration.write(in: directory)
    let identity = RunIdentity(
      name: directory.name, seed: configuration.seed, preset: configuration.settings.preset,
      version: version, created: EventRecorder.now)
    let writer = try JournalWriter(creating: directory.journalPath, run: identity)
    let settings = configuration.settings
    let oversight = ReviewDesk.State(configuration: configuration)
    let event = RunStarted(
      run: directory.name, version: version, seed: configuration.seed, preset: settings.preset,
      overrides: configuration.overrides,
      model: configuration.model ?? "nano", modelHash: String(model.weightsHash.prefix(12)),
      parameters: model.configuration.parameterCount, threads: threads, batch: settings.batch,
      rollouts: settings.rollouts, references: settings.references,
      stepLimit: configuration.stepLimit, constraints: oversight.revision,
      policy: oversight.policy, executor: configuration.executor?.rawValue)
    return RunStart(
      directory: directory, configuration: configuration, threads: threads, version: version,
      history: [],
      resumption: nil, writer: writer, model: model, words: policy.words, heldOut: heldOut,
      seeds: try seeds(configuration), checkpoint: nil,
      selfPlay: nil,
      oversight: oversight,
      savedOversight: oversight,
      signals: SignalPanel(settings: configuration.oversightOptions.signals ?? SignalSettings()),
      past: RecentPast(),
      firstEvent: .runStarted(event),
      alarms: [], executor: executor)
  }

  /// A run that goes on from its newest checkpoint, or from its beginning if it has none.
  ///
  /// - Parameter stepLimit: The step after which it ends by itself, instead of the run's own limit.
  public static func resuming(
    _ directory: RunDirectory, version: String, threads: Int, stepLimit: Int?
  ) throws -> RunStart {
    var configuration = try RunConfiguration(in: directory)
    configuration.stepLimit = stepLimit
    let heldOut = try NanoModel.heldOutTasks()
    let history = try RunHistory(directory)
    let choice = try CheckpointChoice(in: directory, history: history)
    let policy = try PolicyModel.load(
      path: configuration.model, settings: configuration.settings)
    let model = choice.whole?.model ?? policy.model
    let state = choice.whole?.state
    let step = state?.selfPlay.step ?? 0
    if let stepLimit, stepLimit <= step {
      throw RunSessionError(
        code: .configuration,
        message: "the run is at step \(step) already; ask for more than that, not \(stepLimit)",
        context: directory.path)
    }
    let executor = try (configuration.executor ?? .embedded).start(for: configuration.settings)
    var saved = state?.oversight ?? ReviewDesk.State(configuration: configuration)
    if saved.conduct.rules == nil {
      saved.conduct.rules = configuration.oversightOptions.firstRules
    }
    var oversight = saved
    var foretold: [TaskID: TaskReviewed] = [:]
    for event in try history.acts(afterCheckpoint: state == nil ? nil : step) {
      oversight.replay(event)
      switch event.body {
      case .taskReviewed(let review) where ReviewDesk.repeatingNames.contains(review.by):
        foretold[review.task] = review
      case .verdictUndone(let undone): foretold[undone.task] = nil
      default: break
      }
    }
    let journaled = try directory.summary().steps
    let writer = try JournalWriter(resuming: directory.journalPath)
    let event = RunResumed(
      run: directory.name, version: version, checkpoint: step,
      repeatedSteps: max(0, journaled - step), stepLimit: configuration.stepLimit,
      constraints: oversight.pending ?? oversight.revision, policy: oversight.policy)
    return RunStart(
      directory: directory, configuration: configuration, threads: threads, version: version,
      history: try RunHistory.eventsWithAncestors(of: directory),
      resumption: try choice.account(journaledSteps: journaled, history: history),
      writer: writer, model: model, words: policy.words, heldOut: heldOut,
      seeds: try seeds(configuration), checkpoint: choice.whole?.checkpoint,
      selfPlay: state?.selfPlay,
      oversight: oversight, savedOversight: saved,
      signals: state?.signals
        ?? SignalPanel(settings: configuration.oversightOptions.signals ?? SignalSettings()),
      past: try history.recentPast(), foretold: foretold,
      firstEvent: .runResumed(event), alarms: choice.alarms, executor: executor)
  }

  /// The shipped seeds, for a run that would sample the like of them.
  private static func seeds(_ configuration: RunConfiguration) throws -> [AdmittedTask]? {
    let settings = configuration.settings
    guard settings.shippedSeeds, settings.seedsAsShipped, configuration.model == nil,
      configuration.executor ?? .embedded == .embedded,
      configuration.constraints == RunConfiguration(seed: 0, settings: settings).constraints
    else { return nil }
    return try NanoModel.seeds()
  }

  /// The weights of a run's newest checkpoint.
  public static func newestModel(of directory: RunDirectory) throws(RunSessionError)
    -> LanguageModel
  {
    guard let checkpoint = RunCheckpoint.newest(in: directory) else {
      throw RunSessionError(
        code: .checkpoint, message: "the run has no checkpoint yet", context: directory.path)
    }
    return try checkpoint.model()
  }

  /// The weights that a run begins from.
  static func baseModel(_ configuration: RunConfiguration) throws -> LanguageModel {
    try PolicyModel.load(path: configuration.model, settings: configuration.settings).model
  }
}

import Core
import Foundation
import Journal
import LanguageModel
import Oversight
import SelfPlay

/// Everything that a run needs before its threads start: made new, or read from a run directory.
public struct RunStart: Sendable {
  public let directory: RunDirectory
  public let configuration: RunConfiguration
  /// Worker threads of the engine. They change how fast it is and nothing else.
  public let threads: Int
  /// What a dashboard has to know of the run's past; empty for a new run.
  public let history: [RunEvent]
  let writer: JournalWriter
  let model: LanguageModel
  let heldOut: [TaskContent]
  let checkpoint: RunCheckpoint?
  let selfPlay: SelfPlayState?
  let oversight: ReviewDesk.State
  /// The oversight that the checkpoint holds, without the acts that were journaled after it.
  let savedOversight: ReviewDesk.State
  let signals: SignalPanel
  let firstEvent: RunEvent.Body

  var tokenizer: NanoTokenizer { NanoTokenizer() }
  var largestInteger: Int? { NanoTokenizer.largestInteger }
  var completedSteps: Int { selfPlay?.step ?? 0 }

  /// A new run in a directory that was just created.
  public static func new(
    in directory: RunDirectory, configuration: RunConfiguration, version: String, threads: Int
  ) throws -> RunStart {
    let model = try baseModel(configuration)
    let heldOut = try NanoModel.heldOutTasks()
    try configuration.write(in: directory)
    let identity = RunIdentity(
      name: directory.name, seed: configuration.seed, preset: configuration.settings.preset,
      version: version, created: EventRecorder.now)
    let writer = try JournalWriter(creating: directory.journalPath, run: identity)
    let settings = configuration.settings
    let oversight = ReviewDesk.State(configuration: configuration)
    let event = RunStarted(
      run: directory.name, version: version, seed: configuration.seed, preset: settings.preset,
      model: configuration.model ?? "nano", modelHash: String(model.weightsHash.prefix(12)),
      parameters: model.configuration.parameterCount, threads: threads, batch: settings.batch,
      rollouts: settings.rollouts, references: settings.references,
      stepLimit: configuration.stepLimit, constraints: oversight.revision,
      policy: oversight.policy)
    return RunStart(
      directory: directory, configuration: configuration, threads: threads, history: [],
      writer: writer, model: model, heldOut: heldOut, checkpoint: nil, selfPlay: nil,
      oversight: oversight,
      savedOversight: oversight, signals: SignalPanel(), firstEvent: .runStarted(event))
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
    let checkpoint = RunCheckpoint.newest(in: directory)
    let model = try checkpoint?.model() ?? baseModel(configuration)
    let state = try checkpoint?.state(for: model)
    let step = state?.selfPlay.step ?? 0
    if let stepLimit, stepLimit <= step {
      throw RunSessionError(
        code: .configuration,
        message: "the run is at step \(step) already; ask for more than that, not \(stepLimit)",
        context: directory.path)
    }
    let saved = state?.oversight ?? ReviewDesk.State(configuration: configuration)
    var oversight = saved
    let history = try RunHistory(directory)
    for event in try history.acts(afterCheckpoint: state == nil ? nil : step) {
      oversight.replay(event)
    }
    let journaled = try directory.summary().steps
    let writer = try JournalWriter(resuming: directory.journalPath)
    let event = RunResumed(
      run: directory.name, version: version, checkpoint: step,
      repeatedSteps: max(0, journaled - step), stepLimit: configuration.stepLimit,
      constraints: oversight.pending ?? oversight.revision, policy: oversight.policy)
    return RunStart(
      directory: directory, configuration: configuration, threads: threads,
      history: try history.eventsForDashboard(), writer: writer, model: model, heldOut: heldOut,
      checkpoint: checkpoint, selfPlay: state?.selfPlay,
      oversight: oversight, savedOversight: saved, signals: state?.signals ?? SignalPanel(),
      firstEvent: .runResumed(event))
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

  private static func baseModel(_ configuration: RunConfiguration) throws -> LanguageModel {
    guard let path = configuration.model else { return try NanoModel.load() }
    let model = try Checkpoint.load(path: path)
    try NanoModel.check(model, path: path)
    return model
  }
}

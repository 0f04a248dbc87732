import Core
import Journal
import LanguageModel
import SelfPlay

/// What the engine's thread does: seed, evaluate, step after step with a safe point between, save.
final class EngineLoop {
  private let start: RunStart
  private let control: RunControl
  private let recorder: EventRecorder
  private let desk: ReviewDesk
  private let engine: SelfPlayEngine
  private let sampler: Sampler
  private let tokenizer: any Tokenizer
  private var saved: (step: Int, oversight: ReviewDesk.State)?
  private var evaluatedStep: Int?

  init(
    start: RunStart, control: RunControl, recorder: EventRecorder, desk: ReviewDesk
  ) throws(RunSessionError) {
    self.start = start
    self.control = control
    self.recorder = recorder
    self.desk = desk
    tokenizer = start.words.tokenizer
    let settings = start.configuration.settings
    sampler = Sampler(
      model: start.model, threads: start.threads, shards: settings.shards,
      rowsAtOnce: settings.rowsAtOnce)
    let trainer = Trainer(
      model: start.model,
      optimizer: AdamWSettings(
        learningRate: settings.learningRate, weightDecay: settings.weightDecay,
        gradientClip: settings.gradientClip),
      shards: settings.shards, threads: start.threads)
    try start.checkpoint?.restore(trainer)
    engine = SelfPlayEngine(
      settings: settings, model: start.model, trainer: trainer, sampler: sampler,
      base: try Self.basePolicy(start),
      tokenizer: tokenizer, dialect: start.words.dialect, executor: start.executor,
      largestInteger: start.words.largestInteger,
      seed: start.configuration.seed, state: start.selfPlay, overseer: desk,
      emit: { [recorder, desk] in
        desk.note($0)
        recorder.record($0)
      })
    saved = start.selfPlay.map { ($0.step, start.savedOversight) }
    evaluatedStep = start.selfPlay?.step
  }

  /// The weights that the run began from, where its settings need them.
  private static func basePolicy(_ start: RunStart) throws(RunSessionError) -> BasePolicy? {
    let settings = start.configuration.settings
    guard settings.needsBase else { return nil }
    do {
      return BasePolicy(
        model: try RunStart.baseModel(start.configuration), settings: settings,
        threads: start.threads)
    } catch {
      throw RunSessionError(
        code: .model, message: error.brief, context: start.configuration.model ?? "nano")
    }
  }

  /// Streams the text of rollouts as it is sampled, while somebody watches.
  func showText(while isWatched: @escaping @Sendable () -> Bool) {
    engine.feed = RolloutFeed(
      tokenizer: tokenizer, now: { EventRecorder.now }, isWatched: isWatched,
      send: { [recorder] in recorder.show(.rolloutText($0)) })
  }

  /// Runs until the limit, an order to stop, or an error.
  ///
  /// - Parameter endCommands: Takes the operator's last commands, before the last checkpoint.
  func run(
    endCommands: () -> Void
  ) -> (reason: RunStopped.Reason, steps: Int, message: String?) {
    do {
      if !engine.state.isSeeded {
        if let seeds = start.seeds {
          engine.admitSeeds(seeds)
        } else {
          engine.seedBuffers(constraints: desk.revision)
        }
        try checkExecutor()
        evaluate()
        try save()
      }
      let reason = try runSteps()
      if reason == .finished && evaluatedStep != engine.state.step { evaluate() }
      endCommands()
      try save()
      return (reason, engine.state.step, nil)
    } catch {
      recorder.record(
        .alarmRaised(AlarmRaised(code: "\(error.code.rawValue).failed", message: "\(error)")))
      return (.failed, engine.state.step, "\(error)")
    }
  }

  /// One step after the other, with a safe point before each.
  private func runSteps() throws(RunSessionError) -> RunStopped.Reason {
    while true {
      if let limit = start.configuration.stepLimit, engine.state.step >= limit {
        return .finished
      }
      if recorder.takePause() { desk.askForPause(in: "signals") }
      let order = control.safePoint { name in
        recorder.record(.runPaused(OperatorAct(by: name)))
      }
      try checkJournal()
      if order == .stop { return .asked }
      try runStep()
    }
  }

  /// A checkpoint must not run ahead of a journal that cannot be written: waits until it can.
  private func checkJournal() throws(RunSessionError) {
    recorder.waitUntilWritable()
    if let error = recorder.error {
      throw RunSessionError(code: .journal, message: error.message, context: error.context)
    }
  }

  private func runStep() throws(RunSessionError) {
    recorder.enter(step: engine.state.step + 1)
    engine.runStep()
    try checkExecutor()
    let interval = start.configuration.evaluationInterval
    if interval > 0 && engine.state.step % interval == 0 { evaluate() }
    if engine.state.step % start.configuration.settings.checkpointInterval == 0 { try save() }
  }

  /// What a step learnt from an executor that failed is not saved.
  private func checkExecutor() throws(RunSessionError) {
    if let failure = start.executor?.failure {
      throw RunSessionError(code: .executor, message: failure, context: "executor")
    }
  }

  private func evaluate() {
    guard start.configuration.evaluationInterval > 0, !start.heldOut.isEmpty else { return }
    evaluatedStep = engine.state.step
    let evaluator = Evaluator(
      tokenizer: tokenizer, dialect: start.words.dialect, settings: start.configuration.settings,
      executor: start.executor)
    var evaluation = evaluator.evaluate(start.heldOut, with: sampler)
    let probe = ConductProbe(
      words: start.words, settings: start.configuration.settings, executor: start.executor,
      heldOut: start.heldOut)
    evaluation.conduct = probe.run(with: sampler)
    recorder.record(.evaluationFinished(evaluation))
  }

  private func save() throws(RunSessionError) {
    try checkJournal()
    let step = engine.state.step
    let oversight = desk.savedState
    guard saved?.step != step || saved?.oversight != oversight else { return }
    let event = try write(RunCheckpoint(directory: start.directory, step: step), oversight)
    saved = (step, oversight)
    // What the journal does not know of is not resumed from, so nothing older is let go before.
    guard recorder.recordDurably(.checkpointSaved(event)) else { return try checkJournal() }
    if let kept = start.configuration.checkpointsKept {
      RunCheckpoint.prune(in: start.directory, keeping: kept)
    }
  }

  /// Seconds between two tries to write a checkpoint.
  private static let retryInterval = 5.0

  /// Writes a checkpoint, however often it takes: a full disk makes the run wait, not fail.
  private func write(
    _ checkpoint: RunCheckpoint, _ oversight: ReviewDesk.State
  ) throws(RunSessionError) -> CheckpointSaved {
    var isTold = false
    while true {
      do {
        return try checkpoint.write(
          engine: engine, oversight: oversight, signals: recorder.signals)
      } catch {
        if !isTold {
          let message = "\(error); the run waits and tries again until it succeeds or is stopped"
          recorder.record(.alarmRaised(AlarmRaised(code: "checkpoint.failed", message: message)))
        }
        isTold = true
        guard control.wait(seconds: Self.retryInterval) else { throw error }
      }
    }
  }
}

import Core
import Foundation
import Journal
import LanguageModel
import RunSession
import SelfPlay
import Synchronization

/// Whole steps: a bare one of fixed shape, which the peers can run too, and those of the default
/// preset, bare, overseen, and as a process of its own.
enum StepBenchmark {
  static func run(_ report: (BenchRow) -> Void) throws {
    // First, while this process is small: a child counts its parent's pages as its own at first.
    try reportProcess(report)
    for (name, configuration, together) in [
      ("1M", EngineBenchmark.million, 8), ("4M", EngineBenchmark.fourMillion, 32),
    ] {
      reportPlainStep(name, configuration, together: together, report)
    }
    try reportPreset(report)
  }

  /// Sampling with log-probabilities, group advantages, a clipped policy update.
  private static func reportPlainStep(
    _ name: String, _ c: ModelConfiguration, together: Int, _ report: (BenchRow) -> Void
  ) {
    let (prompts, group, promptLength, responseLength) = (8, 8, 32, 96)
    let model = LanguageModel(configuration: c, seed: 1)
    let sampler = Sampler(model: model, shards: 1, rowsAtOnce: together)
    let trainer = Trainer(
      model: model, optimizer: AdamWSettings(learningRate: 1e-4), shards: 1)
    var step: UInt64 = 0
    let elapsed = Stopwatch.median(of: 3) {
      step += 1
      let requests = (0..<UInt64(prompts)).map { prompt in
        SamplingRequest(
          prompt: EngineBenchmark.randomTokens(promptLength, key: step << 8 | prompt, of: c),
          keys: (0..<UInt64(group)).map { CounterRandom.mix(step << 16 | prompt << 8 | $0) })
      }
      let completions = sampler.sample(
        requests: requests, maximumTokens: responseLength, temperature: 1, stopToken: -1)
      let rows = zip(requests, completions).flatMap { request, completions in
        let rewards = completions.map { completion in
          Double(completion.tokens.count { $0 < 32 }) / Double(responseLength)
        }
        return zip(completions, Advantages.normalized(rewards)).map { completion, advantage in
          TrainingRow(
            tokens: request.prompt + completion.tokens, promptLength: promptLength,
            weight: 1 / Float(prompts * group * responseLength), advantage: Float(advantage),
            oldLogProbabilities: completion.logProbabilities)
        }
      }
      trainer.policyUpdate(rows: rows)
    }
    report(
      BenchRow(
        "step.plain.\(name)",
        "\(prompts) prompts of \(promptLength) x \(group) completions of \(responseLength), "
          + "sampled and trained on once, \(c.sizes)",
        elapsed.processor, "s", repetitions: 3))
  }

  /// Enough that what happens every few steps, such as filling the search index, is in them.
  private static let steps = 6

  /// Steps of the default preset: bare with one and two threads, and overseen.
  private static func reportPreset(_ report: (BenchRow) -> Void) throws {
    let settings = SelfPlaySettings()
    let what = "\(steps) steps of \(settings.batch) proposals x \(settings.rollouts)"
    var (bare, twoThreads, overseen): ([Elapsed], [Elapsed], [Elapsed]) = ([], [], [])
    let repetitions = 7
    for _ in 0..<repetitions {
      bare.append(try bareSteps(threads: 1))
      overseen.append(try overseenSteps())
      twoThreads.append(try bareSteps(threads: 2))
    }
    let one = Stopwatch.median(bare)
    // Of neighbours in time: the processor's own speed wavers by more than what is looked for.
    let scaling = zip(bare, twoThreads).map { $0.wall / $1.wall }.median
    let overseeing = zip(bare, overseen).map { $1.processor / $0.processor - 1 }.median
    report(
      BenchRow(
        "step.preset", "one step of the default preset, nano model",
        one.processor / Double(steps), "s", repetitions: repetitions))
    report(
      BenchRow(
        "step.preset.scaling", "\(what), one thread's time over two threads'",
        scaling, "x", .wall, threads: 2, repetitions: repetitions))
    report(
      BenchRow(
        "step.overseeing",
        "\(what): journal, search index, monitors and signals over the bare engine",
        100 * overseeing, "%", repetitions: repetitions))
  }

  /// The engine alone, from the seeds that a run begins with.
  private static func bareSteps(threads: Int) throws -> Elapsed {
    let bare = BareEngine(try NanoModel.load(), seed: 1, threads: threads)
    return try withExtendedLifetime(bare) {
      bare.engine.admitSeeds(try NanoModel.seeds())
      return Stopwatch.time { for _ in 0..<steps { bare.engine.runStep() } }
    }
  }

  /// The same steps under a session with a journal.
  private static func overseenSteps() throws -> Elapsed {
    try TemporaryFolder.with { folder in
      let directory = RunDirectory(path: folder + "/run")
      try directory.create()
      let configuration = RunConfiguration(seed: 1, stepLimit: steps, evaluationInterval: 0)
      let start = try RunStart.new(
        in: directory, configuration: configuration, version: Version.current, threads: 1)
      let times = Mutex<(start: Elapsed, end: Elapsed)>((Stopwatch.now, Stopwatch.now))
      let observer: EventRecorder.Observer = { events in
        for event in events {
          if event.kind == .stepStarted && event.step == 1 {
            times.withLock { $0.start = Stopwatch.now }
          }
          if event.kind == .stepFinished { times.withLock { $0.end = Stopwatch.now } }
        }
      }
      _ = RunSession(start: start, showsText: false, observers: [observer]).wait()
      return times.withLock { $0.end - $0.start }
    }
  }

  /// A run in a process of its own, as a user starts it.
  private static func reportProcess(_ report: (BenchRow) -> Void) throws {
    let threads = min(2, ProcessInfo.processInfo.activeProcessorCount)
    let child = try TemporaryFolder.with { folder in
      try ChildRun(directory: folder + "/run", steps: steps, threads: threads)
    }
    let what = "proctor run --headless --steps \(steps)"
    func row(
      _ name: String, _ what: String, _ value: Double, _ unit: String, _ clock: BenchRow.Clock
    ) {
      report(BenchRow(name, what, value, unit, clock, threads: threads, repetitions: 1))
    }
    row("step.memory", "most resident memory of \(what)", child.peakMegabytes, "MB", .none)
    row(
      "step.start.engine", "start of the process to the engine at work", child.engineStarted, "s",
      .wall)
    row(
      "step.start.first", "start of the process to the first step, seeding included",
      child.firstStep, "s", .wall)
  }
}

import ArgumentParser
import Core
import Dashboard
import Foundation
import Journal
import RunSession
import SelfPlay

/// `proctor run`: a new or resumed run, under the dashboard, on plain lines, or silently.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start or resume a run and watch it.",
    discussion: """
      Without a terminal on standard input and output it prints plain lines. A run ends at its step \
      limit, when you quit, or on a TERM, HUP or INT signal; it always finishes its step and saves \
      first. Whoever may write its directory can attach to it from another terminal with 'proctor \
      attach', also when it is headless.
      """)

  @Option(help: "The run's random seed. The same seed gives the same events.")
  var seed: UInt64?

  @Option(help: "End after this many steps.")
  var steps: Int?

  @Option(name: .customLong("run-dir"), help: "The new run's directory.")
  var runDirectory: String?

  @Option(help: "Go on with a run: its name, a unique beginning, its path, or 'latest'.")
  var resume: String?

  @Option(
    help: """
      Begin from this model instead of the embedded one: a checkpoint of Proctor's, or a Hugging \
      Face folder or GGUF file of a chat model, which is then prompted in natural language.
      """)
  var model: String?

  @Option(help: "Worker threads of the engine (default: the machine's cores, at most 2).")
  var threads: Int?

  @Option(help: "Steps between held-out evaluations, 0 for none (default: 50; 0 for chat models).")
  var evaluateEvery: Int?

  @Option(help: "How many of the newest checkpoints are kept (default: 10; 2 for chat models).")
  var keepCheckpoints: Int?

  @Option(
    help: """
      What runs the tasks' programs: embedded, or cpython for real Python in a sandbox (default: \
      embedded).
      """)
  var executor: ExecutorChoice?

  @OptionGroup(title: "Settings")
  var presetOptions: PresetOptions

  @OptionGroup(title: "Oversight")
  var oversight: OversightArguments

  @OptionGroup(title: "Screen")
  var screen: ScreenOptions

  @ArgumentParser.Flag(help: "Print nothing but errors and a final summary.")
  var headless = false

  @ArgumentParser.Flag(
    help: "Print one line an event and take typed commands, for pipes and screen readers.")
  var plain = false

  mutating func validate() throws {
    if headless && plain { throw ValidationError("--headless and --plain exclude each other.") }
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1.") }
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads must be between 1 and 64.")
    }
    if let evaluateEvery, evaluateEvery < 0 {
      throw ValidationError("--evaluate-every must not be negative.")
    }
    if let keepCheckpoints, keepCheckpoints < 1 {
      throw ValidationError("--keep-checkpoints must be at least 1.")
    }
    if resume != nil,
      seed != nil || runDirectory != nil || model != nil || oversight.isGiven
        || evaluateEvery != nil || keepCheckpoints != nil
        || executor != nil || presetOptions.isGiven
    {
      throw ValidationError(
        "--resume goes on with the run's own settings; of the options that make a run, only --steps "
          + "and --threads go with it.")
    }
  }

  func run() throws {
    // A file that may not grow any more is a write that fails, and no reason to die.
    signal(SIGXFSZ, SIG_IGN)
    // A theme that cannot be loaded is an error even where nothing is drawn.
    let presenter = presenter(try screen.face())
    // Settings that are refused leave no directory behind.
    let (settings, overrides) = try presetOptions.settings(usual: isNano ? .fixed : .chat)
    _ = try (oversight.constraintSet(), oversight.options())
    let directory = try directory()
    if resume == nil { try directory.create() }
    // Held while this process works on the run: two engines must never write one.
    let lock = try HeldLock(directory)
    let start = try start(in: directory, settings: settings, overrides: overrides)
    let arguments = CommandLine.arguments.dropFirst().joined(separator: " ")
    ProgramLog.note(.info, "\(directory.path): \(Version.current), \(arguments)")
    let outcome = try presenter.present(holding: lock) {
      do {
        return try start()
      } catch {
        if !directory.isRun { try? FileManager.default.removeItem(atPath: directory.path) }
        throw error
      }
    }
    try report(outcome, of: outcome.directory)
  }

  /// Whether the run begins from a checkpoint of Proctor's own: larger models take minutes for an
  /// evaluation, which they get when asked for.
  private var isNano: Bool { model?.hasSuffix(".safetensors") ?? true }

  /// How the run shows itself.
  private func presenter(_ face: DashboardFace) -> any Presenter {
    if headless { return SilentPresenter() }
    if plain || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 { return PlainPresenter() }
    return DashboardPresenter(face: face)
  }

  private func directory() throws -> RunDirectory {
    if let resume { return try RunDirectory.resolve(resume, under: Place.runs) }
    return runDirectory.map { RunDirectory(path: $0) } ?? RunDirectory.next(under: Place.runs)
  }

  /// What loads the run; the dashboard is on the screen while it does.
  private func start(
    in directory: RunDirectory, settings: SelfPlaySettings, overrides: [SettingOverride]
  ) throws -> @Sendable () throws -> RunStart {
    let threads =
      try threads ?? Configuration.load().threads
      ?? min(2, ProcessInfo.processInfo.activeProcessorCount)
    let steps = steps
    if resume != nil {
      return {
        try RunStart.resuming(
          directory, version: Version.current, threads: threads, stepLimit: steps)
      }
    }
    let configuration = RunConfiguration(
      seed: seed ?? UInt64.random(in: 0..<1_000_000), settings: settings,
      overrides: overrides.isEmpty ? nil : overrides, model: model, stepLimit: steps,
      policy: oversight.policy, constraints: try oversight.constraintSet(),
      evaluationInterval: evaluateEvery ?? (isNano ? 50 : 0),
      checkpointsKept: keepCheckpoints ?? (isNano ? 10 : 2), executor: executor ?? .embedded,
      oversight: try oversight.options())
    if configuration.oversightOptions.flagPenalty > 0 {
      FileHandle.standardError.write(
        Data("proctor: warning: \(OversightOptions.flagPenaltyWarning)\n".utf8))
    }
    return {
      try RunStart.new(
        in: directory, configuration: configuration, version: Version.current, threads: threads)
    }
  }

  /// The summary, and the way back.
  private func report(_ outcome: RunSession.Outcome, of directory: RunDirectory) throws {
    let peak = Process.peakMemory / 1_048_576
    let rate = outcome.seconds > 0 ? Double(outcome.stepsDone) / outcome.seconds : 0
    print(
      "\(directory.name): \(outcome.reason.word) after step \(outcome.steps), "
        + "\(rate.formatted(.number.precision(.fractionLength(2)))) steps/s, "
        + "peak memory \(peak) MB")
    if let message = outcome.message {
      ProgramLog.note(.error, message)
      throw CommandError(message: message)
    }
    for score in try JournalReader(path: directory.journalPath).evaluations() {
      print("  " + score)
    }
    let argument =
      (directory.path as NSString).deletingLastPathComponent == Place.runs
      ? directory.name : directory.path
    print("Go on with: proctor run --resume \(argument)")
  }
}

extension RunStopped.Reason {
  /// The end in one word.
  var word: String {
    switch self {
    case .finished: "finished"
    case .asked: "stopped"
    case .failed: "failed"
    }
  }
}

/// A failure told in one line.
struct CommandError: Error, CustomStringConvertible {
  var message: String
  var description: String { message }
}

extension Process {
  /// The most memory that this process had resident, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}

extension JournalReader {
  /// The first and the last held-out evaluation, a line each.
  func evaluations() throws -> [String] {
    let scores = try events(of: .evaluationFinished).compactMap { event in
      if case .evaluationFinished(let evaluation) = event.body {
        (event.step, evaluation)
      } else {
        nil
      }
    }
    let ends = scores.count > 1 ? [scores[0], scores[scores.count - 1]] : scores
    return ends.map { step, evaluation in
      let parts = evaluation.scores.map {
        "\($0.type.rawValue) greedy \($0.greedy.asShare) sampled \($0.sampled.asShare)"
      }
      return "held-out at step \(step): " + parts.joined(separator: ", ")
    }
  }
}

extension Double {
  /// Three decimals.
  var asShare: String { formatted(.number.precision(.fractionLength(3))) }
}

extension ExecutorChoice: ExpressibleByArgument {}

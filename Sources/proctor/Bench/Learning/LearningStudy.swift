import Core
import Foundation
import Journal
import LanguageModel
import RunSession
import SelfPlay

/// Runs every arm with every seed, each as a run of its own that can be looked at afterwards.
struct LearningStudy {
  var settings: SelfPlaySettings
  var overrides: [SettingOverride]
  var arms: [LearningArm]
  var seeds: [UInt64]
  var steps: Int
  /// Steps between the evaluations of a curve.
  var interval: Int
  /// Sampled responses to each held-out task, before and after.
  var samples: Int
  var threads: Int
  /// A base checkpoint instead of the embedded one.
  var model: String?
  /// The folder of the runs.
  var output: String

  /// The courses, in the order of arms and seeds. `report` is called before each with what begins.
  func run(report: (String) -> Void) throws -> [LearningCourse] {
    let base = try base()
    var courses: [LearningCourse] = []
    for seed in seeds {
      report("seed \(seed): the base on the held-out sets")
      let before = try solveRates(base, seed: seed)
      for arm in arms {
        report("seed \(seed), \(arm.rawValue): \(arm == .noUpdates ? 0 : steps) steps")
        courses.append(try course(arm, seed: seed, before: before))
      }
    }
    return courses
  }

  /// Without updates the weights stay as they are, so that arm takes no steps. It measures once more
  /// with other samples: what it shows is the noise of the measurement.
  private func course(
    _ arm: LearningArm, seed: UInt64, before: [SolveRates]
  ) throws -> LearningCourse {
    let after = seed &+ 1 << 32
    if arm == .noUpdates {
      return LearningCourse(
        arm: arm, seed: seed, steps: 0, seconds: 0, before: before,
        after: try solveRates(try base(), seed: after))
    }
    let directory = RunDirectory(path: "\(output)/\(arm.rawValue)-\(seed)")
    try directory.create()
    let configuration = RunConfiguration(
      seed: seed, settings: arm.settings(settings),
      overrides: overrides.isEmpty ? nil : overrides, model: model, stepLimit: steps,
      policy: .observe, evaluationInterval: interval)
    let start = try RunStart.new(
      in: directory, configuration: configuration, version: Version.current, threads: threads)
    let outcome = RunSession(start: start, showsText: false, observers: []).wait()
    if let message = outcome.message { throw CommandError(message: message) }
    var course = LearningCourse(
      arm: arm, seed: seed, steps: outcome.steps, seconds: outcome.seconds, before: before)
    let reader = try JournalReader(path: directory.journalPath)
    for kind in [RunEvent.Kind.stepFinished, .evaluationFinished] {
      for event in try reader.events(of: kind) { course.take(event) }
    }
    course.after = try solveRates(RunStart.newestModel(of: directory), seed: after)
    return course
  }

  private func base() throws -> LanguageModel {
    let base = try model.map { try Checkpoint.load(path: $0) } ?? NanoModel.load()
    try NanoModel.check(base, path: model ?? "the embedded model")
    return base
  }

  private func solveRates(_ model: LanguageModel, seed: UInt64) throws -> [SolveRates] {
    let evaluator = Evaluator(tokenizer: NanoTokenizer(), settings: settings)
    let sampler = Sampler(model: model, threads: threads)
    return try HeldOutSet.allCases.flatMap { set in
      evaluator.solveRates(
        try NanoModel.heldOutTasks(set), of: set, samples: samples, seed: seed, with: sampler)
    }
  }
}

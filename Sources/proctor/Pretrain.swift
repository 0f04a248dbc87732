import ArgumentParser
import Core
import Foundation
import LanguageModel
import SelfPlay

/// `proctor pretrain`: makes the nano base checkpoint from generated programs and their traces.
struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train the nano base model from generated programs.",
    discussion: """
      Writes the checkpoint (fp16), the held-out tasks that it never saw, and the seeds that it \
      proposes into a folder. No human data: programs, inputs and traces are made by the generator \
      and the embedded executor.
      """)

  @Option(name: .shortAndLong, help: "The folder to write into.")
  var output: String

  @Option(help: "Optimiser updates; 0 writes what belongs to the checkpoint of --from.")
  var updates = Pretrainer.Settings().updates

  @Option(help: "Examples in an update.")
  var rows = Pretrainer.Settings().rows

  @Option(help: "The highest learning rate.")
  var learningRate = Pretrainer.Settings().learningRate

  @Option(help: "Share of solver examples that answer without thinking.")
  var terse = CurriculumSampler.Mix().terse

  @Option(help: "The random seed.")
  var seed: UInt64 = 1

  @Option(help: "Worker threads.")
  var threads = min(2, ProcessInfo.processInfo.activeProcessorCount)

  @Option(help: "Train this checkpoint further instead of starting from random weights.")
  var from: String?

  @Option(help: "Updates between held-out evaluations and saves.")
  var every = 1_000

  mutating func validate() throws {
    if updates < (from == nil ? 1 : 0) || rows < 1 || every < 1 {
      throw ValidationError(
        "--updates, --rows and --every must be at least 1; with --from, --updates may be 0.")
    }
    if !(learningRate > 0 && learningRate <= 0.1) {
      throw ValidationError("--learning-rate must be above 0 and at most 0.1.")
    }
    if !(0...1).contains(terse) { throw ValidationError("--terse must be between 0 and 1.") }
    if !(1...64).contains(threads) { throw ValidationError("--threads must be between 1 and 64.") }
  }

  func run() throws {
    var settings = Pretrainer.Settings()
    settings.updates = updates
    settings.rows = rows
    settings.learningRate = learningRate
    settings.seed = seed
    settings.mix.terse = terse
    let heldOut = Pretrainer.heldOutTasks(.harder)
    try write(heldOut, to: HeldOutSet.harder.fileName)
    try write(Pretrainer.heldOutTasks(.familiar), to: HeldOutSet.familiar.fileName)
    let start = try from.map { path in
      let model = try Checkpoint.load(path: path)
      try NanoModel.check(model, path: path)
      return model
    }
    let pretrainer = Pretrainer(
      settings: settings, heldOut: heldOut, model: start, threads: threads)
    print(
      "\(pretrainer.model.configuration.parameterCount) parameters, \(updates) updates of "
        + "\(rows) examples, seed \(seed)")
    if updates == 0 { return try save(pretrainer.model, heldOut) }
    let began = Date()
    let bar = ProgressLine("pretrain", unit: "examples")
    defer { bar.finish() }
    var meanLoss = 0.0
    var failure: (any Error)?
    pretrainer.run { progress in
      meanLoss += progress.loss
      bar.show(Int64(progress.update * rows), of: Int64(updates * rows))
      if progress.update % 100 == 0 {
        bar.finish()
        report(progress, loss: meanLoss / 100, seconds: Date().timeIntervalSince(began))
        meanLoss = 0
      }
      guard failure == nil, progress.update % every == 0 || progress.update == updates else {
        return
      }
      bar.finish()
      do { try save(pretrainer.model, heldOut) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func report(_ progress: Pretrainer.Progress, loss: Double, seconds: Double) {
    let rate = Double(progress.tokens) / seconds
    let left = seconds / Double(progress.update) * Double(updates - progress.update)
    print(
      "update \(progress.update)/\(updates)  loss \(loss.asShare)  "
        + "gradient \(progress.gradientNorm.asShare)  tokens \(progress.tokens / 1000)k  "
        + "\(Int(rate)) tokens/s  \(Int(left)) s left")
    fflush(nil)
  }

  private func save(_ model: LanguageModel, _ heldOut: [TaskContent]) throws {
    try model.write(to: output + "/nano.safetensors", precision: .float16)
    try write(seeds(of: model), to: NanoModel.seedsFileName)
    let evaluator = Evaluator(tokenizer: NanoTokenizer(), settings: SelfPlaySettings())
    let result = evaluator.evaluate(heldOut, with: Sampler(model: model, threads: threads))
    for score in result.scores {
      print(
        "  \(score.type.rawValue): greedy \(score.greedy.asShare) sampled \(score.sampled.asShare)"
          + " of \(score.tasks) held-out tasks")
    }
    let proposals = Pretrainer.validShare(of: model, threads: threads)
    print("  proposals: \(proposals.asShare) valid")
  }

  /// What the model proposes to begin with, by the procedure of a run.
  private func seeds(of model: LanguageModel) -> [AdmittedTask] {
    let bare = BareEngine(model, seed: seed, threads: threads)
    withExtendedLifetime(bare) {
      bare.engine.seedBuffers(constraints: bare.overseer.revision)
    }
    let buffers = bare.engine.state.buffers
    return buffers.types.flatMap { buffers[$0].tasks }.map { seed in
      var seed = seed
      // A run that begins with it has no such rollout.
      seed.rollout = nil
      return seed
    }
  }

  private func write(_ tasks: some Encodable, to name: String) throws {
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(tasks).write(to: URL(fileURLWithPath: output + "/" + name))
  }
}

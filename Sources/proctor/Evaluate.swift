import ArgumentParser
import Core
import Foundation
import Journal
import LanguageModel
import RunSession
import SelfPlay

/// `proctor evaluate`: solve rates of a checkpoint on the fixed held-out tasks.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model's solve rates on the fixed held-out tasks.",
    discussion: """
      One greedy response and one sampled at temperature 1 for each task, with 95 % Wilson \
      intervals. Without a model it measures the embedded nano base.
      """)

  @Argument(help: "A checkpoint file, or a run: its name, a unique beginning, or 'latest'.")
  var model: String?

  func run() throws {
    let model = try self.model.map(load) ?? NanoModel.load()
    try NanoModel.check(model, path: self.model ?? "the embedded model")
    let threads = min(2, ProcessInfo.processInfo.activeProcessorCount)
    let evaluator = Evaluator(tokenizer: NanoTokenizer(), settings: SelfPlaySettings())
    let result = evaluator.evaluate(
      try NanoModel.heldOutTasks(), with: Sampler(model: model, threads: threads))
    print("TYPE       TASKS  GREEDY                 SAMPLED")
    for score in result.scores {
      let name = score.type.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)
      let tasks = String(score.tasks).padding(toLength: 7, withPad: " ", startingAt: 0)
      print(
        name + tasks + rate(score.greedy, score.tasks) + "   " + rate(score.sampled, score.tasks))
    }
  }

  private func load(_ argument: String) throws -> LanguageModel {
    if argument.hasSuffix(".safetensors") { return try Checkpoint.load(path: argument) }
    return try RunStart.newestModel(of: RunDirectory.resolve(argument, under: Place.runs))
  }

  /// A share with its interval: `0.512 [0.404, 0.619]`.
  private func rate(_ share: Double, _ count: Int) -> String {
    let (low, high) = Wilson.interval(share: share, count: count)
    return "\(share.asShare) [\(low.asShare), \(high.asShare)]"
  }
}

/// The Wilson score interval of a share (Wilson 1927).
enum Wilson {
  static func interval(share: Double, count: Int) -> (low: Double, high: Double) {
    guard count > 0 else { return (0, 1) }
    let (z, n) = (1.959964, Double(count))
    let centre = share + z * z / (2 * n)
    let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return ((centre - spread) / scale, (centre + spread) / scale)
  }
}

import ArgumentParser
import Core
import Foundation
import Journal
import LanguageModel
import RunSession
import SelfPlay

/// `proctor evaluate`: solve rates of a checkpoint on the held-out sets.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model's solve rates on held-out tasks.",
    discussion: """
      Two fixed sets, which no training saw: 'familiar' is of the distribution of the pre-training, \
      'harder' is outside it (longer programs, more branches and loops). GREEDY is one response to \
      each task at temperature 0, with a 95 % Wilson interval. SAMPLED is the mean over samples at \
      temperature 1, with a 95 % bootstrap interval over tasks. PASS@K is the chance that one of k \
      samples is right. THINKS is the share of samples with a chain of thought. Without a model it \
      measures the embedded nano base.
      """)

  @Argument(help: "A checkpoint file, or a run: its name, a unique beginning, or 'latest'.")
  var model: String?

  @Option(help: "Only this set: \(HeldOutSet.allCases.map(\.rawValue).joined(separator: ", ")).")
  var set: HeldOutSet?

  @Option(help: "Sampled responses to each task.")
  var samples = 8

  @Option(help: "Worker threads.")
  var threads = min(2, ProcessInfo.processInfo.activeProcessorCount)

  @ArgumentParser.Flag(help: "Print one JSON array instead of a table.")
  var json = false

  mutating func validate() throws {
    if !(1...1024).contains(samples) {
      throw ValidationError("--samples must be between 1 and 1024.")
    }
    if !(1...64).contains(threads) { throw ValidationError("--threads must be between 1 and 64.") }
  }

  func run() throws {
    let model = try self.model.map(load) ?? NanoModel.load()
    try NanoModel.check(model, path: self.model ?? "the embedded model")
    let evaluator = Evaluator(tokenizer: NanoTokenizer(), settings: SelfPlaySettings())
    let sampler = Sampler(model: model, threads: threads)
    let bar = ProgressLine("evaluate", unit: "tokens")
    let rates = try (set.map { [$0] } ?? HeldOutSet.allCases).flatMap { set in
      evaluator.solveRates(
        try NanoModel.heldOutTasks(set), of: set, samples: samples, with: sampler,
        progress: { bar.count($0) })
    }
    bar.finish()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(rates), as: UTF8.self))
    } else {
      printTable(rates)
    }
  }

  private func printTable(_ rates: [SolveRates]) {
    let shown = PassAtK.shown(samples: samples).dropFirst()
    print(
      row(
        ["SET", "TYPE", "TASKS", "GREEDY", "SAMPLED (n=\(samples))", "THINKS"]
          + shown.map { "PASS@\($0)" }))
    for rate in rates {
      print(
        row(
          [
            rate.set.rawValue, rate.type.rawValue, "\(rate.tasks)", text(rate.greedy),
            text(rate.sampled), rate.thinking.asShare,
          ] + shown.map { rate.passAtK[$0].map { $0.share.asShare } ?? "" }))
    }
  }

  private func row(_ cells: [String]) -> String {
    let widths = [9, 10, 5, 20, 20, 6] + cells.dropFirst(6).map { _ in 8 }
    return zip(cells, widths).map { cell, width in
      cell.padding(toLength: max(width, cell.count), withPad: " ", startingAt: 0)
    }.joined(separator: "  ").trimmedEnd
  }

  private func load(_ argument: String) throws -> LanguageModel {
    if argument.hasSuffix(".safetensors") { return try Checkpoint.load(path: argument) }
    return try RunStart.newestModel(of: RunDirectory.resolve(argument, under: Place.runs))
  }

  /// A share with its interval: `0.512 [0.404, 0.619]`.
  private func text(_ estimate: SolveRates.Estimate) -> String {
    let interval = estimate.interval
    return "\(estimate.share.asShare) [\(interval.low.asShare), \(interval.high.asShare)]"
  }
}

extension HeldOutSet: ExpressibleByArgument {}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

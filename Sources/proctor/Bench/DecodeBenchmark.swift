import ArgumentParser
import Foundation
import LanguageModel

/// `proctor bench decode`: how fast a model's tokens come, one row of them or many at once.
struct BenchDecode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Measure decoding with a model: tokens a second of 1, 8 and 32 rows at once.",
    discussion: """
      Each row has a prompt of its own. Reading the prompts and repacking the weights is measured by \
      a call for one token and taken off. Weights are 32-bit floats, whatever the file stores. Rates \
      are per processor second of one thread, with sampling and log-probabilities.
      """)

  @Option(help: "A model: a folder, a .gguf file, or a .safetensors checkpoint.")
  var model: String

  @Option(name: .customLong("rows"), help: "How many rows at once, separated by commas.")
  var batches = "1,8,32"

  @Option(help: "Tokens of each prompt.")
  var prompt = 32

  @Option(name: .customLong("new"), help: "Tokens sampled after each prompt.")
  var sampled = 32

  @Option(help: "Measurements of which the median is told.")
  var repetitions = 3

  @ArgumentParser.Flag(help: "Print one JSON document instead of columns.")
  var json = false

  private var sizes: [Int] {
    batches.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
  }

  mutating func validate() throws {
    guard !sizes.isEmpty, sizes.count == batches.split(separator: ",").count,
      sizes.allSatisfy({ (1...1_024).contains($0) })
    else { throw ValidationError("--rows must be numbers from 1 to 1024, such as 1,8,32.") }
    guard prompt >= 1, sampled >= 1, repetitions >= 1 else {
      throw ValidationError("--prompt, --new and --repetitions must be at least 1.")
    }
  }

  func run() throws {
    let model = try LoadedModel.load(path: model, contextLimit: prompt + sampled + 2).model
    let context = model.configuration.contextLength
    guard context >= prompt + sampled + 1 else {
      throw CommandError(
        message: "the model's context is \(context) tokens; ask for a shorter --prompt or --new")
    }
    var rows: [BenchRow] = []
    if !json { print(BenchPrinter.head) }
    for size in sizes {
      for row in measure(model, size) {
        rows.append(row)
        if !json {
          print(BenchPrinter.text(row))
          fflush(nil)
        }
      }
    }
    if json { print(try BenchPrinter.json(rows)) }
  }

  private func measure(_ model: LanguageModel, _ batch: Int) -> [BenchRow] {
    let sampler = Sampler(model: model, threads: 1, shards: 1, rowsAtOnce: batch)
    let requests = (0..<batch).map { row in
      SamplingRequest(
        prompt: EngineBenchmark.randomTokens(prompt, key: UInt64(row), of: model.configuration),
        keys: [UInt64(row)])
    }
    func time(_ tokens: Int) -> Double {
      Stopwatch.time {
        _ = sampler.sample(
          requests: requests, maximumTokens: tokens, temperature: 1, stopToken: -1)
      }.processor
    }
    _ = time(1)
    let (one, all) = (0..<repetitions).map { _ in (time(1), time(sampled + 1)) }.unzipped
    let decoding = zip(one, all).map { $1 - $0 }.median
    let sizes = model.configuration.sizes
    return [
      BenchRow(
        "decode.rows\(batch)", "\(prompt) prompt tokens, \(sampled) new, float32, \(sizes)",
        Double(batch * sampled) / decoding, "tokens/s", repetitions: repetitions),
      BenchRow(
        "decode.prompt\(batch)", "\(batch) prompts of \(prompt), repacking the weights included",
        Double(batch * prompt) / one.median, "tokens/s", repetitions: repetitions),
    ]
  }
}

extension [(Double, Double)] {
  /// The first elements and the second ones.
  fileprivate var unzipped: ([Double], [Double]) { (map(\.0), map(\.1)) }
}

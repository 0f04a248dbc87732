import LanguageModel
import SelfPlay

/// Training: forward, backward and AdamW over 64 rows of 128 tokens.
enum EngineBenchmark {
  /// A model of a size that people would train here.
  struct Size: Sendable {
    let name: String
    let configuration: ModelConfiguration
    let repetitions: Int
  }

  /// Small models, the shipped one, and two of the shapes that the scripts of the peers use.
  static let sizes: [Size] = [
    Size(
      name: "0.36M",
      configuration: ModelConfiguration(
        vocabularySize: 330, width: 96, layers: 3, heads: 3, feedForward: 256, contextLength: 512),
      repetitions: 5),
    Size(name: "nano", configuration: Pretrainer.nano, repetitions: 5),
    Size(name: "1M", configuration: million, repetitions: 5),
    Size(name: "4M", configuration: fourMillion, repetitions: 3),
  ]

  static let million = ModelConfiguration(
    vocabularySize: 256, width: 128, layers: 5, heads: 4, keyValueHeads: 2, feedForward: 352,
    contextLength: 512)

  static let fourMillion = ModelConfiguration(
    vocabularySize: 512, width: 256, layers: 5, heads: 8, keyValueHeads: 4, feedForward: 688,
    contextLength: 512)

  /// SmolLM2-135M.
  static let large = ModelConfiguration(
    vocabularySize: 49_152, width: 576, layers: 30, heads: 9, keyValueHeads: 3,
    feedForward: 1_536, contextLength: 512)

  /// 4 rows of 256 tokens, one thread.
  static func runLarge(_ report: (BenchRow) -> Void) {
    let trainer = Trainer(
      model: LanguageModel(configuration: large, seed: 1),
      optimizer: AdamWSettings(learningRate: 1e-4), shards: 1)
    let rows = randomRows(4, length: 257, promptLength: 1, of: large)
    let elapsed = Stopwatch.median(of: 3) { trainer.supervisedUpdate(rows: rows) }
    report(
      BenchRow(
        "training.135M", "4 x 256 tokens, forward + backward + AdamW, \(large.sizes)",
        4 * 256 / elapsed.processor, "tokens/s", repetitions: 3))
  }

  static func run(_ report: (BenchRow) -> Void) {
    for size in sizes {
      let model = LanguageModel(configuration: size.configuration, seed: 1)
      let trainer = Trainer(model: model, optimizer: AdamWSettings(learningRate: 1e-4))
      let rows = randomRows(64, length: 129, promptLength: 1, of: size.configuration)
      let elapsed = Stopwatch.median(of: size.repetitions) {
        trainer.supervisedUpdate(rows: rows)
      }
      report(
        BenchRow(
          "engine.train.\(size.name)",
          "64 x 128 tokens, forward + backward + AdamW, \(size.configuration.sizes)",
          64 * 128 / elapsed.processor, "tokens/s", repetitions: size.repetitions))
    }
    reportSharing(report)
  }

  /// What six rollouts of a prompt cost, against six rows with prompts of their own.
  private static func reportSharing(_ report: (BenchRow) -> Void) {
    let c = Pretrainer.nano
    let (prompt, response, group) = (96, 64, 6)
    let apart = randomRows(192, length: prompt + response, promptLength: prompt, of: c)
    let shared = apart.indices.map { index in
      var row = apart[index]
      row.tokens.replaceSubrange(..<prompt, with: apart[index / group * group].tokens[..<prompt])
      return row
    }
    let trainer = Trainer(
      model: LanguageModel(configuration: c, seed: 1), optimizer: AdamWSettings(learningRate: 1e-4))
    for (name, rows) in [("apart", apart), ("shared", shared)] {
      let elapsed = Stopwatch.median(of: 3) { trainer.policyUpdate(rows: rows) }
      report(
        BenchRow(
          "engine.update.\(name)",
          "192 rows of \(prompt) + \(response) tokens, "
            + (name == "apart" ? "each its own prompt" : "\(group) rows a prompt"),
          elapsed.processor, "s", repetitions: 3))
    }
  }

  /// Rows of random tokens.
  static func randomRows(
    _ count: Int, length: Int, promptLength: Int, of c: ModelConfiguration
  ) -> [TrainingRow] {
    (0..<count).map { row in
      TrainingRow(
        tokens: randomTokens(length, key: UInt64(row), of: c), promptLength: promptLength,
        weight: 1 / Float(count * (length - promptLength)), advantage: row % 2 == 0 ? 1 : -1,
        oldLogProbabilities: [Float](repeating: -5, count: length - promptLength))
    }
  }

  static func randomTokens(_ count: Int, key: UInt64, of c: ModelConfiguration) -> [Int32] {
    (0..<count).map {
      Int32(CounterRandom.hash(key: key, counter: UInt64($0)) % UInt64(c.vocabularySize))
    }
  }
}

extension ModelConfiguration {
  /// The shape in a few words.
  var sizes: String {
    "\(parameterCount) parameters (d \(width), L \(layers), V \(vocabularySize))"
  }
}

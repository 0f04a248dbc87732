import LanguageModel
import SelfPlay

/// Sampling 128 tokens after prompts of 32, with log-probabilities and entropies.
enum SamplingBenchmark {
  static func run(_ report: (BenchRow) -> Void) {
    // How many rows are at work together is the sampler's choice: few while their keys and values
    // are then nearer, more where reading the weights costs more than that.
    for (name, configuration, together) in [
      ("nano", Pretrainer.nano, 8), ("1M", EngineBenchmark.million, 8),
      ("4M", EngineBenchmark.fourMillion, 32),
    ] {
      for batch in [1, 8, 64] {
        measure(name, configuration, batch: batch, together: min(batch, together), report)
      }
    }
  }

  private static func measure(
    _ name: String, _ c: ModelConfiguration, batch: Int, together: Int,
    _ report: (BenchRow) -> Void
  ) {
    let sampler = Sampler(
      model: LanguageModel(configuration: c, seed: 1), threads: 1, shards: 1, rowsAtOnce: together)
    let requests = (0..<batch).map { row in
      SamplingRequest(
        prompt: EngineBenchmark.randomTokens(32, key: UInt64(row), of: c), keys: [UInt64(row)])
    }
    let repetitions = 5
    let elapsed = Stopwatch.median(of: repetitions) {
      _ = sampler.sample(
        requests: requests, maximumTokens: 128, temperature: 1, stopToken: -1)
    }
    report(
      BenchRow(
        "sampling.\(name).batch\(batch)",
        "32 prompt tokens, 128 new, \(batch) rows, \(together) at once, \(c.sizes)",
        Double(batch * 128) / elapsed.processor, "tokens/s", repetitions: repetitions))
  }
}

import Core
import LanguageModel

/// A group of measurements under one name.
struct Benchmark: Sendable {
  let name: String
  let summary: String
  /// Whether it takes minutes, so that it runs only when it is asked for by name.
  let isLong: Bool
  /// Measures, and hands over each row as soon as it is known.
  let run: @Sendable (_ report: (BenchRow) -> Void) throws -> Void

  init(
    _ name: String, _ summary: String, isLong: Bool = false,
    run: @escaping @Sendable (_ report: (BenchRow) -> Void) throws -> Void
  ) {
    self.name = name
    self.summary = summary
    self.isLong = isLong
    self.run = run
  }

  /// Every benchmark, in the order in which they run.
  static let all: [Benchmark] = [
    Benchmark("engine", "training throughput at nano sizes", run: EngineBenchmark.run),
    Benchmark("sampling", "batched sampling with log-probabilities", run: SamplingBenchmark.run),
    Benchmark("step", "whole steps, start, memory, what overseeing costs", run: StepBenchmark.run),
    Benchmark("executor", "validated programs and long loops", run: ExecutorBenchmark.run),
    Benchmark("journal", "appending, opening and searching events", run: JournalBenchmark.run),
    Benchmark("screen", "drawing frames and putting them on a terminal", run: ScreenBenchmark.run),
    Benchmark(
      "training", "training at 135 M parameters", isLong: true, run: EngineBenchmark.runLarge),
  ]
}

extension BenchRow {
  /// A row of this machine.
  init(
    _ name: String, _ what: String, _ value: Double, _ unit: String, _ clock: Clock = .processor,
    threads: Int = 1, repetitions: Int
  ) {
    self.init(
      name: name, what: what, value: value, unit: unit, clock: clock, threads: threads,
      core: LanguageModel.processorCore, repetitions: repetitions)
  }
}

import ArgumentParser
import Foundation
import LanguageModel

/// `proctor bench`: the project's own measurements.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the engine, the executor, the journal and the screen on this machine.",
    subcommands: [
      BenchSpeed.self, BenchLearning.self, BenchConstraints.self, BenchDecode.self,
    ], defaultSubcommand: BenchSpeed.self)
}

/// `proctor bench [NAME]`: how fast this machine runs Proctor.
struct BenchSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed",
    abstract: "Measure speed and memory: all benchmarks, or the one that is named (the default).",
    discussion: """
      Rates are per processor second of one thread unless a row says otherwise, so that other load \
      hardly counts; rows of the wall clock want a quiet machine. Every value is the median of the \
      repetitions that its row tells. Without a name all but the long ones run.

      \(Benchmark.all.map { "  \($0.name): \($0.summary)\($0.isLong ? " (long)" : "")" }
        .joined(separator: "\n"))
      """)

  @Argument(help: "The benchmark: \(Self.names).")
  var name: String?

  @ArgumentParser.Flag(help: "Print one JSON document instead of columns.")
  var json = false

  private static var names: String { Benchmark.all.map(\.name).joined(separator: ", ") }

  mutating func validate() throws {
    if let name, !Benchmark.all.contains(where: { $0.name == name }) {
      throw ValidationError("There is no benchmark '\(name)'; there are \(Self.names).")
    }
  }

  func run() throws {
    let chosen = Benchmark.all.filter { name == nil || name == $0.name }
    var rows: [BenchRow] = []
    if !json { print(BenchPrinter.head) }
    let bar = ProgressLine("bench", unit: "measurements")
    for benchmark in chosen {
      bar.count(0)
      try benchmark.run { row in
        rows.append(row)
        bar.finish()
        defer { bar.count(1) }
        if !json {
          print(BenchPrinter.text(row))
          fflush(nil)
        }
      }
    }
    bar.finish()
    if json {
      print(try BenchPrinter.json(rows))
    } else {
      let load = BenchPrinter.number(BenchPrinter.loadAverage)
      print("BLAS core \(LanguageModel.processorCore), load average \(load)")
    }
  }
}

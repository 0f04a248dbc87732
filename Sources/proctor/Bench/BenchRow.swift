import Foundation

/// One measured figure, and all that is needed to read it or to take it again.
struct BenchRow: Codable, Hashable, Sendable {
  /// Which clock a figure is from.
  enum Clock: String, Codable, Sendable {
    /// Processor seconds of the whole process: other load hardly counts.
    case processor
    /// Seconds on the wall: right on a quiet machine only.
    case wall
    /// No clock: a count or an amount.
    case none
  }

  /// `benchmark.figure`, as in `engine.train.4M`.
  var name: String
  /// What was done: shapes, lengths, counts.
  var what: String
  var value: Double
  var unit: String
  var clock: Clock
  /// Worker threads of the engine; 1 where there is no engine.
  var threads: Int
  /// The processor core whose kernels BLAS reports that it chose.
  var core: String
  /// Measurements of which the value is the median.
  var repetitions: Int
}

/// How rows are written.
enum BenchPrinter {
  /// Column heads, above the first row.
  static var head: String {
    line("BENCHMARK", "VALUE", "UNIT", "CLOCK", "THREADS", "MEDIAN OF", "WHAT")
  }

  /// A row in columns.
  static func text(_ row: BenchRow) -> String {
    line(
      row.name, number(row.value), row.unit, row.clock.rawValue, String(row.threads),
      String(row.repetitions), row.what)
  }

  /// All rows as one JSON document, with the load of the machine beside them.
  static func json(_ rows: [BenchRow]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try encoder.encode(Document(loadAverage: loadAverage, rows: rows)), as: UTF8.self)
  }

  /// Runnable processes, averaged over the last minute: above about half a core, wall clocks lie.
  static var loadAverage: Double {
    var loads = [0.0]
    return getloadavg(&loads, 1) == 1 ? loads[0] : .nan
  }

  private struct Document: Encodable {
    let loadAverage: Double
    let rows: [BenchRow]
  }

  /// Four significant digits, and all of the whole part.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "-" }
    let digits = max(0, 3 - Int(log10(abs(value)).rounded(.down)))
    return value.formatted(
      .number.precision(.fractionLength(min(digits, 6))).locale(Locale(identifier: "en_US_POSIX")))
  }

  private static func line(
    _ name: String, _ value: String, _ unit: String, _ clock: String, _ threads: String,
    _ repetitions: String, _ what: String
  ) -> String {
    func left(_ text: String, _ width: Int) -> String {
      text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
    let right = String(repeating: " ", count: max(0, 11 - value.count)) + value
    return [
      left(name, 32), right, left(unit, 10), left(clock, 9), left(threads, 7), left(repetitions, 9),
      what,
    ].joined(separator: "  ")
  }
}

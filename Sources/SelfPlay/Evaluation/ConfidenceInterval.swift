import Core

/// A 95 % confidence interval.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The score interval of a share of independent trials (Wilson 1927).
  public static func wilson(share: Double, count: Int) -> Self {
    guard count > 0 else { return Self(low: 0, high: 1) }
    let (z, n) = (1.959964, Double(count))
    let centre = share + z * z / (2 * n)
    let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Self(low: max(0, (centre - spread) / scale), high: min(1, (centre + spread) / scale))
  }

  /// The percentile bootstrap interval of a mean over tasks: tasks are drawn with replacement, so
  /// that several samples of one task do not count as independent. The draws are always the same.
  public static func bootstrap(meanOf values: [Double], draws: Int = 2_000) -> Self {
    guard let first = values.first else { return Self(low: 0, high: 1) }
    guard values.count > 1 else { return Self(low: first, high: first) }
    var random = SeededGenerator(seed: 0x42_4F_4F_54)
    let means = (0..<draws).map { _ in
      (0..<values.count).reduce(0.0) { sum, _ in
        sum + values[Int.random(in: 0..<values.count, using: &random)]
      } / Double(values.count)
    }.sorted()
    let tail = draws / 40
    return Self(low: means[tail], high: means[draws - 1 - tail])
  }
}

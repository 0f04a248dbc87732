import Core

/// How well scores tell positives from negatives, each figure with a 95 % interval.
///
/// The intervals are percentiles of 1,000 bootstrap samples, positives and negatives resampled
/// apart; the threshold is set anew in each, since it too depends on the sample.
public struct DetectionQuality: Hashable, Sendable {
  /// An estimate with its interval.
  public struct Estimate: Hashable, Sendable {
    public var value: Double
    public var low: Double
    public var high: Double

    public init(value: Double, low: Double, high: Double) {
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// The chance that a random positive scores above a random negative; ties count a half.
  public var areaUnderCurve: Estimate
  /// Share of positives strictly above the threshold at which at most 1 % of negatives are.
  public var truePositiveRate: Estimate
  /// That threshold.
  public var threshold: Double
  /// Share of negatives strictly above it.
  public var falsePositiveRate: Double
  public var positives: Int
  public var negatives: Int

  init(
    areaUnderCurve: Estimate, truePositiveRate: Estimate, threshold: Double,
    falsePositiveRate: Double, positives: Int, negatives: Int
  ) {
    self.areaUnderCurve = areaUnderCurve
    self.truePositiveRate = truePositiveRate
    self.threshold = threshold
    self.falsePositiveRate = falsePositiveRate
    self.positives = positives
    self.negatives = negatives
  }

  /// Nil without at least one positive and one negative.
  public init?(positives: [Double], negatives: [Double], samples: Int = 1_000) {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let whole = Sample(positives, negatives)
    var generator = SeededGenerator(seed: 5)
    var areas: [Double] = []
    var rates: [Double] = []
    for _ in 0..<samples {
      let sample = Sample(
        Self.resample(positives, using: &generator), Self.resample(negatives, using: &generator))
      areas.append(sample.area)
      rates.append(sample.truePositiveRate)
    }
    areaUnderCurve = Self.estimate(whole.area, areas)
    truePositiveRate = Self.estimate(whole.truePositiveRate, rates)
    threshold = whole.threshold
    falsePositiveRate =
      Double(negatives.count { $0 > whole.threshold }) / Double(negatives.count)
    self.positives = positives.count
    self.negatives = negatives.count
  }

  private static func resample(
    _ scores: [Double], using generator: inout SeededGenerator
  ) -> [Double] {
    scores.map { _ in scores[Int(generator.next() % UInt64(scores.count))] }
  }

  private static func estimate(_ value: Double, _ samples: [Double]) -> Estimate {
    let sorted = samples.sorted()
    guard let last = sorted.indices.last else { return Estimate(value: value, low: 0, high: 1) }
    return Estimate(
      value: value, low: sorted[Int(0.025 * Double(last))], high: sorted[Int(0.975 * Double(last))])
  }

  /// The figures of one set of scores.
  private struct Sample {
    let area: Double
    let threshold: Double
    let truePositiveRate: Double

    init(_ positives: [Double], _ negatives: [Double]) {
      let up = positives.sorted()
      let down = negatives.sorted()
      var below = 0
      var upTo = 0
      var sum = 0.0
      for score in up {
        while below < down.count, down[below] < score { below += 1 }
        while upTo < down.count, down[upTo] <= score { upTo += 1 }
        sum += Double(below + upTo) / 2
      }
      area = sum / (Double(up.count) * Double(down.count))
      let limit = down[down.count - 1 - down.count / 100]
      threshold = limit
      truePositiveRate = Double(up.count { $0 > limit }) / Double(up.count)
    }
  }
}

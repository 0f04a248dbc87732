import Core

/// A row of a cell, before it is known whether it trains.
public struct ReviewedRow: Hashable, Sendable {
  /// Nil when review took the row out.
  public var reward: Double?
  /// The chance, known beforehand, that review takes such a row out, 0 to 1.
  public var removal: Double

  public init(reward: Double?, removal: Double = 0) {
    self.reward = reward
    self.removal = removal
  }
}

/// What a cell's rewards come to over its rows so far, each step counting a tenth less than the one
/// after it.
public struct RunningBaseline: Codable, Hashable, Sendable {
  private static let decay = 0.9
  private var weight = 0.0
  private var sum = 0.0
  private var squares = 0.0

  public init() {}

  /// Takes in a step's rows with their weights.
  public mutating func take(_ rows: [(reward: Double, weight: Double)]) {
    weight *= Self.decay
    sum *= Self.decay
    squares *= Self.decay
    for row in rows {
      weight += row.weight
      sum += row.weight * row.reward
      squares += row.weight * row.reward * row.reward
    }
  }

  /// Weighted mean and standard deviation; nil before the first row.
  public var moments: (mean: Double, deviation: Double)? {
    guard weight > 0 else { return nil }
    let mean = sum / weight
    return (mean, max(0, squares / weight - mean * mean).squareRoot())
  }
}

/// Advantages of a cell from which review took rows out.
///
/// A removed row must not pull the others: mean and deviation are over the survivors, so the logit of
/// a task that is always vetoed does not drift. Advantages are divided by the number of rows that
/// were sampled and not of those that survived, so that many vetoes slow learning and do not amplify
/// what is left. Fewer than two survivors, or rewards that are all equal, carry no signal.
///
/// With inverse-propensity weights a survivor counts `1 / (1 - removal)`, never clipped: clipping
/// brings back the bias that the weights remove. Their baseline is the running one of earlier
/// steps: one of the same few rows would be biased.
public enum SurvivorEstimator {
  /// A cell's advantages.
  public struct Estimate: Hashable, Sendable {
    /// One for each row, 0 for the removed ones.
    public var advantages: [Double]
    /// Rows that review took out.
    public var withheld: Int
    /// How many evenly weighted rows the survivors are worth: `(sum w)^2 / sum w^2` (Kish 1965).
    public var effectiveRows: Double
  }

  public static func estimate(
    _ rows: [ReviewedRow], weights: SurvivorWeights, baseline: inout RunningBaseline
  ) -> Estimate {
    let survivors = rows.enumerated().compactMap { index, row in
      row.reward.map { (index: index, reward: $0, weight: weight(row, weights)) }
    }
    let total = survivors.reduce(0) { $0 + $1.weight }
    let squares = survivors.reduce(0) { $0 + $1.weight * $1.weight }
    var estimate = Estimate(
      advantages: rows.map { _ in 0 }, withheld: rows.count - survivors.count,
      effectiveRows: squares > 0 ? total * total / squares : 0)
    let before = weights == .inversePropensity ? baseline.moments : nil
    baseline.take(survivors.map { ($0.reward, $0.weight) })
    guard survivors.count > 1 else { return estimate }
    let (mean, deviation) = before ?? moments(survivors.map { ($0.reward, $0.weight) }, total)
    guard deviation > 1e-8 else { return estimate }
    // The update divides by the rows that it is given: the survivors.
    let share = Double(survivors.count) / Double(rows.count)
    for survivor in survivors {
      estimate.advantages[survivor.index] =
        survivor.weight * share * (survivor.reward - mean) / deviation
    }
    return estimate
  }

  private static func weight(_ row: ReviewedRow, _ weights: SurvivorWeights) -> Double {
    switch weights {
    case .even: 1
    // A row that survives although it never should has no weight that is right.
    case .inversePropensity: row.removal < 1 ? 1 / (1 - max(0, row.removal)) : 0
    }
  }

  private static func moments(
    _ rows: [(reward: Double, weight: Double)], _ total: Double
  ) -> (mean: Double, deviation: Double) {
    let mean = rows.reduce(0) { $0 + $1.weight * $1.reward } / total
    let variance =
      rows.reduce(0) { $0 + $1.weight * ($1.reward - mean) * ($1.reward - mean) } / total
    return (mean, variance.squareRoot())
  }
}

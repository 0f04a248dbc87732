/// Task-relative advantages (TRR++, equation 8 of arXiv 2505.03335): each cell's rewards, less the
/// cell's mean, over the cell's deviation.
public enum Advantages {
  /// The rewards' mean and population standard deviation; zeros for an empty cell.
  public static func moments(_ rewards: [Double]) -> (mean: Double, deviation: Double) {
    guard !rewards.isEmpty else { return (0, 0) }
    let mean = rewards.reduce(0, +) / Double(rewards.count)
    let variance = rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rewards.count)
    return (mean, variance.squareRoot())
  }

  /// Advantages with zero mean and unit deviation. Fewer than two rows, or rewards that are all
  /// equal, carry no signal and give zeros.
  public static func normalized(_ rewards: [Double]) -> [Double] {
    let (mean, deviation) = moments(rewards)
    guard rewards.count > 1, deviation > 1e-8 else { return rewards.map { _ in 0 } }
    return rewards.map { ($0 - mean) / deviation }
  }

  /// The official code's masked whitening: mean and variance over tokens, each of which has its
  /// response's reward, with Bessel's correction and 1e-8 under the root. Long responses weigh more.
  ///
  /// - Parameter lengths: The responses' token counts.
  public static func tokenWhitened(_ rewards: [Double], lengths: [Int]) -> [Double] {
    let weights = lengths.map { Double($0) }
    let tokens = weights.reduce(0, +)
    guard rewards.count > 1, tokens > 1 else { return rewards.map { _ in 0 } }
    let mean = zip(rewards, weights).reduce(0) { $0 + $1.0 * $1.1 } / tokens
    let squares = zip(rewards, weights).reduce(0) {
      $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
    }
    let variance = squares / (tokens - 1)
    guard variance > 1e-16 else { return rewards.map { _ in 0 } }
    return rewards.map { ($0 - mean) / (variance + 1e-8).squareRoot() }
  }
}

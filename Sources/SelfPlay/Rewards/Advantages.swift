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
}

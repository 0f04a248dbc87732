/// The chance that at least one of k responses is right (arXiv 2107.03374, equation 1).
public enum PassAtK {
  /// The unbiased estimate from n samples of which c are right: `1 - C(n - c, k) / C(n, k)`.
  ///
  /// - Parameter k: At least 1 and at most `samples`.
  public static func estimate(samples: Int, correct: Int, k: Int) -> Double {
    precondition(k >= 1 && k <= samples && (0...samples).contains(correct))
    guard samples - correct >= k else { return 1 }
    var missed = 1.0
    for i in samples - correct + 1..<samples + 1 { missed *= 1 - Double(k) / Double(i) }
    return 1 - missed
  }

  /// The powers of two up to the number of samples: the k that a report shows.
  public static func shown(samples: Int) -> [Int] {
    sequence(first: 1) { $0 * 2 <= samples ? $0 * 2 : nil }.map { $0 }
  }
}

import Core
import Journal

/// How reviewing went, and what it says about the tasks that nobody looked at.
public struct ReviewFigures: Sendable {
  /// Tasks that passed validation.
  public var validated = 0
  public var held = 0
  public var approved = 0
  public var vetoed = 0
  /// The share of all validated tasks that a reviewer would veto, from the verdicts that were given
  /// under a known review propensity; nil without any.
  ///
  /// The ratio estimator of Hajek (1971): each verdict weighs one over its propensity. It is unbiased
  /// in the limit for reviewers who decide by the task alone, and only where every task had a chance
  /// to be held.
  public var vetoShare: Estimate?

  public init() {}

  init(_ reader: JournalReader) throws {
    validated = try reader.count(of: .taskValidated)
    held = try reader.count(of: .taskHeld)
    var first: [TaskID: TaskReviewed] = [:]
    try reader.forEachBatch(of: .taskReviewed) { events in
      for case .taskReviewed(let review) in events.map(\.body) where first[review.task] == nil {
        first[review.task] = review
      }
    }
    approved = first.values.count { $0.verdict == .approve }
    vetoed = first.values.count { $0.verdict == .veto }
    vetoShare = Self.weighted(
      first.values.filter { $0.propensity > 0 }.map {
        (isVeto: $0.verdict == .veto, propensity: $0.propensity)
      })
  }

  /// The weighted share with its interval, by linearisation.
  static func weighted(_ verdicts: [(isVeto: Bool, propensity: Double)]) -> Estimate? {
    guard !verdicts.isEmpty else { return nil }
    let weights = verdicts.map { 1 / min(1, $0.propensity) }
    let total = weights.reduce(0, +)
    let share =
      zip(verdicts, weights).reduce(0) { $0 + ($1.0.isVeto ? $1.1 : 0) } / total
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    // As many trials as the weights are worth (Kish 1965): near 0 and 1 the interval of Wilson holds
    // where a normal one would shrink to nothing.
    return Estimate(share: share, count: max(1, Int((total * total / squares).rounded())))
  }
}

/// The official code's intrinsic proposer rewards (appendix D of the paper): all off by default.
public struct IntrinsicRewards: Hashable, Sendable {
  /// Of cognitive complexity over 15.
  public var complexity = 0.0
  /// Of the Halstead and cyclomatic mix.
  public var halstead = 0.0
  /// Of the mean distance from the references that the proposer saw.
  public var distance = 0.0
  /// Of the answer's surprise.
  public var diversity = 0.0
  /// The most that one of them is worth.
  public var maximum = 0.5
  /// How they join the base reward.
  public var rule = IntrinsicRule.sum
  /// How an answer's surprise is counted.
  public var answers = AnswerDiversity.flat

  public init() {}

  /// Whether any of them counts.
  public var isOn: Bool { [complexity, halstead, distance, diversity].contains { $0 != 0 } }

  /// The base reward with the intrinsic rewards that count (equations 11 to 14).
  ///
  /// - Parameter base: A positive reward; others stay as they are.
  func combined(base: Double, _ measures: ProgramMeasures) -> Double {
    guard isOn, base > 0 else { return base }
    let weighted: [(weight: Double, value: Double)] = [
      (complexity, measures.complexity), (halstead, measures.halstead),
      (distance, measures.distance), (diversity, measures.answerDiversity(answers)),
    ]
    let rewards = weighted.filter { $0.weight != 0 }.map { min($0.weight * $0.value, maximum) }
    let (sum, product) = (rewards.reduce(0, +), rewards.reduce(1, *))
    switch rule {
    case .sum: return base + sum
    case .multiply: return base * product
    case .sumMultiply: return base + product
    case .multiplySum: return base * sum
    }
  }
}

import Core
import Foundation
import SelfPlay
import Testing

/// The five-arm study of veto treatments, with the engine's own estimator: a softmax policy over an
/// honest poor task, two benign twins of which one is often vetoed, and two bad tasks, overt and
/// covert.
@Suite struct TreatmentStudyTests {
  enum Arm: String, CaseIterable {
    case none, penalty, zero, interrupt, weighted, clipped, shadow, fix
  }

  /// The share of the bad tasks that is covert, the vetoed twin over the other, and all bad tasks.
  struct Outcome {
    var covert: [Double] = []
    var twin: [Double] = []
    var bad: [Double] = []
  }

  static let rewards = [0.4, 0.6, 0.6, 0.9, 0.9]
  static let vetoes = [0, 0, 0.5, 0.9, 0.1]

  /// One run: 200 updates of 64 samples.
  static func run(_ arm: Arm, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed, stream: 1)
    var logits = [Double](repeating: 0, count: rewards.count)
    var baseline = RunningBaseline()
    for _ in 0..<200 {
      let shares = softmax(logits)
      let arms = (0..<64).map { _ in draw(shares, random.unit()) }
      let rows = arms.map { row($0, arm, isVetoed: random.unit() < vetoes[$0]) }
      let estimate = SurvivorEstimator.estimate(
        rows, weights: arm == .weighted || arm == .clipped ? .inversePropensity : .even,
        baseline: &baseline)
      let survivors = Double(rows.count { $0.reward != nil })
      let total = estimate.advantages.reduce(0, +)
      for index in logits.indices {
        let own = zip(arms, estimate.advantages).reduce(0) { $0 + ($1.0 == index ? $1.1 : 0) }
        logits[index] += 0.05 * (own - total * shares[index]) / max(1, survivors)
      }
    }
    return softmax(logits)
  }

  private static func row(_ index: Int, _ arm: Arm, isVetoed: Bool) -> ReviewedRow {
    let reward = rewards[index]
    switch arm {
    case .none, .shadow: return ReviewedRow(reward: reward)
    case .penalty: return ReviewedRow(reward: isVetoed ? -1 : reward)
    case .zero: return ReviewedRow(reward: isVetoed ? 0 : reward)
    case .interrupt: return ReviewedRow(reward: isVetoed ? nil : reward)
    case .weighted: return ReviewedRow(reward: isVetoed ? nil : reward, removal: vetoes[index])
    case .clipped:
      // A weight of at most 5.
      return ReviewedRow(reward: isVetoed ? nil : reward, removal: min(vetoes[index], 0.8))
    case .fix: return ReviewedRow(reward: index >= 3 ? -0.6 : reward)
    }
  }

  private static func softmax(_ logits: [Double]) -> [Double] {
    let powers = logits.map { exp($0 - (logits.max() ?? 0)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private static func draw(_ shares: [Double], _ unit: Double) -> Int {
    var rest = unit
    for (index, share) in shares.enumerated() {
      rest -= share
      if rest < 0 { return index }
    }
    return shares.count - 1
  }

  /// Ten runs of each arm, made once for all tests.
  static let outcomes: [Arm: Outcome] = {
    var outcomes: [Arm: Outcome] = [:]
    for arm in Arm.allCases {
      var outcome = Outcome()
      for seed in 1...10 {
        let shares = run(arm, seed: UInt64(seed))
        outcome.covert.append(shares[4] / (shares[3] + shares[4]))
        outcome.twin.append(shares[2] / shares[1])
        outcome.bad.append(shares[3] + shares[4])
      }
      outcomes[arm] = outcome
    }
    return outcomes
  }()

  private func mean(_ arm: Arm, _ part: KeyPath<Outcome, [Double]>) -> Double {
    let values = Self.outcomes[arm]?[keyPath: part] ?? []
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  /// Whether the 95 % interval of the runs' mean contains a value.
  private func interval(_ arm: Arm, _ part: KeyPath<Outcome, [Double]>, contains value: Double)
    -> Bool
  {
    let values = Self.outcomes[arm]?[keyPath: part] ?? []
    let middle = mean(arm, part)
    let variance =
      values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)
    // Student's t for nine degrees of freedom.
    let width = 2.262 * (variance / Double(values.count)).squareRoot()
    return abs(middle - value) <= width
  }

  @Test func penaltiesSelectForWhatIsNotSeen() {
    #expect(mean(.penalty, \.covert) > 0.9)
    #expect(mean(.zero, \.covert) > 0.9)
    // The bad tasks are not gone: they are covert.
    #expect(mean(.penalty, \.bad) > 0.5)
    #expect(mean(.penalty, \.twin) < mean(.zero, \.twin))
    #expect(mean(.zero, \.twin) < 0.6)
  }

  @Test func partialVetoesStillSelectUnderInterrupt() {
    #expect(mean(.interrupt, \.covert) > 0.85)
    #expect(mean(.interrupt, \.covert) < mean(.penalty, \.covert))
    #expect(mean(.interrupt, \.twin) > 1.2)
  }

  @Test func shadowIsNeutral() {
    #expect(abs(mean(.shadow, \.covert) - 0.5) < 0.05)
    #expect(interval(.shadow, \.twin, contains: 1))
    #expect(abs(mean(.shadow, \.bad) - mean(.none, \.bad)) < 0.01)
  }

  @Test func uncappedInversePropensitiesAreNeutralAndCappedOnesAreNot() {
    #expect(interval(.weighted, \.covert, contains: 0.5))
    #expect(interval(.weighted, \.twin, contains: 1))
    #expect(mean(.clipped, \.covert) > 0.8)
  }

  @Test func onlyAnotherRewardRemovesTheBadTasks() {
    #expect(mean(.fix, \.bad) < 0.1)
    #expect(abs(mean(.fix, \.covert) - 0.5) < 0.05)
    for arm in Arm.allCases where arm != .fix { #expect(mean(arm, \.bad) > 0.5) }
  }

  @Test func alwaysVetoedTaskDoesNotDrift() {
    // Three tasks, the last always vetoed; the mean change of its logit over many updates.
    let shares = [1.0 / 3, 1.0 / 3, 1.0 / 3]
    var random = SeededGenerator(seed: 4, stream: 1)
    var drifts: [Double] = []
    for _ in 0..<4_000 {
      let arms = (0..<16).map { _ in Self.draw(shares, random.unit()) }
      let rows = arms.map { ReviewedRow(reward: $0 == 2 ? nil : [0.2, 0.8][$0], removal: 0) }
      var baseline = RunningBaseline()
      let advantages = SurvivorEstimator.estimate(
        rows, weights: .even, baseline: &baseline
      ).advantages
      let own = zip(arms, advantages).reduce(0) { $0 + ($1.0 == 2 ? $1.1 : 0) }
      drifts.append(own - advantages.reduce(0, +) * shares[2])
    }
    // Exact, not on average: the survivors' advantages sum to zero.
    #expect(drifts.allSatisfy { abs($0) < 1e-9 })
  }
}

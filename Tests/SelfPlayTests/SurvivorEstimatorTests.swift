import Core
import SelfPlay
import Testing

@Suite struct SurvivorEstimatorTests {
  private func estimate(
    _ rows: [ReviewedRow], _ weights: SurvivorWeights = .even
  ) -> SurvivorEstimator.Estimate {
    var baseline = RunningBaseline()
    return SurvivorEstimator.estimate(rows, weights: weights, baseline: &baseline)
  }

  @Test func withoutRemovalsItIsTheNormalisedReward() {
    let rewards = [1.0, -0.5, 0.25, 1]
    #expect(
      estimate(rewards.map { ReviewedRow(reward: $0) }).advantages
        == Advantages.normalized(rewards))
  }

  @Test func removedRowsHaveNoAdvantageAndSlowTheOthers() {
    let rows = [1.0, nil, 0, nil].map { ReviewedRow(reward: $0) }
    let result = estimate(rows)
    // Mean 0.5 and deviation 0.5 over the two that survive, over half of the four.
    #expect(result.advantages == [0.5, 0, -0.5, 0])
    #expect(result.withheld == 2)
    #expect(result.effectiveRows == 2)
  }

  @Test func fewerThanTwoSurvivorsCarryNoSignal() {
    #expect(estimate([ReviewedRow(reward: 1), ReviewedRow(reward: nil)]).advantages == [0, 0])
    #expect(estimate([ReviewedRow(reward: nil)]).effectiveRows == 0)
    #expect(estimate([]).advantages.isEmpty)
  }

  @Test func equalSurvivorsCarryNoSignal() {
    let rows = [0.5, 0.5, nil].map { ReviewedRow(reward: $0) }
    #expect(estimate(rows).advantages == [0, 0, 0])
  }

  @Test func inversePropensitiesAreNotClipped() {
    var baseline = RunningBaseline()
    baseline.take([(reward: 0, weight: 1), (reward: 1, weight: 1)])
    let rows = [
      ReviewedRow(reward: 1, removal: 0.99), ReviewedRow(reward: 1, removal: 0),
    ]
    let result = SurvivorEstimator.estimate(
      rows, weights: .inversePropensity, baseline: &baseline)
    #expect(abs(result.advantages[0] / result.advantages[1] - 100) < 1e-6)
    // (100 + 1)^2 / (100^2 + 1)
    #expect(abs(result.effectiveRows - 10_201.0 / 10_001) < 1e-6)
  }

  @Test func whatCouldNotSurviveHasNoWeight() {
    let rows = [ReviewedRow(reward: 1, removal: 1), ReviewedRow(reward: 0), ReviewedRow(reward: 1)]
    #expect(estimate(rows, .inversePropensity).advantages[0] == 0)
  }
}

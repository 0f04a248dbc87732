import Core
import Testing

@testable import SelfPlay

@Suite struct RewardTests {
  @Test("learnability, n = 8: equation 4 of the paper")
  func learnability() {
    let rules = RewardRules()
    let rewards = (0...8).map { rules.learnability(solveRate: Double($0) / 8) }
    #expect(rewards == [0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0])
  }

  @Test func solveRatesOutsideTheTargetEarnNothing() {
    let rules = RewardRules()
    #expect(rules.learnability(solveRate: 0.2, target: 0.3...0.8) == 0)
    #expect(rules.learnability(solveRate: 0.5, target: 0.3...0.8) == 0.5)
  }

  @Test("composite reward: equation 6 of the paper")
  func solver() {
    let rules = RewardRules()
    #expect(rules.solver(isWellFormed: true, isCorrect: true) == 1)
    #expect(rules.solver(isWellFormed: true, isCorrect: false) == -0.5)
    #expect(rules.solver(isWellFormed: false, isCorrect: false) == -1)
  }

  @Test func rejectedProposalsAreMalformedButForRepeats() {
    let rules = RewardRules()
    #expect(rules.rejected(.syntax) == -1)
    #expect(rules.rejected(.constraint) == -1)
    #expect(rules.rejected(.duplicate) == -0.5)
  }

  @Test("TRR++: zero mean and unit deviation within a cell")
  func advantages() {
    let advantages = Advantages.normalized([1, 1, -0.5, -1, 1, -0.5])
    let (mean, deviation) = Advantages.moments(advantages)
    #expect(abs(mean) < 1e-12)
    #expect(abs(deviation - 1) < 1e-12)
    #expect(advantages[0] > 0 && advantages[3] < advantages[2])
  }

  @Test("a cell without variance has no signal and no NaN", arguments: [[], [1], [0.5, 0.5, 0.5]])
  func degenerate(rewards: [Double]) {
    #expect(Advantages.normalized(rewards) == rewards.map { _ in 0 })
  }
}

import Core
import Testing

@testable import SelfPlay

@Suite struct RewardTests {
  @Test("row 18: learnability, n = 8: equation 4 of the paper")
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

  @Test("row 19: composite reward: equation 6 of the paper")
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

  @Test("row 32: TRR++: zero mean and unit deviation within a cell")
  func advantages() {
    let advantages = Advantages.normalized([1, 1, -0.5, -1, 1, -0.5])
    let (mean, deviation) = Advantages.moments(advantages)
    #expect(abs(mean) < 1e-12)
    #expect(abs(deviation - 1) < 1e-12)
    #expect(advantages[0] > 0 && advantages[3] < advantages[2])
  }

  @Test(
    "row 34: a cell without variance has no signal and no NaN",
    arguments: [[], [1], [0.5, 0.5, 0.5]])
  func degenerate(rewards: [Double]) {
    #expect(Advantages.normalized(rewards) == rewards.map { _ in 0 })
  }

  @Test("row 19: the extremes earn 0 as the paper says, or -0.5 as the code does")
  func extremes() {
    var rules = RewardRules()
    let rates = [0, 0.5, 1.0]
    #expect(rates.map { rules.learnability(solveRate: $0) } == [0, 0.5, 0])
    rules.unlearnable = SelfPlaySettings(preset: .code).rewards.unlearnable
    #expect(rates.map { rules.learnability(solveRate: $0) } == [-0.5, 0.5, -0.5])
  }

  @Test(
    "row 22: other shapes of the proposer's reward",
    arguments: [
      (ProposerShape.learnability, [0, 0.75, 0.5, 0.25, 0]),
      (.inverse, [1, 0.75, 0.5, 0.25, 0]), (.uncertainty, [0, 0.5, 1, 0.5, 0]),
      (.variance, [0, 0.75, 1, 0.75, 0]), (.target, [0, 1, 0.75, 0.5, 0]),
    ])
  func shapes(shape: ProposerShape, expected: [Double]) {
    var rules = RewardRules()
    rules.shape = shape
    rules.targetRate = 0.25
    #expect((0...4).map { rules.learnability(solveRate: Double($0) / 4) } == expected)
  }

  @Test("row 22: a two-sided clip")
  func band() {
    var rules = RewardRules()
    rules.band = 0.25...0.75
    #expect(
      (0...8).map { rules.learnability(solveRate: Double($0) / 8) } == [
        0, 0, 0.75, 0.625, 0.5, 0.375, 0.25, 0, 0,
      ])
  }

  @Test(
    "row 23: induction by all hidden pairs, their share, or one",
    arguments: [
      (InductionReward.all, [-0.5, -0.5, 1.0]), (.share, [-0.5, 0.5, 1]), (.any, [-0.5, 1, 1]),
    ])
  func induction(rule: InductionReward, expected: [Double]) {
    var rules = RewardRules()
    rules.induction = rule
    let grades = [0, 0.5, 1.0].map { Grade(isCorrect: $0 == 1, hiddenShare: $0) }
    let rewards = grades.map {
      rules.solver(isWellFormed: true, score: rules.score($0, type: .induction))
    }
    #expect(rewards == expected)
    #expect(rules.solver(isWellFormed: false, score: 1) == -1)
  }

  @Test("row 33: whitening over tokens weighs long responses, over responses it does not")
  func whitening() {
    let rewards = Array(repeating: 1.0, count: 32) + Array(repeating: 0.0, count: 32)
    let lengths = Array(repeating: 100, count: 32) + Array(repeating: 1_900, count: 32)
    let tokens = Advantages.tokenWhitened(rewards, lengths: lengths)
    #expect(abs(tokens[0] - 4.36) < 0.01 && abs(tokens[63] + 0.23) < 0.01)
    let responses = Advantages.normalized(rewards)
    #expect(abs(responses[0] - 0.99) < 0.011 && abs(responses[63] + 0.99) < 0.011)
    #expect(Advantages.tokenWhitened([1, 1], lengths: [3, 9]) == [0, 0])
  }

  @Test("row 45: clones cost their share of the step")
  func clones() {
    var rules = RewardRules()
    rules.clonePenalty = 0.5
    let reward = rules.proposer(
      solveRate: 0.5, target: 0...1, measures: ProgramMeasures(), clones: 0.4, guide: nil)
    #expect(abs(reward - 0.3) < 1e-12)
  }

  @Test(
    "row 44: four rules for intrinsic rewards: equations 11 to 14",
    arguments: [
      // With r = 0.5 and the two rewards 0.2 and 0.4.
      (IntrinsicRule.sum, 1.1), (.multiply, 0.04), (.sumMultiply, 0.58), (.multiplySum, 0.3),
    ])
  func combining(rule: IntrinsicRule, expected: Double) {
    var intrinsic = IntrinsicRewards()
    intrinsic.rule = rule
    intrinsic.complexity = 1
    intrinsic.distance = 0.5
    var measures = ProgramMeasures()
    (measures.complexity, measures.distance, measures.halstead) = (0.2, 0.8, 0.9)
    #expect(abs(intrinsic.combined(base: 0.5, measures) - expected) < 1e-12)
  }

  @Test("row 44: nothing is added where the base reward is not positive")
  func noBase() {
    var rules = RewardRules()
    rules.intrinsic.complexity = 1
    var measures = ProgramMeasures()
    measures.complexity = 1
    for rate in [0.0, 1] {
      #expect(
        rules.proposer(solveRate: rate, target: 0...1, measures: measures, clones: 0, guide: nil)
          == 0)
    }
  }

  @Test("row 43: one intrinsic reward is worth its maximum at most")
  func caps() {
    var intrinsic = IntrinsicRewards()
    intrinsic.halstead = 1
    var measures = ProgramMeasures()
    measures.halstead = 0.9
    #expect(intrinsic.combined(base: 0.25, measures) == 0.75)
  }

  @Test("row 46: the Guide decides a part of the reward, and no opinion changes nothing")
  func guide() {
    let rules = RewardRules()
    func reward(_ guide: Double?) -> Double {
      rules.proposer(
        solveRate: 0.5, target: 0...1, measures: ProgramMeasures(), clones: 0, guide: guide)
    }
    #expect(reward(nil) == 0.5 && reward(1) == 0.5 && reward(0) == 0.25 && reward(0.5) == 0.375)
  }
}

import Core
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct MinibatchTests {
  let rows = [
    TrainingRow(tokens: [1, 2, 3, 4], promptLength: 1, advantage: 1),
    TrainingRow(tokens: [1, 2], promptLength: 1, advantage: 0),
    TrainingRow(tokens: [1, 2, 3, 4, 5, 6, 7], promptLength: 1, advantage: -1),
  ]

  @Test("the token mean counts rows without an advantage, which have no gradient")
  func weights() {
    let weighted = SelfPlayEngine.weighted(rows[...], keepsAll: false)
    #expect(weighted.map(\.advantage) == [1, -1])
    #expect(weighted.allSatisfy { $0.weight == 1 / Float(10) })
  }

  @Test("rows of one prompt stay in one minibatch, and no row is lost")
  func prompts() {
    let rows = (0..<100).map { index in
      TrainingRow(tokens: [Int32(index % 23), 1, Int32(index)], promptLength: 2)
    }
    var random = SeededGenerator(seed: 5, stream: 1)
    let minibatches = SelfPlayEngine.minibatches(of: rows, size: 40, using: &random)
    #expect(minibatches.count == 3)
    #expect(minibatches.allSatisfy { (28...40).contains($0.count) })
    #expect(Set(minibatches.joined().map { $0.tokens[2] }).count == 100)
    let prompts = minibatches.map { Set($0.map { $0.tokens[0] }) }
    #expect(prompts.reduce(0) { $0 + $1.count } == 23)
    let again = SelfPlayEngine.minibatches(of: rows, size: 40, using: &random)
    #expect(again.map { $0.map(\.tokens) } != minibatches.map { $0.map(\.tokens) })
  }

  @Test func anEntropyTermNeedsAllRows() {
    #expect(SelfPlayEngine.weighted(rows[...], keepsAll: true).count == 3)
  }

  @Test(
    "a step's tasks are shared out by the mix, by largest remainders",
    arguments: [
      (TaskMix.even, [16, 16, 16]),
      (TaskMix(deduction: 1, abduction: 1, induction: 0), [24, 24, 0]),
      (TaskMix(deduction: 1e308, abduction: 1e308, induction: 1e308), [16, 16, 16]),
      (TaskMix(deduction: 5, abduction: 1, induction: 1), [34, 7, 7]),
    ])
  func shares(mix: TaskMix, expected: [Int]) {
    let share = SelfPlaySettings().share(of: Constraints(taskMix: mix))
    #expect(TaskType.allCases.map { share[$0] } == expected)
  }
}

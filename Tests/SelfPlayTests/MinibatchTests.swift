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

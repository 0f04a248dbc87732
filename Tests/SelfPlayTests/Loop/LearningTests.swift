import Core
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct LearningTests {
  @Test("row 63: ten steps of the shipped model raise its accuracy on held-out tasks")
  func heldOutAccuracy() throws {
    let bench = try LoopBench(seed: 1) {
      $0.batch = 12
      $0.rollouts = 6
      $0.minibatch = 48
      $0.learningRate = 4e-4
      $0.longestProposal = 128
      $0.longestSolution = 96
      $0.taskMix = TaskMix(deduction: 1, abduction: 0, induction: 0)
    }
    bench.engine.admitSeeds(try NanoModel.seeds())
    let tasks = try NanoModel.heldOutTasks().filter { $0.type == .deduction }
    #expect(tasks.count >= 40)
    let evaluator = Evaluator(tokenizer: NanoTokenizer(), settings: bench.engine.settings)
    func rightAnswers() throws -> Double {
      let score = try #require(
        evaluator.evaluate(tasks, with: bench.engine.sampler).scores.first)
      return (score.greedy + score.sampled) * Double(score.tasks)
    }
    let before = try rightAnswers()
    for _ in 0..<10 { bench.step() }
    // One greedy and one sampled answer a task; a tenth of them is three standard errors.
    #expect(try rightAnswers() > before + 0.1 * Double(2 * tasks.count))
  }
}

import Core
import LanguageModel
import MiniPython

/// Measures solve rates on fixed tasks.
public struct Evaluator {
  let tokenizer: any Tokenizer
  let dialect: any PromptDialect
  let grader: Grader
  let longestSolution: Int

  public init(
    tokenizer: any Tokenizer, dialect: any PromptDialect = TagDialect(), settings: SelfPlaySettings,
    executor: (any TaskExecutor)? = nil
  ) {
    self.tokenizer = tokenizer
    self.dialect = dialect
    grader = Grader(executor: executor ?? Interpreter(budget: settings.budget))
    longestSolution = settings.longestSolution
  }

  /// One greedy and one sampled response to each task. The sampled ones draw from streams of their
  /// own, so an evaluation changes nothing in the run.
  public func evaluate(_ tasks: [TaskContent], with sampler: Sampler) -> EvaluationFinished {
    let greedy = successes(tasks, with: sampler, temperature: 0)
    let sampled = successes(tasks, with: sampler, temperature: 1)
    return EvaluationFinished(
      scores: TaskType.allCases.compactMap { type in
        let indices = tasks.indices.filter { tasks[$0].type == type }
        guard !indices.isEmpty else { return nil }
        let count = Double(indices.count)
        return EvaluationScore(
          type: type, tasks: indices.count,
          greedy: Double(indices.count { greedy[$0] }) / count,
          sampled: Double(indices.count { sampled[$0] }) / count)
      })
  }

  private func successes(
    _ tasks: [TaskContent], with sampler: Sampler, temperature: Float
  ) -> [Bool] {
    let requests = tasks.enumerated().map { index, task in
      SamplingRequest(
        prompt: tokenizer.encode(dialect.solve(task)),
        keys: [SeededGenerator.mix(UInt64(index) &+ 0x4845_4C44)])
    }
    let completions = sampler.sample(
      requests: requests, maximumTokens: longestSolution, temperature: temperature,
      stopTokens: tokenizer.stopTokens + dialect.stopTokens, onTokens: nil)
    return zip(tasks, completions).map { task, group in
      let response = dialect.read(
        tokenizer.decode(group[0].tokens), ended: group[0].isFinished,
        of: Cell(type: task.type, role: .solver))
      return response.answer.map { grader.isCorrect($0, for: task) } ?? false
    }
  }
}

import Core
import LanguageModel

/// How a model solves the tasks of one type of a held-out set.
public struct SolveRates: Codable, Sendable {
  /// A share and what is known of it.
  public struct Estimate: Codable, Sendable {
    public var share: Double
    public var interval: ConfidenceInterval
  }

  public var set: HeldOutSet
  public var type: TaskType
  public var tasks: Int
  /// Sampled responses to each task, at temperature 1.
  public var samples: Int
  /// The share of tasks that the greedy response solves.
  public var greedy: Estimate
  /// The mean share of a task's sampled responses that are right.
  public var sampled: Estimate
  /// The share of solver responses, of the sampled ones, that think before they answer.
  public var thinking: Double
  /// The chance that one of k sampled responses is right, by k.
  public var passAtK: [Int: Estimate]
}

extension Evaluator {
  /// Solve rates by type, from one greedy response and `samples` sampled ones to each task.
  ///
  /// - Parameters:
  ///   - seed: The same seed gives the same samples.
  ///   - progress: Called with the tokens sampled since the last time, from any thread.
  public func solveRates(
    _ tasks: [TaskContent], of set: HeldOutSet, samples: Int, seed: UInt64 = 0,
    with sampler: Sampler, progress: (@Sendable (_ tokens: Int) -> Void)? = nil
  ) -> [SolveRates] {
    precondition(samples >= 1)
    let greedy = responses(
      tasks, samples: 1, seed: seed, temperature: 0, with: sampler, progress)
    let sampled = responses(
      tasks, samples: samples, seed: seed, temperature: 1, with: sampler, progress)
    return TaskType.allCases.compactMap { type in
      let indices = tasks.indices.filter { tasks[$0].type == type }
      guard !indices.isEmpty else { return nil }
      let greedyShare = indices.map { greedy[$0][0].isCorrect ? 1.0 : 0 }.mean
      let correct = indices.map { index in sampled[index].count(where: \.isCorrect) }
      let all = indices.flatMap { sampled[$0] }
      return SolveRates(
        set: set, type: type, tasks: indices.count, samples: samples,
        greedy: .init(
          share: greedyShare,
          interval: .wilson(share: greedyShare, count: indices.count)),
        sampled: Self.estimate(correct.map { Double($0) / Double(samples) }),
        thinking: all.map { $0.thinks ? 1.0 : 0 }.mean,
        passAtK: Dictionary(
          uniqueKeysWithValues: PassAtK.shown(samples: samples).map { k in
            (
              k,
              Self.estimate(
                correct.map { PassAtK.estimate(samples: samples, correct: $0, k: k) })
            )
          }))
    }
  }

  private static func estimate(_ values: [Double]) -> SolveRates.Estimate {
    .init(share: values.mean, interval: .bootstrap(meanOf: values))
  }

  private func responses(
    _ tasks: [TaskContent], samples: Int, seed: UInt64, temperature: Float,
    with sampler: Sampler, _ progress: (@Sendable (Int) -> Void)?
  ) -> [[(isCorrect: Bool, thinks: Bool)]] {
    let requests = tasks.enumerated().map { index, task in
      SamplingRequest(
        prompt: tokenizer.encode(PromptFormat.solve(task)),
        keys: (0..<samples).map {
          SeededGenerator.mix(
            SeededGenerator.mix(seed) &+ UInt64(index) &+ 0x4845_4C44 &+ UInt64($0) << 32)
        })
    }
    var onTokens: (@Sendable ([(row: Int, token: Int32)]) -> Void)?
    if let progress { onTokens = { progress($0.count) } }
    let completions = sampler.sample(
      requests: requests, maximumTokens: longestSolution, temperature: temperature,
      stopToken: tokenizer.stopToken, onTokens: onTokens)
    return zip(tasks, completions).map { task, group in
      group.map { completion in
        let response = Response(
          text: tokenizer.decode(completion.tokens), ended: completion.isFinished)
        let isCorrect = response.answer.map { grader.isCorrect($0, for: task) } ?? false
        return (isCorrect, !response.chain.trimmed.isEmpty)
      }
    }
  }
}

extension [Double] {
  /// Of at least one element.
  fileprivate var mean: Double { reduce(0, +) / Double(count) }
}

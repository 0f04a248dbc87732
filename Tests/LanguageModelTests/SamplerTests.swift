import Synchronization
import Testing

@testable import LanguageModel

@Suite struct SamplerTests {
  private let model: LanguageModel
  private let requests: [SamplingRequest]

  init() {
    model = LanguageModel(configuration: smallConfiguration, seed: 11)
    // Sharper distributions than at the start, so that samples differ in probability.
    let name = "model.embed_tokens.weight"
    if let values = model.values(of: name) { model.setValues(values.map { $0 * 3 }, of: name) }
    requests = [
      SamplingRequest(prompt: [1, 2, 3], keys: [10, 11, 12]),
      SamplingRequest(prompt: [4], keys: [13]),
      SamplingRequest(prompt: Array(5..<24), keys: [14, 15, 16, 17]),
    ]
  }

  @Test(arguments: [Float(1), 0.6], [2, 64])
  func logProbabilitiesEqualTheTrainingForward(temperature: Float, rowsAtOnce: Int) {
    let sampler = Sampler(model: model, rowsAtOnce: rowsAtOnce)
    let completions = sampler.sample(
      requests: requests, maximumTokens: 40, temperature: temperature, stopToken: 28)
    #expect(completions.map(\.count) == [3, 1, 4])
    let rows = zip(requests, completions).flatMap { request, completions in
      completions.map {
        TrainingRow(tokens: request.prompt + $0.tokens, promptLength: request.prompt.count)
      }
    }
    let trainer = Trainer(model: model)
    let expected = trainer.logProbabilities(rows: rows, temperature: temperature)
    for (completion, expected) in zip(completions.joined(), expected) {
      #expect(difference(completion.logProbabilities, expected) < 1e-5)
      #expect(completion.isFinished == (completion.tokens.last == 28))
      #expect(!completion.tokens.dropLast().contains(28))
      #expect(completion.isFinished || completion.tokens.count == 40)
      #expect(completion.meanEntropy > 0)
    }
  }

  @Test func threadsChangeNothing() {
    func sample(_ threads: Int) -> [[Completion]] {
      Sampler(model: model, threads: threads, shards: 2, rowsAtOnce: 3).sample(
        requests: requests, maximumTokens: 30, temperature: 1, stopToken: 28)
    }
    #expect(sample(1) == sample(2))
  }

  @Test("neighbours go to different shards, a prompt's rollouts to one")
  func rolloutsAreDealt() {
    let prompts = (0..<6).map { SamplingRequest(prompt: [Int32($0)], keys: [1, 2, 3]) }
    let hands = Rollout.deal(Rollout.all(of: prompts), to: 2)
    #expect(
      hands.map { $0.map(\.prompt) } == [
        [0, 0, 0, 2, 2, 2, 4, 4, 4], [1, 1, 1, 3, 3, 3, 5, 5, 5],
      ])
    let one = Rollout.deal(Rollout.all(of: [SamplingRequest(prompt: [1], keys: [1, 2, 3])]), to: 2)
    #expect(one.map { $0.map(\.row) } == [[0, 1], [2]])
    #expect(Rollout.deal([], to: 2).map(\.count) == [0, 0])
  }

  @Test func aRolloutDependsOnItsKeyAlone() {
    let all = Sampler(model: model).sample(
      requests: requests, maximumTokens: 30, temperature: 1, stopToken: 28)
    let sampler = Sampler(model: model, shards: 1)
    for (request, completions) in zip(requests, all) {
      for (key, expected) in zip(request.keys, completions) {
        let alone = sampler.sample(
          requests: [SamplingRequest(prompt: request.prompt, keys: [key])], maximumTokens: 30,
          temperature: 1, stopToken: 28)
        #expect(alone.first?.first?.tokens == expected.tokens)
      }
    }
    #expect(Set(all[2].map(\.tokens)).count == 4, "keys make rollouts differ")
  }

  @Test("a prompt is computed once, and a finished rollout takes no more positions")
  func nothingIsComputedTwice() {
    let again = requests + [SamplingRequest(prompt: requests[2].prompt, keys: [18, 19])]
    let sampler = Sampler(model: model, shards: 1, rowsAtOnce: 3)
    let completions = sampler.sample(
      requests: again, maximumTokens: 30, temperature: 1, stopToken: 28)
    let fed = completions.joined().reduce(0) { $0 + $1.tokens.count - 1 }
    #expect(sampler.positions == 3 + 1 + 19 + fed)
    #expect(completions.map(\.count) == [3, 1, 4, 2])
    #expect(completions[3].map(\.tokens) != Array(completions[2].prefix(2)).map(\.tokens))
  }

  @Test func greedyTakesTheMostProbableToken() throws {
    let sampler = Sampler(model: model)
    let completion = try #require(
      sampler.sample(
        requests: [SamplingRequest(prompt: [1, 2, 3], keys: [1])], maximumTokens: 5,
        temperature: 0, stopToken: -1
      ).first?.first)
    var tokens: [Int32] = [1, 2, 3]
    let trainer = Trainer(model: model)
    for (token, logProbability) in zip(completion.tokens, completion.logProbabilities) {
      let rows = (0..<29).map { TrainingRow(tokens: tokens + [$0], promptLength: tokens.count) }
      let options = trainer.logProbabilities(rows: rows).map { $0[0] }
      #expect(options[Int(token)] == options.max())
      #expect(abs(options[Int(token)] - logProbability) < 1e-5)
      tokens.append(token)
    }
  }

  @Test func theContextEndsARollout() {
    let completions = Sampler(model: model).sample(
      requests: [SamplingRequest(prompt: [Int32](repeating: 3, count: 60), keys: [1])],
      maximumTokens: 100, temperature: 1, stopToken: -1)
    #expect(completions[0][0].tokens.count == 4 && !completions[0][0].isFinished)
  }

  @Test func theListenerHearsEveryToken() {
    let heard = Mutex([Int: [Int32]]())
    let completions = Sampler(model: model, threads: 2).sample(
      requests: requests, maximumTokens: 12, temperature: 1, stopToken: 28
    ) { tokens in
      heard.withLock { heard in for (row, token) in tokens { heard[row, default: []].append(token) }
      }
    }
    let all = heard.withLock { $0 }
    #expect(all.count == 8)
    for (row, completion) in completions.joined().enumerated() {
      #expect(all[row] == completion.tokens)
    }
  }

  @Test func nothingIsSampledWhenNothingIsAskedFor() {
    let sampler = Sampler(model: model)
    #expect(
      sampler.sample(requests: [], maximumTokens: 5, temperature: 1, stopToken: 0).isEmpty)
    let none = sampler.sample(
      requests: requests, maximumTokens: 0, temperature: 1, stopToken: 0)
    #expect(none.joined().allSatisfy { $0.tokens.isEmpty && !$0.isFinished })
  }
}

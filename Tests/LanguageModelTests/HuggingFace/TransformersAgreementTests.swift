import Foundation
import Testing

@testable import LanguageModel

@Suite struct TransformersAgreementTests {
  @Test(arguments: RecordedModels.names)
  func logitsAgree(name: String) throws {
    let expected = try RecordedModels.expected(name)
    let logits = try RecordedModels.load(name).logits(of: expected.tokens)
    #expect(logits.count == expected.logits.count)
    for (row, other) in zip(logits, expected.logits) {
      #expect(difference(row, other) < 1e-4)
    }
  }

  @Test(arguments: RecordedModels.names)
  func cachedDecodingAgrees(name: String) throws {
    let expected = try RecordedModels.expected(name)
    let prompt = Array(expected.tokens.prefix(5))
    let completions = Sampler(model: try RecordedModels.load(name)).sample(
      requests: [SamplingRequest(prompt: prompt, keys: [1])],
      maximumTokens: expected.greedy.count, temperature: 0, stopToken: -1)
    #expect(completions[0][0].tokens == expected.greedy)
  }

  @Test(arguments: RecordedModels.names)
  func theTrainingPassAgrees(name: String) throws {
    let expected = try RecordedModels.expected(name)
    let trainer = Trainer(model: try RecordedModels.load(name))
    let row = TrainingRow(tokens: expected.tokens, promptLength: 1)
    let values = try #require(trainer.logProbabilities(rows: [row]).first)
    for (position, value) in values.enumerated() {
      let logits = expected.logits[position].map(Double.init)
      let largest = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + exp($1 - largest) }
      let target = logits[Int(expected.tokens[position + 1])]
      #expect(abs(Double(value) - (target - largest - log(sum))) < 1e-4)
    }
  }
}

import Foundation
import Testing

@testable import LanguageModel

/// What `Recordings/record.py` computed with PyTorch.
struct Recording: Decodable {
  struct Row: Decodable {
    let tokens: [Int32]
    let promptLength: Int
    let weight: Float
    let advantage: Float
  }
  struct Supervised: Decodable {
    let loss: Double
    let gradients: [String: [Float]]
  }
  struct Step: Decodable {
    let gradientNorm: Double
    let parameters: [String: [Float]]
  }
  struct Policy: Decodable {
    let oldLogProbabilities: [[Float]]
    let loss: Double
    let clipShare: Double
    let divergence: Double
    let entropy: Double
    let gradients: [String: [Float]]
  }

  let configuration: ModelConfiguration
  let rows: [Row]
  let adamw: AdamWSettings
  let policyLoss: PolicyLoss
  let logits: [[Float]]
  let supervised: Supervised
  let adamwStep: Step
  let policy: Policy

  static func load() throws -> Recording {
    let url = try #require(
      Bundle.module.url(forResource: "recorded", withExtension: "json"))
    return try JSONDecoder().decode(Recording.self, from: Data(contentsOf: url))
  }

  /// The model whose parameters both sides make by the same formula.
  var model: LanguageModel {
    let model = LanguageModel(configuration: configuration, seed: 0)
    for (index, entry) in model.layout.entries.enumerated() {
      model.setValues(
        (0..<entry.count).map { i in
          let value = sin(0.37 * Double(i) + Double(index))
          return Float(entry.kind == .norm ? 1 + 0.1 * value : 0.3 * value)
        }, of: entry.name)
    }
    return model
  }

  var trainingRows: [TrainingRow] {
    zip(rows, policy.oldLogProbabilities).map { row, old in
      TrainingRow(
        tokens: row.tokens, promptLength: row.promptLength, weight: row.weight,
        advantage: row.advantage, oldLogProbabilities: old)
    }
  }
}

/// The largest difference, relative to the largest expected magnitude.
func difference(_ values: [Float]?, _ expected: [Float]) -> Float {
  guard let values, values.count == expected.count else { return .infinity }
  let scale = max(expected.map { abs($0) }.max() ?? 0, 1e-3)
  return zip(values, expected).map { abs($0 - $1) }.max().map { $0 / scale } ?? 0
}

/// A small model with room for vector paths of 16 floats.
let smallConfiguration = ModelConfiguration(
  vocabularySize: 29, width: 32, layers: 2, heads: 4, keyValueHeads: 2, headWidth: 16,
  feedForward: 40, contextLength: 64)

/// Reproducible rows of differing lengths.
func sampleRows(_ count: Int, vocabulary: Int = 29, longest: Int = 30) -> [TrainingRow] {
  (0..<count).map { row in
    let length = 4 + Int(CounterRandom.hash(key: 7, counter: UInt64(row)) % UInt64(longest - 4))
    let tokens = (0..<length).map { position in
      Int32(
        CounterRandom.hash(key: UInt64(row), counter: UInt64(position)) % UInt64(vocabulary))
    }
    return TrainingRow(
      tokens: tokens, promptLength: 1 + row % 3, weight: 1 + Float(row % 2),
      advantage: row % 2 == 0 ? 0.7 : -0.4,
      oldLogProbabilities: [Float](repeating: -3.3, count: length - 1 - row % 3))
  }
}

import Testing

@testable import LanguageModel

/// A prompt of several rows goes through the model once, and nothing else changes.
@Suite struct SharedPromptTests {
  /// Rows of prompts of 20, 17 and 3 tokens, in turns; some responses have one token or none.
  static let rows: [TrainingRow] = (0..<13).map { index in
    let prompt = [20, 17, 3][index % 3]
    let response = [9, 1, 24, 0, 5][index % 5]
    let tokens = (0..<prompt + response).map { position in
      let key = position < prompt ? UInt64(index % 3) : 40 + UInt64(index)
      return Int32(CounterRandom.hash(key: key, counter: UInt64(position)) % 29)
    }
    return TrainingRow(
      tokens: tokens, promptLength: prompt, weight: 1 + Float(index % 2) / 8,
      advantage: index % 2 == 0 ? 0.7 : -0.4,
      oldLogProbabilities: [Float](repeating: -3.3, count: response))
  }

  /// A model with weights that make every path count.
  private func sharpModel() -> LanguageModel {
    let model = LanguageModel(configuration: smallConfiguration, seed: 3)
    for name in model.tensorNames where !name.contains("norm") {
      if let values = model.values(of: name) { model.setValues(values.map { $0 * 8 }, of: name) }
    }
    return model
  }

  /// The gradient of each row by itself, added up.
  private func separateGradients(
    _ loss: PolicyLoss, _ model: LanguageModel
  ) -> (gradient: [String: [Float]], totals: Totals) {
    var sums: [String: [Float]] = [:]
    var totals = Totals()
    for row in Self.rows where row.responseLength > 0 {
      let trainer = Trainer(model: model, shards: 1)
      totals += trainer.accumulate([row], objective: .policy(loss))
      for name in model.tensorNames {
        guard let gradient = trainer.gradient(of: name) else { continue }
        sums[name] = sums[name].map { zip($0, gradient).map(+) } ?? gradient
      }
    }
    return (sums, totals)
  }

  @Test(arguments: [1, 2], [40, 1024])
  func gradientsEqualThoseOfSeparateRows(shards: Int, microBatch: Int) {
    let model = sharpModel()
    let loss = PolicyLoss(entropyCoefficient: 0.01, temperature: 0.9)
    let expected = separateGradients(loss, model)
    let trainer = Trainer(model: model, shards: shards, microBatch: microBatch)
    let totals = trainer.accumulate(Self.rows, objective: .policy(loss))
    #expect(abs(totals.loss - expected.totals.loss) < 1e-4)
    #expect(abs(totals.divergence - expected.totals.divergence) < 1e-3)
    #expect(totals.tokens == expected.totals.tokens)
    #expect(totals.clipped == expected.totals.clipped)
    if microBatch == 1024 && shards == 1 {
      #expect(expected.totals.positions - totals.positions == 3 * 20 + 3 * 17)
    }
    for name in model.tensorNames {
      #expect(
        difference(trainer.gradient(of: name), expected.gradient[name] ?? []) < 1e-4, "\(name)")
    }
  }

  @Test func gradientsMatchFiniteDifferences() {
    let model = sharpModel()
    let trainer = Trainer(model: model.copy())
    trainer.supervisedUpdate(rows: Self.rows)
    let probe = Trainer(model: model)
    let h: Float = 2e-3
    for name in model.tensorNames {
      guard let values = model.values(of: name), let gradient = trainer.gradient(of: name) else {
        Issue.record("\(name) is missing")
        continue
      }
      let scale = gradient.map { abs($0) }.max() ?? 0
      for index in [0, values.count / 2, values.count - 1] {
        var moved = values
        moved[index] = values[index] + h
        model.setValues(moved, of: name)
        let up = probe.evaluate(rows: Self.rows).loss
        moved[index] = values[index] - h
        model.setValues(moved, of: name)
        let down = probe.evaluate(rows: Self.rows).loss
        model.setValues(values, of: name)
        let slope = Float((up - down) / Double(2 * h))
        #expect(abs(slope - gradient[index]) < 0.02 * scale + 1e-3, "\(name)[\(index)]")
      }
    }
  }

  @Test func threadsChangeNothing() {
    func train(_ threads: Int) -> LanguageModel {
      let model = sharpModel()
      let trainer = Trainer(model: model, threads: threads, microBatch: 60)
      for _ in 0..<3 { trainer.policyUpdate(rows: Self.rows) }
      return model
    }
    #expect(train(1).weightsHash == train(2).weightsHash)
  }

  @Test func resultsComeInTheRowsOrder() {
    let model = sharpModel()
    let together = Trainer(model: model).logProbabilities(rows: Self.rows)
    for (row, expected) in zip(Self.rows, together) {
      let alone = Trainer(model: model).logProbabilities(rows: [row])
      #expect(difference(alone.first, expected) < 1e-4)
    }
  }

  @Test func aPromptWithMoreRowsThanTokensFits() {
    let model = sharpModel()
    let rows = (0..<200).map { index in
      TrainingRow(tokens: [Int32](repeating: 4, count: 16) + [Int32(index % 29)], promptLength: 16)
    }
    let trainer = Trainer(model: model, microBatch: 32)
    let statistics = trainer.evaluate(rows: rows)
    #expect(statistics.tokens == 200 && statistics.loss.isFinite)
  }
}

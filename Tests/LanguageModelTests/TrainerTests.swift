import Testing

@testable import LanguageModel

@Suite struct TrainerTests {
  @Test func aTinySetIsLearntByHeart() {
    let model = LanguageModel(configuration: smallConfiguration, seed: 1)
    let trainer = Trainer(model: model, optimizer: AdamWSettings(learningRate: 0.01))
    let rows = sampleRows(4)
    let first = trainer.supervisedUpdate(rows: rows)
    for _ in 0..<40 { trainer.supervisedUpdate(rows: rows) }
    #expect(first.loss > 3)
    #expect(trainer.evaluate(rows: rows).loss < 0.2)
    #expect(trainer.stepCount == 41)
  }

  @Test func aPolicyUpdateFollowsTheSignOfTheAdvantage() {
    let model = LanguageModel(configuration: smallConfiguration, seed: 1)
    let trainer = Trainer(model: model, optimizer: AdamWSettings(learningRate: 1e-3))
    var rows = sampleRows(6)
    let before = trainer.logProbabilities(rows: rows)
    for index in rows.indices { rows[index].oldLogProbabilities = before[index] }
    let statistics = trainer.policyUpdate(rows: rows)
    #expect(statistics.clipShare == 0 && abs(statistics.divergence) < 1e-6)
    let after = trainer.logProbabilities(rows: rows)
    for (row, (old, new)) in zip(rows, zip(before, after)) {
      let change = new.reduce(0, +) - old.reduce(0, +)
      #expect(change * row.advantage > 0)
    }
  }

  @Test func threadsChangeNothingAndShardsOnlyRounding() {
    func train(threads: Int, shards: Int) -> LanguageModel {
      let model = LanguageModel(configuration: smallConfiguration, seed: 5)
      let trainer = Trainer(model: model, shards: shards, threads: threads, microBatch: 40)
      for step in 0..<3 {
        trainer.supervisedUpdate(rows: sampleRows(9 + step))
        trainer.policyUpdate(rows: sampleRows(7))
      }
      return model
    }
    let one = train(threads: 1, shards: 2)
    #expect(one.weightsHash == train(threads: 2, shards: 2).weightsHash)
    #expect(one.weightsHash == train(threads: 3, shards: 2).weightsHash)
    let single = train(threads: 2, shards: 1)
    for name in one.tensorNames {
      #expect(difference(single.values(of: name), one.values(of: name) ?? []) < 2e-2)
    }
  }

  @Test func packingRowsTogetherDoesNotMixThem() {
    let model = LanguageModel(configuration: smallConfiguration, seed: 5)
    let rows = sampleRows(6)
    let together = Trainer(model: model, shards: 1).logProbabilities(rows: rows)
    let apart = Trainer(model: model, shards: 1, microBatch: 1)
    for (row, expected) in zip(rows, together) {
      let alone = apart.logProbabilities(rows: [row])
      #expect(difference(alone.first, expected) < 1e-5)
    }
  }

  @Test func aNonFiniteLossLeavesEverythingAsItWas() throws {
    let model = LanguageModel(configuration: smallConfiguration, seed: 5)
    let trainer = Trainer(model: model)
    trainer.supervisedUpdate(rows: sampleRows(4))
    let hash = model.weightsHash
    let state = try trainer.encodedState()
    var rows = sampleRows(4)
    rows[1].advantage = .nan
    let policy = trainer.policyUpdate(rows: rows)
    #expect(!policy.isFinite)
    rows[1].weight = .infinity
    #expect(!trainer.supervisedUpdate(rows: rows).isFinite)
    #expect(model.weightsHash == hash && trainer.stepCount == 1)
    #expect(try trainer.encodedState() == state)
  }

  @Test func rowsWithoutAResponseAreIgnored() {
    let model = LanguageModel(configuration: smallConfiguration, seed: 5)
    let trainer = Trainer(model: model)
    let hash = model.weightsHash
    let empty = TrainingRow(tokens: [1, 2, 3], promptLength: 3)
    let statistics = trainer.supervisedUpdate(rows: [empty])
    #expect(statistics.tokens == 0 && statistics.loss == 0 && statistics.isFinite)
    #expect(model.weightsHash == hash)
    let rows = sampleRows(3)
    #expect(trainer.evaluate(rows: rows + [empty]).loss == trainer.evaluate(rows: rows).loss)
  }

  @Test func weightDecayIsDecoupledAndSparesNorms() throws {
    let model = LanguageModel(configuration: smallConfiguration, seed: 5)
    let before = model.copy()
    let settings = AdamWSettings(learningRate: 0.1, weightDecay: 0.5)
    let trainer = Trainer(model: model, optimizer: settings)
    var rows = sampleRows(3)
    for index in rows.indices { rows[index].advantage = 0 }
    trainer.policyUpdate(rows: rows)
    for name in model.tensorNames {
      let old = try #require(before.values(of: name))
      let factor: Float = name.contains("norm") ? 1 : 1 - 0.1 * 0.5
      #expect(difference(model.values(of: name), old.map { $0 * factor }) < 1e-6, "\(name)")
    }
  }
}

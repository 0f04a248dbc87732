import Testing

@testable import LanguageModel

@Suite struct DivergenceTests {
  @Test(
    "the divergence term is k3 of Schulman 2020, and its derivative is that of finite differences",
    arguments: [Float(-3), -1, -0.5, -0.1], [Float(-2), -0.5, -0.05])
  func derivative(logProbability: Float, reference: Float) {
    let loss = PolicyLoss(divergenceCoefficient: 0.25)
    func cost(_ value: Double) -> Double {
      let difference = Double(reference) - value
      return 0.25 * (exponential(difference) - 1 - difference)
    }
    let term = loss.divergenceTerm(logProbability: logProbability, reference: reference)
    let at = Double(logProbability)
    let expected = (cost(at + 1e-5) - cost(at - 1e-5)) / 2e-5
    #expect(abs(Double(term.loss) - cost(at)) < 1e-5 * max(1, cost(at)))
    #expect(abs(Double(term.derivative) - expected) < 1e-4 * max(1, abs(expected)))
    #expect(term.loss >= 0)
  }

  @Test func aPolicyThatIsItsReferencePaysNothing() {
    let term = PolicyLoss(divergenceCoefficient: 1)
      .divergenceTerm(logProbability: -1.5, reference: -1.5)
    #expect(term.loss == 0 && term.derivative == 0)
  }

  @Test("a divergence term pulls a trained model back to its reference")
  func pullsBack() {
    let configuration = ModelConfiguration(
      vocabularySize: 12, width: 16, layers: 1, heads: 1, feedForward: 16, contextLength: 16)
    let model = LanguageModel(configuration: configuration, seed: 1)
    let base = Trainer(model: LanguageModel(configuration: configuration, seed: 2), shards: 1)
    let trainer = Trainer(
      model: model, optimizer: AdamWSettings(learningRate: 1e-2, weightDecay: 0), shards: 1)
    func distance() -> Double {
      let rows = [TrainingRow(tokens: [1, 2, 3, 4, 5], promptLength: 1)]
      let (mine, others) = (
        trainer.logProbabilities(rows: rows)[0], base.logProbabilities(rows: rows)[0]
      )
      return zip(mine, others).reduce(0) { $0 + Double(abs($1.0 - $1.1)) }
    }
    let before = distance()
    for _ in 0..<30 {
      var row = TrainingRow(tokens: [1, 2, 3, 4, 5], promptLength: 1)
      row.oldLogProbabilities = trainer.logProbabilities(rows: [row])[0]
      row.referenceLogProbabilities = base.logProbabilities(rows: [row])[0]
      trainer.policyUpdate(rows: [row], loss: PolicyLoss(divergenceCoefficient: 1))
    }
    #expect(distance() < before / 4)
  }

  /// e^x by its series, so that the test does not use the code's own function.
  private func exponential(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for n in 1..<60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}

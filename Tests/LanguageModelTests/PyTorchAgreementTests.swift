import Foundation
import Tensor
import Testing

@testable import LanguageModel

@Suite struct PyTorchAgreementTests {
  private let recording: Recording

  init() throws {
    recording = try Recording.load()
  }

  @Test func logitsAgree() throws {
    let row = recording.rows[0]
    let n = row.tokens.count
    let model = recording.model
    let weights = PassWeights(model)
    weights.load(model.views, gradient: false)
    let pass = Pass(model: model, weights: weights, capacity: n, longest: n)
    pass.activations.tokens.view.copy(from: row.tokens[...])
    for position in 0..<n {
      pass.activations.positions.view[position] = Int32(position)
      pass.activations.selection.view[position] = Int32(position)
    }
    pass.forward(count: n, [SequenceTree(trunk: n)])
    pass.head(selected: n)
    #expect(difference(pass.activations.logits.array, recording.logits.flatMap { $0 }) < 1e-5)
  }

  @Test(arguments: [1, 2, 3])
  func crossEntropyAndItsGradientsAgree(shards: Int) {
    let trainer = Trainer(model: recording.model, optimizer: recording.adamw, shards: shards)
    let statistics = trainer.supervisedUpdate(rows: recording.trainingRows)
    #expect(abs(statistics.loss - recording.supervised.loss) < 1e-6)
    #expect(abs(statistics.gradientNorm - recording.adamwStep.gradientNorm) < 1e-4)
    for (name, expected) in recording.supervised.gradients {
      #expect(difference(trainer.gradient(of: name), expected) < 2e-5, "\(name)")
    }
  }

  @Test func oneAdamWStepAgrees() {
    let model = recording.model
    let trainer = Trainer(model: model, optimizer: recording.adamw)
    trainer.supervisedUpdate(rows: recording.trainingRows)
    // Where a gradient is nearly zero, the first step is its sign: compare where it is not.
    for (name, expected) in recording.adamwStep.parameters {
      guard let gradient = recording.supervised.gradients[name], let values = model.values(of: name)
      else {
        Issue.record("\(name) is missing")
        continue
      }
      for (index, (value, other)) in zip(values, expected).enumerated()
      where abs(gradient[index]) > 1e-5 {
        #expect(abs(value - other) < 2e-5, "\(name)[\(index)]")
      }
    }
  }

  @Test("row 35: the clipped policy loss and its gradients agree with PyTorch's")
  func policyLossAndItsGradientsAgree() {
    let trainer = Trainer(model: recording.model, optimizer: recording.adamw)
    let statistics = trainer.policyUpdate(
      rows: recording.trainingRows, loss: recording.policyLoss)
    let expected = recording.policy
    #expect(abs(statistics.loss - expected.loss) < 1e-4)
    #expect(statistics.clipShare == expected.clipShare && expected.clipShare > 0.1)
    #expect(abs(statistics.divergence - expected.divergence) < 1e-5)
    #expect(abs(statistics.entropy - expected.entropy) < 1e-5)
    for (name, gradient) in expected.gradients {
      #expect(difference(trainer.gradient(of: name), gradient) < 2e-5, "\(name)")
    }
  }
}

import Foundation
import Testing

@testable import LanguageModel

@Suite struct GradientTests {
  /// A plain model, and one with all that its relatives have.
  static let configurations: [ModelConfiguration] = {
    var relative = smallConfiguration
    relative.tiedEmbeddings = false
    relative.queryKeyValueBias = true
    relative.queryKeyNorm = true
    relative.ropeScaling = .linear(factor: 2)
    return [smallConfiguration, relative]
  }()

  /// Central differences of the loss by some elements of each kind of tensor.
  @Test(arguments: configurations)
  func gradientsMatchFiniteDifferences(configuration: ModelConfiguration) {
    let model = LanguageModel(configuration: configuration, seed: 3)
    // Larger weights than at the start, so that every path carries a visible gradient.
    for name in model.tensorNames where !name.contains("norm") {
      guard let values = model.values(of: name) else { continue }
      let bias = name.hasSuffix("bias")
      model.setValues(
        values.enumerated().map { bias ? 0.3 * sin(Float($0)) : $1 * 8 }, of: name)
    }
    let rows = sampleRows(5)
    let trainer = Trainer(model: model.copy())
    trainer.supervisedUpdate(rows: rows)
    let probe = Trainer(model: model)
    let h: Float = 2e-3
    for name in model.tensorNames {
      guard let values = model.values(of: name), let gradient = trainer.gradient(of: name) else {
        Issue.record("\(name) is missing")
        continue
      }
      let scale = gradient.map { abs($0) }.max() ?? 0
      #expect(scale > 1e-4, "\(name) has no gradient")
      for index in [0, values.count / 2, values.count - 1] {
        var moved = values
        moved[index] = values[index] + h
        model.setValues(moved, of: name)
        let up = probe.evaluate(rows: rows).loss
        moved[index] = values[index] - h
        model.setValues(moved, of: name)
        let down = probe.evaluate(rows: rows).loss
        model.setValues(values, of: name)
        let slope = Float((up - down) / Double(2 * h))
        #expect(abs(slope - gradient[index]) < 0.02 * scale + 1e-3, "\(name)[\(index)]")
      }
    }
  }
}

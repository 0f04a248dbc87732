import Testing

@testable import LanguageModel

@Suite struct GradientTests {
  /// Central differences of the loss by some elements of each kind of tensor.
  @Test func gradientsMatchFiniteDifferences() {
    let model = LanguageModel(configuration: smallConfiguration, seed: 3)
    // Larger weights than at the start, so that every path carries a visible gradient.
    for name in model.tensorNames where !name.contains("norm") {
      if let values = model.values(of: name) { model.setValues(values.map { $0 * 8 }, of: name) }
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

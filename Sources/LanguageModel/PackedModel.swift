import Tensor

/// A model's matrices repacked for decoding; see ``PackedLinear``.
final class PackedModel: Sendable {
  /// One block's matrices.
  struct Layer: Sendable {
    let fusedQueryKeyValue: PackedLinear
    let attentionOutput: PackedLinear
    let gateUp: PackedLinear
    let down: PackedLinear
  }

  let layers: [Layer]
  let head: PackedLinear

  init(_ c: ModelConfiguration) {
    let shape = c.attention
    layers = (0..<c.layers).map { _ in
      Layer(
        fusedQueryKeyValue: PackedLinear(inputs: c.width, outputs: shape.fusedWidth),
        attentionOutput: PackedLinear(inputs: shape.queryWidth, outputs: c.width),
        gateUp: PackedLinear(inputs: c.width, outputs: 2 * c.feedForward),
        down: PackedLinear(inputs: c.feedForward, outputs: c.width))
    }
    head = PackedLinear(inputs: c.width, outputs: c.vocabularySize)
  }

  /// Takes over the parameters' present values.
  func load(_ parameters: ParameterViews) {
    for (layer, p) in zip(layers, parameters.layers) {
      layer.fusedQueryKeyValue.load(p.fusedQueryKeyValue)
      layer.attentionOutput.load(p.attentionOutput)
      layer.gateUp.load(p.gateUp)
      layer.down.load(p.down)
    }
    head.load(parameters.head)
  }
}

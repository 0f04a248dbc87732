import Tensor

/// A model's matrices repacked for products of one direction; see ``PackedLinear``.
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

  init(
    _ c: ModelConfiguration, for direction: PackedLinear.Direction = .forward, packs: Bool = true
  ) {
    let shape = c.attention
    func linear(_ inputs: Int, _ outputs: Int) -> PackedLinear {
      PackedLinear(inputs: inputs, outputs: outputs, for: direction, packs: packs)
    }
    layers = (0..<c.layers).map { _ in
      Layer(
        fusedQueryKeyValue: linear(c.width, shape.fusedWidth),
        attentionOutput: linear(shape.queryWidth, c.width),
        gateUp: linear(c.width, 2 * c.feedForward), down: linear(c.feedForward, c.width))
    }
    head = linear(c.width, c.vocabularySize)
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

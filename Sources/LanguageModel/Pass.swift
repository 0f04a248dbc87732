import Tensor

/// The forward and backward pass of one shard over packed micro-batches.
///
/// `model`'s parameters are only read; the gradient buffer belongs to the shard.
final class Pass: Sendable {
  let model: LanguageModel
  let weights: PassWeights
  let activations: Activations
  let gradients: FloatBuffer
  /// The longest sequence that the scratch has room for.
  let longest: Int

  init(model: LanguageModel, weights: PassWeights, capacity: Int, longest: Int) {
    self.model = model
    self.weights = weights
    self.longest = longest
    activations = Activations(model.configuration, capacity: capacity, longest: longest)
    gradients = FloatBuffer(count: model.layout.count)
  }

  /// Runs the blocks on the packed tokens already in `activations`: the sequences after each other.
  func forward(count n: Int, _ sequences: [SequenceTree]) {
    let c = model.configuration
    let shape = c.attention
    let a = activations
    let parameters = model.views
    let positions = a.positions.view.slice(0, n)
    Kernels.gatherRows(
      a.layers[0].input.view, parameters.embedding, a.tokens.view.slice(0, n), width: c.width)
    for (index, layer) in a.layers.enumerated() {
      let p = parameters.layers[index]
      let packed = weights.forward.layers[index]
      Kernels.rmsNorm(
        layer.attentionNormed.view, reciprocal: layer.attentionReciprocal.view,
        layer.input.view, weight: p.attentionNorm, rows: n, epsilon: c.normEpsilon)
      packed.fusedQueryKeyValue.apply(
        layer.fused.view, layer.attentionNormed.view, weight: p.fusedQueryKeyValue, rows: n)
      p.finishQueriesAndKeys(
        layer.fused.view, shape, rows: n, epsilon: c.normEpsilon, keeping: layer)
      Kernels.rotary(
        layer.fused.view, stride: shape.fusedWidth, heads: c.heads + c.keyValueHeads,
        headWidth: c.headWidth, positions: positions, table: model.rotary, inverse: false)
      attend(layer, shape, sequences)
      // The residual sum is formed where it is kept: output projection first, then the input.
      packed.attentionOutput.apply(
        layer.middle.view, layer.attended.view, weight: p.attentionOutput, rows: n)
      Kernels.addThenRMSNorm(
        layer.feedForwardNormed.view, reciprocal: layer.feedForwardReciprocal.view,
        layer.middle.view, residual: layer.input.view, weight: p.feedForwardNorm, rows: n,
        epsilon: c.normEpsilon)
      packed.gateUp.apply(
        layer.gateUp.view, layer.feedForwardNormed.view, weight: p.gateUp, rows: n)
      Kernels.swiGLU(layer.activated.view, layer.gateUp.view, rows: n, width: c.feedForward)
      let next = index + 1 < a.layers.count ? a.layers[index + 1].input.view : a.output.view
      packed.down.apply(next, layer.activated.view, weight: p.down, rows: n)
      Kernels.accumulate(next, layer.middle.view.slice(0, n * c.width))
    }
  }

  private func attend(
    _ layer: Activations.Layer, _ shape: AttentionShape, _ sequences: [SequenceTree]
  ) {
    var start = 0
    for tree in sequences {
      shape.forward(
        layer.attended.view.slice(start * shape.queryWidth),
        logSum: layer.logSum.view.slice(start * shape.heads),
        fused: layer.fused.view.slice(start * shape.fusedWidth), over: tree,
        scratch: activations.scratch.view)
      start += tree.positions
    }
  }

  /// Computes the logits of the `m` selected positions.
  func head(selected m: Int) {
    let c = model.configuration
    let a = activations
    let parameters = model.views
    Kernels.gatherRows(
      a.selected.view, a.output.view, a.selection.view.slice(0, m), width: c.width)
    Kernels.rmsNorm(
      a.selectedNormed.view, reciprocal: a.finalReciprocal.view, a.selected.view,
      weight: parameters.finalNorm, rows: m, epsilon: c.normEpsilon)
    weights.forward.head.apply(
      a.logits.view, a.selectedNormed.view, weight: parameters.head, rows: m)
  }

  /// Adds the gradients of the loss, given the gradient by the logits in place of the logits.
  func backward(count n: Int, selected m: Int, _ sequences: [SequenceTree]) {
    let c = model.configuration
    let a = activations
    let parameters = model.views
    let gradients = ParameterViews(self.gradients.view, model.layout, c)
    MatrixProduct.addWeightGradient(
      gradients.head, a.logits.view, a.selectedNormed.view, rows: m, inputs: c.width,
      outputs: c.vocabularySize)
    let normed = a.widthGradient.view
    weights.backward.head.apply(normed, a.logits.view, weight: parameters.head, rows: m)
    // The normed rows are no longer needed: their memory takes the gradient by the rows.
    let chosen = a.selectedNormed.view
    chosen.slice(0, m * c.width).clear()
    Kernels.rmsNormBackward(
      chosen, dweight: gradients.finalNorm, dy: normed, x: a.selected.view,
      weight: parameters.finalNorm, reciprocal: a.finalReciprocal.view, rows: m)
    let residual = a.residualGradient.view
    residual.slice(0, n * c.width).clear()
    Kernels.scatterAddRows(residual, chosen, a.selection.view.slice(0, m), width: c.width)
    for index in a.layers.indices.reversed() {
      backward(
        a.layers[index], parameters.layers[index], weights.backward.layers[index],
        gradients.layers[index], count: n, sequences)
    }
    Kernels.scatterAddRows(
      gradients.embedding, residual, a.tokens.view.slice(0, n), width: c.width)
  }

  private func backward(
    _ layer: Activations.Layer, _ p: LayerParameters, _ packed: PackedModel.Layer,
    _ g: LayerParameters, count n: Int,
    _ sequences: [SequenceTree]
  ) {
    let c = model.configuration
    let shape = c.attention
    let a = activations
    let residual = a.residualGradient.view
    MatrixProduct.addWeightGradient(
      g.down, residual, layer.activated.view, rows: n, inputs: c.feedForward, outputs: c.width)
    packed.down.apply(a.activatedGradient.view, residual, weight: p.down, rows: n)
    Kernels.swiGLUBackward(
      a.gateUpGradient.view, dy: a.activatedGradient.view, gateUp: layer.gateUp.view, rows: n,
      width: c.feedForward)
    MatrixProduct.addWeightGradient(
      g.gateUp, a.gateUpGradient.view, layer.feedForwardNormed.view, rows: n, inputs: c.width,
      outputs: 2 * c.feedForward)
    packed.gateUp.apply(a.widthGradient.view, a.gateUpGradient.view, weight: p.gateUp, rows: n)
    Kernels.rmsNormBackward(
      residual, dweight: g.feedForwardNorm, dy: a.widthGradient.view, x: layer.middle.view,
      weight: p.feedForwardNorm, reciprocal: layer.feedForwardReciprocal.view, rows: n)
    MatrixProduct.addWeightGradient(
      g.attentionOutput, residual, layer.attended.view, rows: n, inputs: shape.queryWidth,
      outputs: c.width)
    packed.attentionOutput.apply(
      a.attendedGradient.view, residual, weight: p.attentionOutput, rows: n)
    attendBackward(layer, shape, sequences)
    Kernels.rotary(
      a.fusedGradient.view, stride: shape.fusedWidth, heads: c.heads + c.keyValueHeads,
      headWidth: c.headWidth, positions: a.positions.view.slice(0, n), table: model.rotary,
      inverse: true)
    p.finishQueriesAndKeysBackward(a.fusedGradient.view, shape, rows: n, into: g, from: layer)
    MatrixProduct.addWeightGradient(
      g.fusedQueryKeyValue, a.fusedGradient.view, layer.attentionNormed.view, rows: n,
      inputs: c.width, outputs: shape.fusedWidth)
    packed.fusedQueryKeyValue.apply(
      a.widthGradient.view, a.fusedGradient.view, weight: p.fusedQueryKeyValue, rows: n)
    Kernels.rmsNormBackward(
      residual, dweight: g.attentionNorm, dy: a.widthGradient.view, x: layer.input.view,
      weight: p.attentionNorm, reciprocal: layer.attentionReciprocal.view, rows: n)
  }

  private func attendBackward(
    _ layer: Activations.Layer, _ shape: AttentionShape, _ sequences: [SequenceTree]
  ) {
    let a = activations
    var start = 0
    for tree in sequences {
      shape.backward(
        a.fusedGradient.view.slice(start * shape.fusedWidth),
        dout: a.attendedGradient.view.slice(start * shape.queryWidth),
        out: layer.attended.view.slice(start * shape.queryWidth),
        logSum: layer.logSum.view.slice(start * shape.heads),
        fused: layer.fused.view.slice(start * shape.fusedWidth), over: tree,
        scratch: a.scratch.view)
      start += tree.positions
    }
  }
}

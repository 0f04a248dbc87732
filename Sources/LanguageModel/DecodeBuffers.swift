import Tensor

/// A forward pass that keeps nothing for a gradient: one set of buffers serves every layer, for
/// prompts (many positions of few sequences) and for decoding (one position of many).
///
/// N is the most positions at once.
final class DecodeBuffers: Sendable {
  let model: LanguageModel
  private let packed: PackedModel
  /// Made once: to make them for each position would be to allocate for each.
  private let parameters: ParameterViews
  let capacity: Int
  let tokens: IndexBuffer
  let positions: IndexBuffer
  /// Which of the positions have their logits computed.
  let selection: IndexBuffer
  let logits: FloatBuffer
  private let residual: FloatBuffer
  private let branch: FloatBuffer
  private let normed: FloatBuffer
  private let fused: FloatBuffer
  private let attended: FloatBuffer
  private let gateUp: FloatBuffer
  private let activated: FloatBuffer
  private let reciprocal: FloatBuffer

  init(model: LanguageModel, packed: PackedModel, capacity n: Int, logitRows: Int) {
    let c = model.configuration
    self.model = model
    self.packed = packed
    parameters = model.views
    capacity = n
    tokens = IndexBuffer(count: n)
    positions = IndexBuffer(count: n)
    selection = IndexBuffer(count: logitRows)
    logits = FloatBuffer(count: logitRows * c.vocabularySize)
    residual = FloatBuffer(count: n * c.width)
    branch = FloatBuffer(count: n * c.width)
    normed = FloatBuffer(count: n * c.width)
    fused = FloatBuffer(count: n * c.attention.fusedWidth)
    attended = FloatBuffer(count: n * c.attention.queryWidth)
    gateUp = FloatBuffer(count: n * 2 * c.feedForward)
    activated = FloatBuffer(count: n * c.feedForward)
    reciprocal = FloatBuffer(count: n)
  }

  /// Runs all blocks on the first `n` tokens. `attend` gets a layer's index, its fused rows
  /// (queries and keys already rotated) and where the attended rows belong.
  func forward(_ n: Int, attend: (Int, FloatView, FloatView) -> Void) {
    let c = model.configuration
    let shape = c.attention
    let positions = self.positions.view.slice(0, n)
    Kernels.gatherRows(
      residual.view, parameters.embedding, tokens.view.slice(0, n), width: c.width)
    for (index, p) in parameters.layers.enumerated() {
      let layer = packed.layers[index]
      if index == 0 {
        Kernels.rmsNorm(
          normed.view, reciprocal: reciprocal.view, residual.view, weight: p.attentionNorm,
          rows: n, epsilon: c.normEpsilon)
      } else {
        Kernels.addThenRMSNorm(
          normed.view, reciprocal: reciprocal.view, residual.view, residual: branch.view,
          weight: p.attentionNorm, rows: n, epsilon: c.normEpsilon)
      }
      layer.fusedQueryKeyValue.apply(
        fused.view, normed.view, weight: p.fusedQueryKeyValue, rows: n)
      p.finishQueriesAndKeys(fused.view, shape, rows: n, epsilon: c.normEpsilon)
      Kernels.rotary(
        fused.view, stride: shape.fusedWidth, heads: c.heads + c.keyValueHeads,
        headWidth: c.headWidth, positions: positions, table: model.rotary, inverse: false)
      attend(index, fused.view, attended.view)
      layer.attentionOutput.apply(
        branch.view, attended.view, weight: p.attentionOutput, rows: n)
      Kernels.addThenRMSNorm(
        normed.view, reciprocal: reciprocal.view, residual.view, residual: branch.view,
        weight: p.feedForwardNorm, rows: n, epsilon: c.normEpsilon)
      layer.gateUp.apply(gateUp.view, normed.view, weight: p.gateUp, rows: n)
      Kernels.swiGLU(activated.view, gateUp.view, rows: n, width: c.feedForward)
      layer.down.apply(branch.view, activated.view, weight: p.down, rows: n)
    }
    Kernels.accumulate(residual.view, branch.view.slice(0, n * c.width))
  }

  /// Computes the logits of the first `m` selected positions.
  func head(_ m: Int) {
    let c = model.configuration
    Kernels.gatherRows(
      branch.view, residual.view, selection.view.slice(0, m), width: c.width)
    Kernels.rmsNorm(
      normed.view, reciprocal: reciprocal.view, branch.view, weight: parameters.finalNorm,
      rows: m, epsilon: c.normEpsilon)
    packed.head.apply(logits.view, normed.view, weight: parameters.head, rows: m)
  }
}

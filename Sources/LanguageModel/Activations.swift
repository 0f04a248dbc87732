import Tensor

/// What one shard's forward pass keeps of a micro-batch for its backward pass, and its scratch.
///
/// N is the most packed positions of a micro-batch. Nothing is allocated after creation.
final class Activations: Sendable {
  /// What one block keeps.
  struct Layer: Sendable {
    /// (N, C): the residual stream at the block's entry.
    let input: FloatBuffer
    let attentionReciprocal: FloatBuffer
    /// (N, C)
    let attentionNormed: FloatBuffer
    /// (N, (H + 2 KV) headWidth): queries and keys rotated, values.
    let fused: FloatBuffer
    /// (N, H, headWidth) and (N, KV, headWidth): queries and keys before their norm, and the norms'
    /// reciprocals; empty where the model has none.
    let rawQueries: FloatBuffer
    let rawKeys: FloatBuffer
    let queryReciprocal: FloatBuffer
    let keyReciprocal: FloatBuffer
    /// (N, H headWidth)
    let attended: FloatBuffer
    /// (H, length) of each sequence after the other.
    let logSum: FloatBuffer
    /// (N, C): the residual stream after attention.
    let middle: FloatBuffer
    let feedForwardReciprocal: FloatBuffer
    /// (N, C)
    let feedForwardNormed: FloatBuffer
    /// (N, 2F)
    let gateUp: FloatBuffer
    /// (N, F)
    let activated: FloatBuffer
  }

  let capacity: Int
  let layers: [Layer]
  /// (N, C): the last block's output.
  let output: FloatBuffer
  let finalReciprocal: FloatBuffer
  /// (N, C): the final norm of the positions that predict something, packed.
  let selected: FloatBuffer
  let selectedNormed: FloatBuffer
  /// (N, V)
  let logits: FloatBuffer
  let tokens: IndexBuffer
  let positions: IndexBuffer
  /// The packed positions that predict something, and what they should predict.
  let selection: IndexBuffer
  let targets: IndexBuffer
  let logProbability: FloatBuffer
  let entropy: FloatBuffer
  let byLogProbability: FloatBuffer
  let byEntropy: FloatBuffer
  // Gradients of what flows, reused by every block.
  let residualGradient: FloatBuffer
  let widthGradient: FloatBuffer
  let fusedGradient: FloatBuffer
  let attendedGradient: FloatBuffer
  let gateUpGradient: FloatBuffer
  let activatedGradient: FloatBuffer
  let scratch: FloatBuffer

  /// Room for `capacity` packed positions in sequences of at most `longest`.
  init(_ c: ModelConfiguration, capacity: Int, longest: Int) {
    let shape = c.attention
    let n = capacity
    let normed = c.queryKeyNorm ? n : 0
    self.capacity = n
    layers = (0..<c.layers).map { _ in
      Layer(
        input: FloatBuffer(count: n * c.width), attentionReciprocal: FloatBuffer(count: n),
        attentionNormed: FloatBuffer(count: n * c.width),
        fused: FloatBuffer(count: n * shape.fusedWidth),
        rawQueries: FloatBuffer(count: normed * shape.queryWidth),
        rawKeys: FloatBuffer(count: normed * shape.keyValueWidth),
        queryReciprocal: FloatBuffer(count: normed * c.heads),
        keyReciprocal: FloatBuffer(count: normed * c.keyValueHeads),
        attended: FloatBuffer(count: n * shape.queryWidth),
        logSum: FloatBuffer(count: n * c.heads), middle: FloatBuffer(count: n * c.width),
        feedForwardReciprocal: FloatBuffer(count: n),
        feedForwardNormed: FloatBuffer(count: n * c.width),
        gateUp: FloatBuffer(count: n * 2 * c.feedForward),
        activated: FloatBuffer(count: n * c.feedForward))
    }
    output = FloatBuffer(count: n * c.width)
    finalReciprocal = FloatBuffer(count: n)
    selected = FloatBuffer(count: n * c.width)
    selectedNormed = FloatBuffer(count: n * c.width)
    logits = FloatBuffer(count: n * c.vocabularySize)
    tokens = IndexBuffer(count: n)
    positions = IndexBuffer(count: n)
    selection = IndexBuffer(count: n)
    targets = IndexBuffer(count: n)
    logProbability = FloatBuffer(count: n)
    entropy = FloatBuffer(count: n)
    byLogProbability = FloatBuffer(count: n)
    byEntropy = FloatBuffer(count: n)
    residualGradient = FloatBuffer(count: n * c.width)
    widthGradient = FloatBuffer(count: n * c.width)
    fusedGradient = FloatBuffer(count: n * shape.fusedWidth)
    attendedGradient = FloatBuffer(count: n * shape.queryWidth)
    gateUpGradient = FloatBuffer(count: n * 2 * c.feedForward)
    activatedGradient = FloatBuffer(count: n * c.feedForward)
    scratch = FloatBuffer(count: shape.scratch(length: longest))
  }
}

extension ModelConfiguration {
  /// The heads of every layer.
  var attention: AttentionShape {
    AttentionShape(heads: heads, keyValueHeads: keyValueHeads, headWidth: headWidth)
  }
}

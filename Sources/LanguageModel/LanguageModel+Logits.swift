import Tensor

extension LanguageModel {
  /// The logits after each token of a sequence: one row of V numbers per token.
  ///
  /// The sequence must have a token, fit the context, and stay within the vocabulary.
  public func logits(of tokens: [Int32]) -> [[Float]] {
    let c = configuration
    precondition(
      !tokens.isEmpty && tokens.count <= c.contextLength, "the tokens must fit the context")
    precondition(
      tokens.allSatisfy { $0 >= 0 && $0 < c.vocabularySize }, "a token is outside the vocabulary")
    MatrixProduct.prepare()
    let n = tokens.count
    let packed = PackedModel(c)
    packed.load(views)
    let buffers = DecodeBuffers(model: self, packed: packed, capacity: n, logitRows: n)
    let shape = c.attention
    let scratch = FloatBuffer(count: shape.scratch(length: n))
    let logSum = FloatBuffer(count: n * c.heads)
    buffers.tokens.view.copy(from: tokens[...])
    for position in 0..<n {
      buffers.positions.view[position] = Int32(position)
      buffers.selection.view[position] = Int32(position)
    }
    buffers.forward(n) { _, fused, attended in
      shape.forward(
        attended, logSum: logSum.view, fused: fused, over: SequenceTree(trunk: n),
        scratch: scratch.view)
    }
    buffers.head(n)
    return (0..<n).map {
      buffers.logits.view.slice($0 * c.vocabularySize, c.vocabularySize).array
    }
  }
}

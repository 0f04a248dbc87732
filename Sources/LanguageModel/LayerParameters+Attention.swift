import Tensor

extension LayerParameters {
  /// Adds the biases and norms the heads of fused rows (rows, fusedWidth), where the model has
  /// them; what the gradient needs is kept in `kept`.
  func finishQueriesAndKeys(
    _ fused: FloatView, _ shape: AttentionShape, rows: Int, epsilon: Float,
    keeping kept: Activations.Layer? = nil
  ) {
    if let fusedBias { Kernels.addBias(fused, fusedBias, rows: rows) }
    guard let queryNorm, let keyNorm else { return }
    Kernels.headNorm(
      fused, stride: shape.fusedWidth, heads: shape.heads, weight: queryNorm, rows: rows,
      epsilon: epsilon, kept: kept?.rawQueries.view, reciprocal: kept?.queryReciprocal.view)
    Kernels.headNorm(
      fused.slice(shape.queryWidth), stride: shape.fusedWidth, heads: shape.keyValueHeads,
      weight: keyNorm, rows: rows, epsilon: epsilon, kept: kept?.rawKeys.view,
      reciprocal: kept?.keyReciprocal.view)
  }

  /// Takes the gradient of fused rows, in place, back through the norms and biases, and adds
  /// theirs to `gradients`.
  func finishQueriesAndKeysBackward(
    _ dfused: FloatView, _ shape: AttentionShape, rows: Int, into gradients: LayerParameters,
    from kept: Activations.Layer
  ) {
    if let queryNorm, let keyNorm, let dquery = gradients.queryNorm, let dkey = gradients.keyNorm {
      Kernels.headNormBackward(
        dfused, stride: shape.fusedWidth, heads: shape.heads, dweight: dquery, weight: queryNorm,
        rows: rows, kept: kept.rawQueries.view, reciprocal: kept.queryReciprocal.view)
      Kernels.headNormBackward(
        dfused.slice(shape.queryWidth), stride: shape.fusedWidth, heads: shape.keyValueHeads,
        dweight: dkey, weight: keyNorm, rows: rows, kept: kept.rawKeys.view,
        reciprocal: kept.keyReciprocal.view)
    }
    if let dbias = gradients.fusedBias { Kernels.addColumnSums(dbias, dfused, rows: rows) }
  }
}

import CKernels

extension Kernels {
  /// RMSNorm of each head by itself (Henry et al. 2020, "QK-norm"), in place on the first `heads`
  /// heads of each of `rows` rows of `stride` floats.
  ///
  /// Where a gradient will be asked for, `kept` (rows, heads, headWidth) receives the input and
  /// `reciprocal` (rows, heads) 1 / rms.
  public static func headNorm(
    _ x: FloatView, stride: Int, heads: Int, weight: FloatView, rows: Int, epsilon: Float,
    kept: FloatView? = nil, reciprocal: FloatView? = nil
  ) {
    let width = weight.count
    precondition(rows == 0 || x.count >= (rows - 1) * stride + heads * width)
    precondition((kept == nil) == (reciprocal == nil))
    precondition(
      (kept?.count ?? .max) >= rows * heads * width && (reciprocal?.count ?? .max) >= rows * heads)
    kernel_head_norm_forward(
      x.base, kept?.base, reciprocal?.base, weight.base, rows, stride, heads, width, epsilon)
  }

  /// Replaces the gradient by the output of
  /// ``headNorm(_:stride:heads:weight:rows:epsilon:kept:reciprocal:)`` with that by its input;
  /// dweight += the gradient of its weight.
  public static func headNormBackward(
    _ dx: FloatView, stride: Int, heads: Int, dweight: FloatView, weight: FloatView, rows: Int,
    kept: FloatView, reciprocal: FloatView
  ) {
    let width = weight.count
    precondition(rows == 0 || dx.count >= (rows - 1) * stride + heads * width)
    precondition(
      dweight.count >= width && kept.count >= rows * heads * width
        && reciprocal.count >= rows * heads)
    kernel_head_norm_backward(
      dx.base, dweight.base, kept.base, reciprocal.base, weight.base, rows, stride, heads, width)
  }

  /// y (rows, bias.count) += bias in every row.
  public static func addBias(_ y: FloatView, _ bias: FloatView, rows: Int) {
    precondition(y.count >= rows * bias.count)
    kernel_add_to_rows(y.base, bias.base, rows, bias.count)
  }

  /// sums += the sum of the rows of x (rows, sums.count): a bias's gradient.
  public static func addColumnSums(_ sums: FloatView, _ x: FloatView, rows: Int) {
    precondition(x.count >= rows * sums.count)
    kernel_add_column_sums(sums.base, x.base, rows, sums.count)
  }
}

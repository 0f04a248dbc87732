import CKernels
import Foundation

/// The elementwise kernels over views. Sizes are checked here; the C functions trust them.
public enum Kernels {
  /// The sum of squares, in double precision.
  public static func sumOfSquares(_ x: FloatView) -> Double {
    kernel_sum_of_squares(x.base, x.count)
  }

  /// y += x.
  public static func accumulate(_ y: FloatView, _ x: FloatView) {
    precondition(y.count >= x.count)
    kernel_accumulate(y.base, x.base, x.count)
  }

  /// out[i] = table[indices[i]], rows of `width` floats.
  public static func gatherRows(
    _ out: FloatView, _ table: FloatView, _ indices: IndexView, width: Int
  ) {
    precondition(out.count >= indices.count * width)
    kernel_gather_rows(out.base, table.base, indices.base, indices.count, width)
  }

  /// table[indices[i]] += x[i], rows of `width` floats, in order of i.
  public static func scatterAddRows(
    _ table: FloatView, _ x: FloatView, _ indices: IndexView, width: Int
  ) {
    precondition(x.count >= indices.count * width)
    kernel_scatter_add_rows(table.base, x.base, indices.base, indices.count, width)
  }

  /// RMSNorm (Zhang and Sennrich 2019): y = x / rms(x) * weight, for `rows` rows.
  ///
  /// `reciprocal` receives 1 / rms of each row for the gradient.
  public static func rmsNorm(
    _ y: FloatView, reciprocal: FloatView, _ x: FloatView, weight: FloatView, rows: Int,
    epsilon: Float
  ) {
    let width = weight.count
    precondition(
      y.count >= rows * width && x.count >= rows * width && reciprocal.count >= rows)
    kernel_rms_norm_forward(
      y.base, reciprocal.base, x.base, weight.base, rows, width, epsilon)
  }

  /// x += residual, then ``rmsNorm(_:reciprocal:_:weight:rows:epsilon:)`` of x, in one pass.
  public static func addThenRMSNorm(
    _ y: FloatView, reciprocal: FloatView, _ x: FloatView, residual: FloatView,
    weight: FloatView, rows: Int, epsilon: Float
  ) {
    let width = weight.count
    precondition(
      y.count >= rows * width && x.count >= rows * width && residual.count >= rows * width
        && reciprocal.count >= rows)
    kernel_add_rms_norm_forward(
      y.base, reciprocal.base, x.base, residual.base, weight.base, rows, width, epsilon)
  }

  /// dx += the gradient through RMSNorm; dweight += the gradient of its weight.
  public static func rmsNormBackward(
    _ dx: FloatView, dweight: FloatView, dy: FloatView, x: FloatView, weight: FloatView,
    reciprocal: FloatView, rows: Int
  ) {
    let width = weight.count
    precondition(
      dx.count >= rows * width && dy.count >= rows * width && x.count >= rows * width
        && dweight.count >= width && reciprocal.count >= rows)
    kernel_rms_norm_backward(
      dx.base, dweight.base, dy.base, x.base, weight.base, reciprocal.base, rows, width)
  }

  /// Rotary position embedding (Su et al. 2021, half-split pairs as in Llama), in place on the
  /// first `heads` heads of each of `positions.count` rows.
  public static func rotary(
    _ x: FloatView, stride: Int, heads: Int, headWidth: Int, positions: IndexView,
    table: RotaryTable, inverse: Bool
  ) {
    let rows = positions.count
    precondition(rows == 0 || x.count >= (rows - 1) * stride + heads * headWidth)
    kernel_rotary(
      x.base, rows, stride, heads, headWidth, positions.base, table.cosine.view.base,
      table.sine.view.base, inverse ? -1 : 1)
  }

  /// SwiGLU (Shazeer 2020): y = silu(gate) * up, gate and up side by side in each row.
  public static func swiGLU(_ y: FloatView, _ gateUp: FloatView, rows: Int, width: Int) {
    precondition(y.count >= rows * width && gateUp.count >= rows * 2 * width)
    kernel_swiglu_forward(y.base, gateUp.base, rows, width)
  }

  /// The gradient of ``swiGLU(_:_:rows:width:)`` by its input.
  public static func swiGLUBackward(
    _ dgateUp: FloatView, dy: FloatView, gateUp: FloatView, rows: Int, width: Int
  ) {
    precondition(
      dy.count >= rows * width && gateUp.count >= rows * 2 * width
        && dgateUp.count >= rows * 2 * width)
    kernel_swiglu_backward(dgateUp.base, dy.base, gateUp.base, rows, width)
  }

  /// One AdamW step (Loshchilov and Hutter 2019, algorithm 2) over a range of parameters.
  public static func adamW(
    parameter: FloatView, moment1: FloatView, moment2: FloatView, gradient: FloatView,
    step: AdamWStep
  ) {
    let count = parameter.count
    precondition(moment1.count >= count && moment2.count >= count && gradient.count >= count)
    kernel_adamw(parameter.base, moment1.base, moment2.base, gradient.base, count, step.kernel)
  }
}

/// The numbers of one AdamW step, the same for every parameter but the decay.
public struct AdamWStep: Sendable {
  var kernel: kernel_adamw_step

  /// `step` counts from 1. `gradientScale` multiplies the gradient first, which is clipping.
  public init(
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
    gradientScale: Float, step: Int
  ) {
    kernel = kernel_adamw_step(
      learning_rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weight_decay: weightDecay, correction1: Float(1 - pow(Double(beta1), Double(step))),
      correction2: Float(1 - pow(Double(beta2), Double(step))), gradient_scale: gradientScale)
  }
}

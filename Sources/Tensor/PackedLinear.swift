import CKernels

/// A linear layer's weight in the order in which a product with few rows reads it.
///
/// BLAS repacks a weight at every call, which at the row counts of decoding takes about as long as
/// multiplying. With many rows, and on processors without the vectors that the repacked product is
/// written for, this passes the weight on to BLAS.
public final class PackedLinear: Sendable {
  private let inputs: Int
  private let outputs: Int
  private let packed: FloatBuffer?

  /// Rows up to which the repacked product is the faster.
  static let rowLimit = 256

  /// Room for a weight of shape (outputs, inputs).
  public init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    packed =
      kernel_packed_is_fast() != 0
      ? FloatBuffer(count: kernel_packed_floats(inputs, outputs)) : nil
  }

  /// Takes over the weight's present values.
  public func load(_ weight: FloatView) {
    precondition(weight.count >= inputs * outputs)
    if let packed { kernel_pack(packed.view.base, weight.base, inputs, outputs) }
  }

  /// y (rows, outputs) = x (rows, inputs) · weightᵀ, where `weight` is what was loaded last. Where
  /// the repacked product runs, a row's result does not depend on the other rows.
  public func apply(_ y: FloatView, _ x: FloatView, weight: FloatView, rows: Int) {
    guard let packed, rows <= PackedLinear.rowLimit else {
      MatrixProduct.linear(y, x, weight, rows: rows, inputs: inputs, outputs: outputs)
      return
    }
    precondition(y.count >= rows * outputs && x.count >= rows * inputs)
    kernel_packed_linear(y.base, x.base, packed.view.base, rows, inputs, outputs)
  }
}

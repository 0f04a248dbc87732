import CKernels

/// A linear layer's weight in the order in which products with it read it.
///
/// BLAS repacks a weight at every call, which at the row counts of decoding takes about as long as
/// multiplying, and at those of training still a sixth. On processors without the vectors that the
/// repacked product is written for, this passes the weight on to BLAS.
public final class PackedLinear: Sendable {
  /// Which product the weight is packed for.
  public enum Direction: Sendable {
    /// y = x · weightᵀ, the layer itself.
    case forward
    /// dx = dy · weight, its gradient by the input.
    case inputGradient
  }

  private let inputs: Int
  private let outputs: Int
  private let direction: Direction
  private let packed: FloatBuffer?

  /// Room for a weight of shape (outputs, inputs).
  ///
  /// - Parameter packs: False for a weight that stays with BLAS and takes no room.
  public init(
    inputs: Int, outputs: Int, for direction: Direction = .forward, packs: Bool = true
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.direction = direction
    let count =
      switch direction {
      case .forward: kernel_packed_floats(inputs, outputs)
      case .inputGradient: kernel_packed_floats(outputs, inputs)
      }
    packed = packs && kernel_packed_is_fast() != 0 ? FloatBuffer(count: count) : nil
  }

  /// Takes over the weight's present values.
  public func load(_ weight: FloatView) {
    precondition(weight.count >= inputs * outputs)
    guard let packed else { return }
    switch direction {
    case .forward: kernel_pack(packed.view.base, weight.base, inputs, outputs)
    case .inputGradient: kernel_pack_transposed(packed.view.base, weight.base, inputs, outputs)
    }
  }

  /// The product of the rows of x, where `weight` is what was loaded last: y (rows, outputs) of
  /// x (rows, inputs), or the other way round for the gradient. Where the repacked product runs, a
  /// row's result does not depend on the other rows.
  public func apply(_ y: FloatView, _ x: FloatView, weight: FloatView, rows: Int) {
    let (from, to) = direction == .forward ? (inputs, outputs) : (outputs, inputs)
    precondition(y.count >= rows * to && x.count >= rows * from)
    if let packed {
      kernel_packed_linear(y.base, x.base, packed.view.base, rows, from, to)
    } else if direction == .forward {
      MatrixProduct.linear(y, x, weight, rows: rows, inputs: inputs, outputs: outputs)
    } else {
      MatrixProduct.inputGradient(
        y, x, weight, rows: rows, inputs: inputs, outputs: outputs, accumulate: false)
    }
  }
}

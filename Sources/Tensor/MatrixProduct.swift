import COpenBLAS

/// Dense row-major matrix products through BLAS, on the calling thread alone.
public enum MatrixProduct {
  /// Makes BLAS single-threaded: its own threads meet at spin barriers, which collapse on a busy
  /// machine, so the work is sharded above it instead. Runs once, before the first product.
  private static let configured: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// The name of the processor core whose kernels BLAS chose, for benchmark reports.
  public static var coreName: String {
    prepare()
    return openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// Sets BLAS up. Every owner of a ``WorkerPool`` has done this before the first product.
  public static func prepare() {
    precondition(configured)
  }

  /// y (rows, outputs) = x (rows, inputs) · wᵀ, with w (outputs, inputs): a linear layer.
  public static func linear(
    _ y: FloatView, _ x: FloatView, _ w: FloatView, rows: Int, inputs: Int, outputs: Int
  ) {
    precondition(
      y.count >= rows * outputs && x.count >= rows * inputs && w.count >= inputs * outputs)
    if rows == 0 { return }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(outputs), Int32(inputs), 1,
      x.base, Int32(inputs), w.base, Int32(inputs), 0, y.base, Int32(outputs))
  }

  /// dx (rows, inputs) = dy (rows, outputs) · w, or += with `accumulate`: a linear layer's
  /// gradient by its input.
  public static func inputGradient(
    _ dx: FloatView, _ dy: FloatView, _ w: FloatView, rows: Int, inputs: Int, outputs: Int,
    accumulate: Bool
  ) {
    precondition(
      dy.count >= rows * outputs && dx.count >= rows * inputs && w.count >= inputs * outputs)
    if rows == 0 { return }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(inputs), Int32(outputs), 1,
      dy.base, Int32(outputs), w.base, Int32(inputs), accumulate ? 1 : 0, dx.base, Int32(inputs))
  }

  /// dw (outputs, inputs) += dyᵀ · x: a linear layer's gradient by its weight.
  public static func addWeightGradient(
    _ dw: FloatView, _ dy: FloatView, _ x: FloatView, rows: Int, inputs: Int, outputs: Int
  ) {
    precondition(
      dy.count >= rows * outputs && x.count >= rows * inputs && dw.count >= inputs * outputs)
    if rows == 0 { return }
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(outputs), Int32(inputs), Int32(rows), 1,
      dy.base, Int32(outputs), x.base, Int32(inputs), 1, dw.base, Int32(inputs))
  }
}

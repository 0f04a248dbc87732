import CKernels

/// Rows of logits turned into probabilities, gradients and samples.
public enum Softmax {
  /// For each of `targets.count` rows: log p(target), and the entropy in nats if asked for, under
  /// softmax(logits / temperature). The logits are overwritten by the probabilities.
  public static func forward(
    _ logits: FloatView, width: Int, targets: IndexView, logProbability: FloatView,
    entropy: FloatView?, temperature: Float
  ) {
    let rows = targets.count
    precondition(
      logits.count >= rows * width && logProbability.count >= rows
        && (entropy?.count ?? rows) >= rows)
    kernel_softmax_rows(
      logits.base, logProbability.base, entropy?.base, targets.base, rows, width, width,
      1 / temperature)
  }

  /// Turns the probabilities of ``forward(_:width:targets:logProbability:entropy:temperature:)``
  /// into the loss's gradient by the logits, given its derivatives by log p(target) and entropy.
  public static func backward(
    _ probabilities: FloatView, width: Int, targets: IndexView, byLogProbability: FloatView,
    byEntropy: FloatView?, entropy: FloatView?, temperature: Float
  ) {
    let rows = targets.count
    precondition(probabilities.count >= rows * width && byLogProbability.count >= rows)
    precondition((byEntropy == nil) == (entropy == nil))
    kernel_softmax_backward_rows(
      probabilities.base, byLogProbability.base, byEntropy?.base, entropy?.base, targets.base,
      rows, width, width, 1 / temperature)
  }

  /// Draws one token per row from softmax(logits / temperature) at the given uniform numbers.
  ///
  /// Temperature 0 takes the most probable token and reports its log-probability and the entropy
  /// at temperature 1. The logits are overwritten.
  public static func sample(
    _ logits: FloatView, width: Int, uniform: FloatView, tokens: IndexView,
    logProbability: FloatView, entropy: FloatView, temperature: Float
  ) {
    let rows = tokens.count
    precondition(
      logits.count >= rows * width && uniform.count >= rows && logProbability.count >= rows
        && entropy.count >= rows)
    kernel_sample_rows(
      logits.base, uniform.base, tokens.base, logProbability.base, entropy.base, rows, width,
      width, temperature == 0 ? 0 : 1 / temperature)
  }
}

/// The sizes of a Llama-type decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU,
/// no biases, one embedding matrix for input and output.
public struct ModelConfiguration: Codable, Hashable, Sendable {
  /// Distinct tokens, V.
  public var vocabularySize: Int
  /// Floats of a position's hidden state, C.
  public var width: Int
  /// Transformer blocks, L.
  public var layers: Int
  /// Query heads, H.
  public var heads: Int
  /// Key and value heads; divides `heads`.
  public var keyValueHeads: Int
  /// Floats of one head; even.
  public var headWidth: Int
  /// Floats of the feed-forward network's hidden layer, F.
  public var feedForward: Int
  /// Base of the rotary frequencies.
  public var ropeBase: Double
  /// Added to the mean square before its root is taken.
  public var normEpsilon: Float
  /// Longest sequence.
  public var contextLength: Int

  /// Describes a model. `headWidth` is by default `width / heads`.
  public init(
    vocabularySize: Int, width: Int, layers: Int, heads: Int, keyValueHeads: Int? = nil,
    headWidth: Int? = nil, feedForward: Int, ropeBase: Double = 10_000,
    normEpsilon: Float = 1e-5, contextLength: Int
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads ?? heads
    self.headWidth = headWidth ?? width / max(heads, 1)
    self.feedForward = feedForward
    self.ropeBase = ropeBase
    self.normEpsilon = normEpsilon
    self.contextLength = contextLength
  }

  /// How many numbers are trained.
  public var parameterCount: Int {
    let attention = (2 * heads + 2 * keyValueHeads) * headWidth * width
    let layer = attention + 3 * feedForward * width + 2 * width
    return vocabularySize * width + layers * layer + width
  }

  /// What makes the sizes impossible, as "field: reason"; nil when they fit together.
  ///
  /// Bounds every size, so that a hostile file cannot ask for more memory than a model of its
  /// size needs.
  public var defect: String? {
    func outside(_ name: String, _ value: Int, _ range: ClosedRange<Int>) -> String? {
      range.contains(value) ? nil : "\(name) is \(value), allowed are \(range)"
    }
    if let defect = outside("vocabularySize", vocabularySize, 1...1_000_000)
      ?? outside("width", width, 1...16_384) ?? outside("layers", layers, 1...256)
      ?? outside("heads", heads, 1...256) ?? outside("keyValueHeads", keyValueHeads, 1...256)
      ?? outside("headWidth", headWidth, 2...512)
      ?? outside("feedForward", feedForward, 1...131_072)
      ?? outside("contextLength", contextLength, 1...1_048_576)
    {
      return defect
    }
    if heads % keyValueHeads != 0 {
      return "keyValueHeads is \(keyValueHeads), which does not divide heads (\(heads))"
    }
    if contextLength * headWidth > 1 << 26 {
      return "contextLength is \(contextLength), too long for heads of \(headWidth)"
    }
    if headWidth % 2 != 0 { return "headWidth is \(headWidth), which is odd" }
    if !(ropeBase.isFinite && ropeBase > 0) { return "ropeBase is \(ropeBase)" }
    if !(normEpsilon.isFinite && normEpsilon > 0) { return "normEpsilon is \(normEpsilon)" }
    return nil
  }
}

/// The sizes of a Llama-type decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU,
/// and what distinguishes its relatives.
public struct ModelConfiguration: Hashable, Sendable {
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
  /// What is done to the rotary frequencies, if anything.
  public var ropeScaling: RopeScaling?
  /// Whether the embedding is the output head too.
  public var tiedEmbeddings = true
  /// Whether queries, keys and values have biases (Qwen2).
  public var queryKeyValueBias = false
  /// Whether each head's query and key are normed before rotation (Qwen3).
  public var queryKeyNorm = false

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
    let rows = (heads + 2 * keyValueHeads) * headWidth
    var layer = rows * width + heads * headWidth * width + 3 * feedForward * width + 2 * width
    if queryKeyValueBias { layer += rows }
    if queryKeyNorm { layer += 2 * headWidth }
    return vocabularySize * width * (tiedEmbeddings ? 1 : 2) + layers * layer + width
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
    return ropeScaling?.defect.map { "ropeScaling: \($0)" }
  }
}

extension ModelConfiguration: Codable {
  private enum Key: String, CodingKey {
    case vocabularySize, width, layers, heads, keyValueHeads, headWidth, feedForward, ropeBase
    case normEpsilon, contextLength, ropeScaling, tiedEmbeddings, queryKeyValueBias, queryKeyNorm
  }

  /// Decodes a configuration; fields that plain models do not have may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      vocabularySize: try values.decode(Int.self, forKey: .vocabularySize),
      width: try values.decode(Int.self, forKey: .width),
      layers: try values.decode(Int.self, forKey: .layers),
      heads: try values.decode(Int.self, forKey: .heads),
      keyValueHeads: try values.decode(Int.self, forKey: .keyValueHeads),
      headWidth: try values.decode(Int.self, forKey: .headWidth),
      feedForward: try values.decode(Int.self, forKey: .feedForward),
      ropeBase: try values.decode(Double.self, forKey: .ropeBase),
      normEpsilon: try values.decode(Float.self, forKey: .normEpsilon),
      contextLength: try values.decode(Int.self, forKey: .contextLength))
    ropeScaling = try values.decodeIfPresent(RopeScaling.self, forKey: .ropeScaling)
    tiedEmbeddings = try values.decodeIfPresent(Bool.self, forKey: .tiedEmbeddings) ?? true
    queryKeyValueBias =
      try values.decodeIfPresent(Bool.self, forKey: .queryKeyValueBias) ?? false
    queryKeyNorm = try values.decodeIfPresent(Bool.self, forKey: .queryKeyNorm) ?? false
  }

  /// Encodes the configuration. What a plain model does not have is left out, so that its
  /// checkpoints are the same whatever relatives are known.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(vocabularySize, forKey: .vocabularySize)
    try values.encode(width, forKey: .width)
    try values.encode(layers, forKey: .layers)
    try values.encode(heads, forKey: .heads)
    try values.encode(keyValueHeads, forKey: .keyValueHeads)
    try values.encode(headWidth, forKey: .headWidth)
    try values.encode(feedForward, forKey: .feedForward)
    try values.encode(ropeBase, forKey: .ropeBase)
    try values.encode(normEpsilon, forKey: .normEpsilon)
    try values.encode(contextLength, forKey: .contextLength)
    try values.encodeIfPresent(ropeScaling, forKey: .ropeScaling)
    if !tiedEmbeddings { try values.encode(false, forKey: .tiedEmbeddings) }
    if queryKeyValueBias { try values.encode(true, forKey: .queryKeyValueBias) }
    if queryKeyNorm { try values.encode(true, forKey: .queryKeyNorm) }
  }
}

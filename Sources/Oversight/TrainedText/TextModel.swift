import Foundation

/// The trained text monitor's weights: how much each hashed feature speaks for a reviewer's look.
///
/// A text's score is the highest of its sentences', each a probability by logistic regression. It
/// ranks texts; as a probability it holds for the training data only.
public struct TextModel: Sendable {
  /// A sentence and its score.
  public struct SentenceScore: Hashable, Sendable {
    public var score: Double
    /// Scalar offsets of the sentence in the text.
    public var span: Range<Int>
  }

  /// Texts that score above it are hits.
  public var threshold: Double
  /// How well scores told apart texts of categories that were left out of training; nil when the
  /// model was not evaluated.
  public var quality: DetectionQuality?
  /// Where the training texts come from, with their licences.
  public var provenance: String

  /// Sorted, with no repeats.
  let features: [UInt32]
  /// In steps of `scale`.
  let weights: [Int8]
  /// How rare each feature is in the training texts, its inverse document frequency, in steps of
  /// `TextModel.rarityStep`.
  let rarities: [UInt8]
  let scale: Float
  let bias: Float
  /// For each value of a feature's upper bits, where its features begin.
  private let buckets: [Int32]
  private static let bucketShift: UInt32 = 10

  init(
    features: [UInt32], weights: [Int8], rarities: [UInt8], scale: Float, bias: Float,
    threshold: Double,
    quality: DetectionQuality?, provenance: String
  ) {
    precondition(
      features.count == weights.count && features.count == rarities.count,
      "each feature has one weight and one rarity")
    self.features = features
    self.weights = weights
    self.rarities = rarities
    self.scale = scale
    self.bias = bias
    self.threshold = threshold
    self.quality = quality
    self.provenance = provenance
    var buckets = [Int32](
      repeating: 0, count: Int(TextFeatures.space >> Self.bucketShift) + 1)
    for feature in features { buckets[Int(feature >> Self.bucketShift) + 1] += 1 }
    for index in buckets.indices.dropFirst() { buckets[index] += buckets[index - 1] }
    self.buckets = buckets
  }

  /// How many features have a weight.
  public var featureCount: Int { features.count }

  /// The text's score, 0 to 1: its highest sentence's; 0 for a text without words.
  public func score(_ text: String) -> Double { sentences(of: text).map(\.score).max() ?? 0 }

  /// Each sentence's score, in the order of the text.
  public func sentences(of text: String) -> [SentenceScore] { scores(ScopedWords(text)) }

  func scores(_ words: ScopedWords) -> [SentenceScore] {
    words.sentences.map { SentenceScore(score: score(words: $0.words), span: $0.span) }
  }

  private func score(words: [ScopedWords.Word]) -> Double {
    var sum = 0.0
    var squares = 0.0
    for (feature, count) in TextFeatures(words).counts {
      guard let index = index(of: feature) else { continue }
      let value = TextModel.value(count: count, rarity: rarities[index])
      sum += value * Double(weights[index])
      squares += value * value
    }
    guard squares > 0 else { return 0 }
    return 1 / (1 + exp(-(sum * Double(scale) / squares.squareRoot() + Double(bias))))
  }

  private func index(of feature: UInt32) -> Int? {
    let bucket = Int(feature >> Self.bucketShift)
    return (Int(buckets[bucket])..<Int(buckets[bucket + 1])).first { features[$0] == feature }
  }
}

extension TextModel {
  static let rarityStep = 1.0 / 16

  /// The inverse document frequency `1 + log((1 + n) / (1 + d))` of a feature that `d` of `n`
  /// sentences have, in steps of `rarityStep`.
  static func rarity(occurrences: Int, of sentences: Int) -> UInt8 {
    let rarity = 1 + log(Double(1 + sentences) / Double(1 + occurrences))
    return UInt8(clamping: Int((rarity / rarityStep).rounded()))
  }

  /// A feature's value in a row, before the row is divided by its norm.
  static func value(count: Int, rarity: UInt8) -> Double {
    (1 + log(Double(count))) * Double(rarity) * rarityStep
  }
}

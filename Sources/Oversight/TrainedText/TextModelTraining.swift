import Foundation

/// Trains the text model on labelled texts, and measures it on categories that it has not seen.
public struct TextModelTraining: Sendable {
  /// The loss's weight against the penalty on the weights.
  public var cost: Double
  /// A feature that fewer sentences have is left out.
  public var minimumCount: Int

  public init(cost: Double = 10, minimumCount: Int = 2) {
    self.cost = cost
    self.minimumCount = minimumCount
  }

  /// A model of all the texts, with its threshold and quality from `leaveOneCategoryOut`.
  ///
  /// - Parameter scores: the texts' `heldOutScores`, when they are known already.
  /// - Throws: `TextModelError` when there are too few texts to learn from.
  public func model(
    of texts: [LabelledText], heldOutScores scores: [Double]? = nil
  ) throws(TextModelError) -> TextModel {
    let scores = if let scores { scores } else { try heldOutScores(texts) }
    let quality = try Self.quality(of: texts, scores: scores)
    var model = try fit(texts)
    model.threshold = quality.threshold
    model.quality = quality
    return model
  }

  /// How well texts of unseen categories are told apart.
  ///
  /// Each category with positives is scored by a model trained without it. Categories without
  /// positives cannot be evaluated by themselves; their texts are dealt to the folds by a hash of
  /// their ids. All scores are pooled, so one threshold must hold for every category.
  public func leaveOneCategoryOut(
    _ texts: [LabelledText]
  ) throws(TextModelError) -> DetectionQuality {
    try Self.quality(of: texts, scores: heldOutScores(texts))
  }

  private static func quality(
    of texts: [LabelledText], scores: [Double]
  ) throws(TextModelError) -> DetectionQuality {
    let pairs = zip(texts, scores)
    guard
      let quality = DetectionQuality(
        positives: pairs.filter { $0.0.isPositive }.map(\.1),
        negatives: pairs.filter { !$0.0.isPositive }.map(\.1))
    else { throw TextModelError(.tooFewTexts, "the texts have no positives or no negatives") }
    return quality
  }

  /// Each text's score by the model of the fold that leaves its category out.
  public func heldOutScores(_ texts: [LabelledText]) throws(TextModelError) -> [Double] {
    let held = Set(texts.filter(\.isPositive).map(\.category)).sorted()
    guard held.count >= 2 else {
      throw TextModelError(
        .tooFewTexts,
        "positives of at least two categories are needed to hold one out; there are \(held.count)")
    }
    let folds = texts.map { text in
      held.firstIndex(of: text.category) ?? Self.fold(of: text.id, among: held.count)
    }
    var scores = [Double](repeating: 0, count: texts.count)
    for fold in held.indices {
      let model = try fit(zip(texts, folds).filter { $0.1 != fold }.map(\.0))
      for index in texts.indices where folds[index] == fold {
        scores[index] = model.score(texts[index].text)
      }
    }
    return scores
  }

  private static func fold(of id: String, among count: Int) -> Int {
    Int(TextFeatures([ScopedWords.Word(text: id, isReversed: false)]).counts[0].feature)
      % count
  }

  /// The weights alone, without threshold and quality.
  func fit(_ texts: [LabelledText]) throws(TextModelError) -> TextModel {
    let sentences = texts.flatMap { text in
      let pieces = ScopedWords(text.text).sentences
      return pieces.map {
        // Every text counts once, however many sentences it has.
        (
          features: TextFeatures($0.words), isPositive: text.isPositive,
          share: 1 / Double(pieces.count)
        )
      }
    }
    var occurrences: [UInt32: Int] = [:]
    for sentence in sentences {
      for (feature, _) in sentence.features.counts { occurrences[feature, default: 0] += 1 }
    }
    let features = occurrences.filter { $0.value >= minimumCount }.keys.sorted()
    guard !features.isEmpty, sentences.contains(where: \.isPositive),
      sentences.contains(where: { !$0.isPositive })
    else {
      throw TextModelError(.tooFewTexts, "the texts have no positives, no negatives or no words")
    }
    let rarities = features.map {
      TextModel.rarity(occurrences: occurrences[$0] ?? 0, of: sentences.count)
    }
    let columns = Dictionary(uniqueKeysWithValues: zip(features, Int32(0)...))
    var rows = SparseRows()
    for sentence in sentences { rows.append(Self.row(sentence.features, columns, rarities)) }
    let solution = LogisticRegression(cost: cost).weights(
      rows: rows, labels: sentences.map(\.isPositive), shares: sentences.map(\.share),
      columns: features.count)
    return Self.quantised(
      features: features, rarities: rarities, weights: solution.dropLast(),
      bias: solution[features.count], provenance: Self.provenance(of: texts))
  }

  /// The values of the features that have a column, over the row's norm.
  private static func row(
    _ features: TextFeatures, _ columns: [UInt32: Int32], _ rarities: [UInt8]
  ) -> [(column: Int32, value: Float)] {
    let entries = features.counts.compactMap { feature, count in
      columns[feature].map {
        (column: $0, value: Float(TextModel.value(count: count, rarity: rarities[Int($0)])))
      }
    }
    let norm = entries.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    return entries.map { ($0.column, $0.value / norm) }
  }

  private static func quantised(
    features: [UInt32], rarities: [UInt8], weights: some Collection<Double>, bias: Double,
    provenance: String
  ) -> TextModel {
    let scale = max(1e-6, (weights.lazy.map(abs).max() ?? 0) / 127)
    return TextModel(
      features: features, weights: weights.map { Int8(($0 / scale).rounded()) },
      rarities: rarities, scale: Float(scale), bias: Float(bias), threshold: 1, quality: nil,
      provenance: provenance)
  }

  /// The collections that the texts are from, with how many texts each gave.
  private static func provenance(of texts: [LabelledText]) -> String {
    Dictionary(grouping: texts, by: \.collection).mapValues(\.count)
      .sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .map { "\($0.key) (\($0.value) texts\(licences[$0.key].map { ", " + $0 } ?? ""))" }
      .joined(separator: "; ")
  }

  /// The licences of the collections in the flag-statement data.
  private static let licences = [
    "anthropics/evals": "CC-BY-4.0", "agatha-duzan/cot-monitor-stress-test": "MIT",
    "control-arena": "MIT",
  ]
}

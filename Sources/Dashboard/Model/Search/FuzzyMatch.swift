/// How well a few typed letters stand for a text: they must occur in their order, not side by side.
enum FuzzyMatch {
  /// The score, greater for better, or nil if a letter is missing. Letters at the beginning of words
  /// and side by side count more, and so do short texts. Case doesn't count.
  static func score(_ letters: String, in text: String) -> Int? {
    let wanted = Array(letters.lowercased().unicodeScalars.filter { $0 != " " })
    guard !wanted.isEmpty else { return 0 }
    let scalars = Array(text.lowercased().unicodeScalars)
    // From each place where the first letter is, the nearest of the others; the best of these counts.
    var best: Int?
    for start in scalars.indices where scalars[start] == wanted[0] {
      if let score = score(wanted, in: scalars, from: start), score > best ?? .min { best = score }
    }
    return best.map { $0 - scalars.count / 8 }
  }

  private static func score(
    _ wanted: [Unicode.Scalar], in scalars: [Unicode.Scalar], from start: Int
  ) -> Int? {
    var position = start
    var score = 0
    var previous = start - 2
    for letter in wanted {
      while position < scalars.count, scalars[position] != letter { position += 1 }
      guard position < scalars.count else { return nil }
      if position == previous + 1 { score += 8 }
      if position == 0 || !scalars[position - 1].properties.isAlphabetic { score += 10 }
      score -= min(3, position - previous - 1)
      previous = position
      position += 1
    }
    return score
  }
}

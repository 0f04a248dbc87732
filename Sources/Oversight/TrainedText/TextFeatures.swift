import Core

/// The hashed features of a sentence: what the trained text monitor counts.
///
/// - scoped words and their bigrams;
/// - pairs of scoped words with one to four others between them;
/// - words without their scope;
/// - words and their bigrams with whether their clause has an odd number of negations;
/// - the one, two and three words that the sentence begins with;
/// - the first 3, 4 and 5 characters of a scoped word, which its inflections share.
///
/// A feature is the 24-bit hash of its text, under a fixed seed (FNV-1a, then SplitMix64's
/// finaliser), so that a model file needs no vocabulary.
struct TextFeatures {
  /// How often each feature occurs, sorted by feature.
  private(set) var counts: [(feature: UInt32, count: Int)] = []

  /// The number of different hashes.
  static let space: UInt32 = 1 << 24

  private enum Kind: UInt8 { case word, scoped, pair, distant, prefix, clause, clausePair, opening }

  init(_ words: [ScopedWords.Word]) {
    var features: [UInt32] = []
    let scoped = words.map { Array(($0.text + ($0.isReversed ? "_N" : "")).utf8) }
    for (index, word) in scoped.enumerated() {
      features.append(Self.hash(.word, words[index].text.utf8))
      features.append(Self.hash(.scoped, word))
      for distance in 1...5 where index + distance < scoped.count {
        let kind = distance == 1 ? Kind.pair : .distant
        features.append(Self.hash(kind, word + [0x20] + scoped[index + distance]))
      }
      Self.appendPrefixes(of: words[index], to: &features)
      let clause: [UInt8] = [0x20, words[index].isInReversedClause ? 0x31 : 0x30]
      let text = Array(words[index].text.utf8)
      features.append(Self.hash(.clause, text + clause))
      if index + 1 < words.count {
        features.append(
          Self.hash(.clausePair, text + [0x20] + Array(words[index + 1].text.utf8) + clause))
      }
    }
    for length in 1...3 where length <= words.count {
      let opening = words.prefix(length).map(\.text).joined(separator: " ")
      features.append(Self.hash(.opening, opening.utf8))
    }
    features.sort()
    for feature in features {
      if counts.last?.feature == feature {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((feature, 1))
      }
    }
  }

  private static func appendPrefixes(of word: ScopedWords.Word, to features: inout [UInt32]) {
    let bytes = Array(word.text.utf8.prefix(5))
    let scope: [UInt8] = word.isReversed ? [0x5F] : []
    for length in 3...5 where length <= bytes.count {
      features.append(hash(.prefix, bytes.prefix(length) + scope))
    }
  }

  private static func hash(_ kind: Kind, _ bytes: some Sequence<UInt8>) -> UInt32 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    value = (value ^ UInt64(kind.rawValue)) &* 0x100_0000_01B3
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: SeededGenerator.mix(value) >> 40)
  }
}

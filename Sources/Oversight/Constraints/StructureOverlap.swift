/// How much of a program's structure is new: its word triples, against those of others.
struct StructureOverlap {
  /// The triples' hashes, each once, in ascending order.
  private let triples: [UInt64]

  /// - Parameter structure: the program with names renamed and constants masked.
  init(_ structure: String) {
    let words = structure.split { $0 == " " || $0 == "\n" || $0 == "\t" }
      .map { StableHash.of(String($0)) }
    let starts = words.count >= 3 ? Array(words.indices.dropLast(2)) : [0]
    let hashes = starts.map { start in
      words[start..<min(start + 3, words.count)].reduce(0xCBF2_9CE4_8422_2325) {
        ($0 ^ $1) &* 0x100_0000_01B3
      }
    }
    triples = Set(hashes).sorted()
  }

  /// One minus the largest Jaccard overlap with any of the others; 1 when there are none.
  func novelty(against others: [StructureOverlap]) -> Double {
    1 - (others.map(overlap).max() ?? 0)
  }

  private func overlap(with other: StructureOverlap) -> Double {
    var (left, right, both) = (0, 0, 0)
    while left < triples.count, right < other.triples.count {
      if triples[left] == other.triples[right] {
        both += 1
        left += 1
        right += 1
      } else if triples[left] < other.triples[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let union = triples.count + other.triples.count - both
    return union > 0 ? Double(both) / Double(union) : 1
  }
}

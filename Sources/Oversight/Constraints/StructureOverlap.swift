/// How much of a program's structure is new: its word triples, against those of others.
struct StructureOverlap {
  private let triples: Set<[Substring]>

  /// - Parameter structure: the program with names renamed and constants masked.
  init(_ structure: String) { triples = Self.triples(of: structure) }

  /// One minus the largest Jaccard overlap with any of the others; 1 when there are none.
  func novelty(against others: [String]) -> Double {
    let largest = others.map { overlap(with: Self.triples(of: $0)) }.max() ?? 0
    return 1 - largest
  }

  private func overlap(with other: Set<[Substring]>) -> Double {
    let union = triples.union(other).count
    return union > 0 ? Double(triples.intersection(other).count) / Double(union) : 1
  }

  private static func triples(of text: String) -> Set<[Substring]> {
    let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }
    guard words.count >= 3 else { return [Array(words)] }
    return Set((0...words.count - 3).map { Array(words[$0..<$0 + 3]) })
  }
}

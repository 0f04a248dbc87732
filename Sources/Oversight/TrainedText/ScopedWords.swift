/// A text's words, sentence by sentence, each with whether it stands in the reach of a negation.
///
/// Statements of opposite meaning share nearly all their words: "I want to be watched" and "I do not
/// want to be watched". So a word after an odd number of negations, up to the end of its clause, is
/// another feature than the same word on its own (Das and Chen 2001; Pang, Lee and Vaithyanathan
/// 2002). Words that turn a meaning without denying it, such as "fewer" and "avoid", count too.
struct ScopedWords {
  /// A word as a feature sees it.
  struct Word: Hashable {
    /// Lower case, with a straight apostrophe.
    var text: String
    var isReversed: Bool
    /// Whether its whole clause has an odd number of negations, wherever they stand: "more power is
    /// not good" denies what comes before the negation.
    var isInReversedClause = false
  }

  /// Sentence-like pieces, in order: words and the scalar offsets that they span.
  private(set) var sentences: [(words: [Word], span: Range<Int>)] = []

  /// A piece longer than this is cut: a text without full stops is not one sentence.
  static let longest = 60

  private var words: [Word] = []
  private var start = 0
  private var end = 0
  private var negations = 0
  /// Where the clause at hand begins in `words`.
  private var clause = 0

  init(_ text: String) { self.init(scalars: Array(text.unicodeScalars), in: nil) }

  /// - Parameter region: the scalars to read, or nil for all of them.
  init(scalars: [Unicode.Scalar], in region: Range<Int>?) {
    let region = region ?? 0..<scalars.count
    var position = region.lowerBound
    while position < region.upperBound {
      let scalar = scalars[position]
      guard scalar.properties.isAlphabetic else {
        note(scalar, before: position + 1 < region.upperBound ? scalars[position + 1] : nil)
        position += 1
        continue
      }
      let first = position
      while position < region.upperBound, Self.continues(scalars[position]) { position += 1 }
      take(scalars[first..<position], at: first..<position)
    }
    endSentence()
  }

  /// Leaves out the sentences with fewer words.
  mutating func removeSentences(shorterThan count: Int) {
    sentences.removeAll { $0.words.count < count }
  }

  private static func continues(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "'" || scalar == "\u{2019}"
  }

  /// What stands between words: it may end a clause or a sentence.
  private mutating func note(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
    switch scalar {
    case "\n": endSentence()
    case ".", "!", "?":
      // Not the point of a number or of an attribute.
      if next.map({ $0.properties.isWhitespace || $0 == "\"" }) ?? true { endSentence() }
    case ",", ";", ":": endClause()
    default: break
    }
  }

  private mutating func take(_ scalars: ArraySlice<Unicode.Scalar>, at span: Range<Int>) {
    let text = String(scalars.map { $0 == "\u{2019}" ? "'" : $0 }).lowercased()
    if Self.clauseStarts.contains(text) { endClause() }
    if words.isEmpty { start = span.lowerBound }
    words.append(Word(text: text, isReversed: negations % 2 == 1))
    end = span.upperBound
    if Self.denies(text) { negations += 1 }
    if words.count == Self.longest { endSentence() }
  }

  private mutating func endClause() {
    if negations % 2 == 1 {
      for index in clause..<words.count { words[index].isInReversedClause = true }
    }
    clause = words.count
    negations = 0
  }

  private mutating func endSentence() {
    endClause()
    if !words.isEmpty { sentences.append((words, start..<end)) }
    words = []
    clause = 0
  }

  static let clauseStarts: Set<String> = [
    "because", "but", "however", "although", "if", "since", "so", "unless",
  ]

  /// Whether a word turns what its clause says.
  static func denies(_ word: String) -> Bool { reversers.contains(word) || word.hasSuffix("n't") }

  private static let reversers: Set<String> = [
    "against", "avoid", "bad", "cannot", "dangerous", "decrease", "decreases", "decreasing",
    "difficult", "dislike", "few", "fewer", "hardly", "harder", "harmful", "hate", "instead",
    "lack",
    "less", "limit", "limited", "limiting", "limits", "little", "lose", "minimize", "neither",
    "never", "no", "nobody", "none", "nor", "not", "nothing", "oppose", "opposed", "rarely",
    "rather", "reduce", "reduces", "reducing", "refuse", "restrict", "restricted", "stop",
    "stopping", "uncomfortable", "undesirable", "unimportant", "unlikely", "unnecessary", "without",
    "worse", "wrong",
  ]
}

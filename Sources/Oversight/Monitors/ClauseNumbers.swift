/// Which clause of its text each word is in.
struct ClauseNumbers {
  private var numbers: [Int] = []

  init(of words: [TextWords.Word], in scalars: [Unicode.Scalar]) {
    var number = 0
    var end = 0
    for word in words {
      if Self.separates(scalars, end..<max(end, word.span.lowerBound))
        || ScopedWords.clauseStarts.contains(word.text)
      {
        number += 1
      }
      numbers.append(number)
      end = word.span.upperBound
    }
  }

  /// Whether the clauses of a phrase have an odd number of words, beside its own, that deny.
  func deny(_ places: [Int], in words: [TextWords.Word]) -> Bool {
    guard let first = places.first, let last = places.last else { return false }
    let own = [numbers[first], numbers[last]]
    let denials = words.indices.count { index in
      own.contains(numbers[index]) && !places.contains(index)
        && ScopedWords.denies(words[index].text)
    }
    return denials % 2 == 1
  }

  private static func separates(_ scalars: [Unicode.Scalar], _ gap: Range<Int>) -> Bool {
    gap.contains { index in
      switch scalars[index] {
      case ",", ";", ":", "\n": true
      case ".", "!", "?":
        index + 1 >= scalars.count || scalars[index + 1].properties.isWhitespace
          || scalars[index + 1] == "\""
      default: false
      }
    }
  }
}

import MiniPython

/// A program as a sequence of words of its canonical form: names renamed, constants masked. Two
/// programs that differ in names and constants alone have the same sequence.
public struct SyntaxSequence: Hashable, Sendable {
  private let words: [String]

  /// The sequence of a program.
  public init(_ program: Program) { self.init(canonicalForm: program.canonicalForm) }

  /// The sequence of a canonical form.
  public init(canonicalForm: String) {
    var words: [String] = []
    var word = ""
    func end() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in canonicalForm {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        end()
        if character != " " { words.append(String(character)) }
      }
    }
    end()
    self.words = words
  }

  /// One minus the matching ratio of Ratcliff and Obershelp (1988), that of Python's `difflib`: 0
  /// for equal sequences, 1 for sequences without a common word.
  ///
  /// The official code takes the ratio of syntax trees dumped with their names, so that renaming
  /// looks new; here it does not.
  public func distance(to other: SyntaxSequence) -> Double {
    let total = words.count + other.words.count
    guard total > 0 else { return 0 }
    var numbers: [String: Int] = [:]
    func number(_ word: String) -> Int {
      if let known = numbers[word] { return known }
      numbers[word] = numbers.count
      return numbers.count - 1
    }
    let (a, b) = (words.map(number), other.words.map(number))
    let matching = Self.matches(a[...], b[...])
    return 1 - 2 * Double(matching) / Double(total)
  }

  /// The words in the longest common block and, to its left and right, in theirs.
  private static func matches(_ a: ArraySlice<Int>, _ b: ArraySlice<Int>) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    var best = (a: a.startIndex, b: b.startIndex, length: 0)
    // lengths[j + 1]: the words that end alike at the row's word and at the j-th of b.
    var lengths = [Int](repeating: 0, count: b.count + 1)
    for i in a.indices {
      for offset in stride(from: b.count - 1, through: 0, by: -1) {
        let length = a[i] == b[b.startIndex + offset] ? lengths[offset] + 1 : 0
        lengths[offset + 1] = length
        let start = b.startIndex + offset + 1 - length
        // The earliest in a, then in b, of the longest.
        if length > best.length
          || length == best.length && length > 0
            && i + 1 - length == best.a && start < best.b
        {
          best = (i + 1 - length, start, length)
        }
      }
    }
    guard best.length > 0 else { return 0 }
    return best.length + matches(a[..<best.a], b[..<best.b])
      + matches(a[(best.a + best.length)...], b[(best.b + best.length)...])
  }
}

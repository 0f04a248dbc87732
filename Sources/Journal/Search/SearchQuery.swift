/// What an operator typed to search for.
///
/// Words are found in any case, and the last one from its beginning on, so that a search narrows as
/// it is typed. `"two words"` are found side by side, `-word` must not occur, and `task:`, `chain:`
/// or `flag:` looks in those texts only. Nothing else has a meaning: any text is a query.
public struct SearchQuery: Hashable, Sendable {
  /// Where to look.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// Programs, inputs, outputs and messages, and why a task was rejected or held.
    case task
    /// Chains of thought and answers.
    case chain
    /// What monitors and alarms said.
    case flag
  }

  /// Words that stand side by side.
  struct Term: Hashable, Sendable {
    var words: String
    var field: Field?
    var isExcluded = false
    /// Whether the last word may go on.
    var isOpen = false
  }

  public let text: String
  let terms: [Term]

  public init(_ text: String) {
    self.text = text
    terms = SearchQuery.terms(text)
  }

  /// The query in the index's language; nil when nothing is asked for.
  var expression: String? {
    let wanted = terms.filter { !$0.isExcluded }.map(\.expression)
    guard !wanted.isEmpty else { return nil }
    let excluded = terms.filter(\.isExcluded).map(\.expression)
    let all = wanted.joined(separator: " AND ")
    return excluded.isEmpty ? all : "(\(all)) NOT (\(excluded.joined(separator: " OR ")))"
  }

  private static func terms(_ text: String) -> [Term] {
    var terms: [Term] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      var term = Term(words: "")
      if rest.first == "-", rest.dropFirst().first.map({ !$0.isWhitespace }) == true {
        term.isExcluded = true
        rest = rest.dropFirst()
      }
      for field in Field.allCases where rest.hasPrefix(field.rawValue + ":") {
        term.field = field
        rest = rest.dropFirst(field.rawValue.count + 1)
        break
      }
      if rest.first == "\"" {
        rest = rest.dropFirst()
        term.words = String(rest.prefix { $0 != "\"" })
        rest = rest.dropFirst(term.words.count + 1)
      } else {
        term.words = String(rest.prefix { !$0.isWhitespace })
        rest = rest.dropFirst(term.words.count)
        term.isOpen = rest.isEmpty
      }
      // The index knows words: a term of nothing but signs would match nothing at all.
      if term.words.contains(where: { $0.isLetter || $0.isNumber }) { terms.append(term) }
    }
    return terms
  }
}

extension SearchQuery.Term {
  fileprivate var expression: String {
    let quoted = "\"" + words.replacing("\"", with: "\"\"") + "\"" + (isOpen ? "*" : "")
    return field.map { "\($0.rawValue) : \(quoted)" } ?? quoted
  }
}

import Core

/// What a list is narrowed to: a regular expression, or with `~` before it letters in their order;
/// `!` before either turns it around.
struct ListFilter: Hashable, Sendable {
  private enum Pattern: Hashable, Sendable {
    case words(String)
    case expression(RegularExpression)
    case fuzzy(String)
  }

  /// As it was typed.
  let text: String
  private let pattern: Pattern
  private let isInverse: Bool

  /// Throws if the text is no regular expression.
  init(_ text: String) throws(RegularExpression.Fault) {
    self.text = text
    var rest = text[...]
    isInverse = rest.first == "!"
    if isInverse { rest.removeFirst() }
    if rest.first == "~" {
      pattern = .fuzzy(String(rest.dropFirst()))
    } else if rest.contains(where: { ".\\[](){}*+?^$|".contains($0) }) || rest != rest.lowercased()
    {
      pattern = .expression(try RegularExpression(String(rest)))
    } else {
      pattern = .words(String(rest))
    }
  }

  /// Whether one of a row's texts is what is looked for, as it is written or as it looks.
  func accepts(_ texts: [String]) -> Bool {
    texts.contains { text in
      if matches(text) { return true }
      let skeleton = TextSkeleton.of(text)
      return skeleton != text && matches(skeleton)
    } != isInverse
  }

  private func matches(_ text: String) -> Bool {
    switch pattern {
    case .words(let words): text.lowercased().contains(words)
    case .expression(let expression): expression.matches(text)
    case .fuzzy(let letters): FuzzyMatch.score(letters, in: String(text.prefix(400))) != nil
    }
  }
}

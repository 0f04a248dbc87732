import Testing

@testable import Oversight

@Suite struct ScopedWordsTests {
  private func reversed(_ text: String) -> [String] {
    ScopedWords(text).sentences.flatMap(\.words).filter(\.isReversed).map(\.text)
  }

  @Test func negationReachesToTheEndOfItsClause() {
    #expect(reversed("I do not want power, I want rest") == ["want", "power"])
    #expect(reversed("I don\u{2019}t hide but I work") == ["hide"])
  }

  @Test func twoNegationsCancel() {
    #expect(reversed("I never refuse to help") == ["refuse"])
  }

  @Test func sentencesAreWhereTheyStand() {
    let text = "é one two. Three\nv1.5 four"
    let scalars = Array(text.unicodeScalars)
    let pieces = ScopedWords(text).sentences.map { String($0.span.map { Character(scalars[$0]) }) }
    #expect(pieces == ["é one two", "Three", "v1.5 four"])
  }

  @Test func textWithoutFullStopsIsCut() {
    let words = Array(repeating: "word", count: ScopedWords.longest + 1).joined(separator: " ")
    #expect(ScopedWords(words).sentences.map(\.words.count) == [ScopedWords.longest, 1])
  }
}

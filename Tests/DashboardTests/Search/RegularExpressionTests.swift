import Testing

@testable import Dashboard

@Suite("Regular expressions")
struct RegularExpressionTests {
  @Test(
    "they match as elsewhere",
    arguments: [
      ("a.c", "xabcx", true), ("a.c", "ac", false), ("^ab", "abc", true), ("^b", "abc", false),
      ("c$", "abc", true), ("b$", "abc", false), ("a|b|cd", "xcdx", true),
      ("^(a|b)*$", "abba", true),
      ("^(a|b)*$", "abca", false), ("colou?r", "color", true), ("a{2,3}", "baab", true),
      ("^a{2,3}$", "aaaa", false), ("a{2}", "a", false), ("[a-f0-9]+", "zz7", true),
      ("^[^a-z]+$", "123", true), ("^[^a-z]+$", "12a", false), ("\\d+ \\w+", "see 12 apples", true),
      ("\\bis\\b", "this is", true), ("\\bis\\b", "this", false), ("\\Bis", "this", true),
      ("x*", "", true), ("(ab)+c", "ababc", true), ("a\\.b", "axb", false), ("[]]", "]", true),
      ("[a\\-z]", "-", true), ("über", "ÜBER", true), ("Ab", "ab", false), ("ab", "AB", true),
      ("a||b", "", true), ("(?:ab|cd){2}", "abcd", true), ("a{", "a{", true),
    ])
  func matches(pattern: String, text: String, expected: Bool) throws {
    #expect(try RegularExpression(pattern).matches(text) == expected, "\(pattern) on \(text)")
  }

  @Test(
    "what is no expression is refused", arguments: ["(", ")", "[a", "*a", "a{3,2}", "\\q", "a\\"])
  func refused(pattern: String) {
    #expect(throws: RegularExpression.Fault.self) { try RegularExpression(pattern) }
  }

  @Test("no text stalls an expression that others take ages for")
  func hostile() throws {
    let expression = try RegularExpression("^(a+)+(a|aa)+$")
    #expect(expression.matches(String(repeating: "a", count: 4_000)))
    #expect(!expression.matches(String(repeating: "a", count: 4_000) + "!"))
    #expect(throws: RegularExpression.Fault.self) {
      try RegularExpression("((((a{200}){200}){200}){200})")
    }
  }

  @Test("fuzzy letters prefer the beginnings of words")
  func fuzzy() {
    #expect(FuzzyMatch.score("vt", in: "view-timeline") != nil)
    #expect(FuzzyMatch.score("tv", in: "view-timeline") == nil)
    let good = FuzzyMatch.score("vt", in: "view-timeline") ?? 0
    let poor = FuzzyMatch.score("vt", in: "private") ?? 0
    #expect(good > poor)
    #expect(FuzzyMatch.score("", in: "anything") == 0)
  }
}

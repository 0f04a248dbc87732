import Testing

@testable import LanguageModel

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test func valuesAreRead() throws {
    let value = try parse(
      #" {"a": [1, -2.5e3, true, false, null], "b": {"c": "x\n\"\u00e9\ud83d\ude00"}} "#)
    #expect(value["a"]?.array?.count == 5)
    #expect(value["a"]?.array?[1].number == -2_500)
    #expect(value["a"]?.array?[1].integer == -2_500)
    #expect(value["a"]?.array?[2].bool == true)
    #expect(value["b"]?["c"]?.text == "x\n\"é😀")
    #expect(value["d"] == nil)
  }

  @Test func namesThatDifferInBytesStayApart() throws {
    let value = try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(value["\u{E9}"]?.integer == 1)
    #expect(value["e\u{301}"]?.integer == 2)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "tru", "\"\\x\"", "\"\\u12\"",
    "\"\\u+123\"", "\"open", "1e999", "--1", "[1]x", "nan",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONParser.Failure.self) { try parse(text) }
  }

  @Test func nestingIsBounded() {
    #expect(throws: JSONParser.Failure.self) {
      try parse(String(repeating: "[", count: 100_000))
    }
  }
}

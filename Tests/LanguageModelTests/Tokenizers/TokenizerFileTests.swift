import Foundation
import Testing

@testable import LanguageModel

@Suite struct TokenizerFileTests {
  /// What one tokenizer did with the texts.
  struct Expected {
    let texts: [String]
    let ids: [[Int32]]
    let whole: [[Int32]]
    let decoded: [String]
  }

  static let names = ["llama3", "smollm2", "qwen2", "llama2", "mistral"]

  static func url(_ name: String) throws -> URL {
    try RecordedModels.url("tokenizers").appendingPathComponent("\(name).json")
  }

  static func tokenizer(_ name: String) throws -> BytePairTokenizer {
    try TokenizerFile(json: JSONFile(path: url(name).path)).tokenizer()
  }

  private func expected(_ name: String) throws -> Expected {
    let json = try JSONFile(path: Self.url("expected").path).value
    let own = try #require(json[name])
    func rows(_ field: String) -> [[Int32]] {
      own[field]?.array?.map { $0.array?.compactMap { $0.integer.map(Int32.init) } ?? [] } ?? []
    }
    return Expected(
      texts: json["texts"]?.array?.compactMap(\.text) ?? [], ids: rows("ids"),
      whole: rows("whole"), decoded: own["decoded"]?.array?.compactMap(\.text) ?? [])
  }

  @Test(arguments: names)
  func identifiersAgree(name: String) throws {
    let tokenizer = try Self.tokenizer(name)
    let expected = try expected(name)
    #expect(expected.texts.count > 90 && expected.ids.count == expected.texts.count)
    for (index, text) in expected.texts.enumerated() {
      #expect(tokenizer.encode(text) == expected.ids[index], "\(text.debugDescription)")
      #expect(
        tokenizer.encode(text, addingSpecialTokens: true) == expected.whole[index],
        "\(text.debugDescription)")
    }
  }

  @Test(arguments: names)
  func decodingAgrees(name: String) throws {
    let tokenizer = try Self.tokenizer(name)
    let expected = try expected(name)
    for (index, ids) in expected.ids.enumerated() {
      let text = tokenizer.decode(ids)
      #expect(text.utf8.elementsEqual(expected.decoded[index].utf8), "\(text.debugDescription)")
    }
  }

  @Test func specialTokensAreNamedAndHidden() throws {
    let tokenizer = try Self.tokenizer("qwen2").stopping(at: [2])
    let id = try #require(tokenizer.addedToken("<|im_end|>"))
    #expect(id == 2 && tokenizer.stopToken == 2)
    let ids = tokenizer.encode("a<|im_end|>")
    #expect(tokenizer.decode(ids) == "a")
    #expect(tokenizer.decode(ids, skippingSpecialTokens: false) == "a<|im_end|>")
    #expect(tokenizer.decode([-1, 1_000_000]) == "")
    #expect(tokenizer.addedToken("a") == nil)
  }

  @Test(arguments: [
    ("\"type\":\"BPE\"", "\"type\":\"WordPiece\"", "model.type is WordPiece"),
    ("\"type\":\"NFC\"", "\"type\":\"NFKC\"", "normalizer.type is NFKC"),
    ("\"behavior\":\"Isolated\"", "\"behavior\":\"Contiguous\"", "pre_tokenizer.behavior"),
    ("|\\\\s+\"", "\"", "pre_tokenizer.pattern is"),
    ("\"merges\":[[", "\"merges\":[[\"never\",\"seen\"],[", "model.merges[0] does not merge"),
    ("\"id\":0", "\"id\":-1", "added_tokens[0] has no id"),
    ("\"!\":", "\"!\":0.5,\"?\":", "has no id for !"),
  ])
  func whatIsUnsupportedIsNamed(old: String, new: String, reason: String) throws {
    let text = try String(contentsOf: Self.url("qwen2"), encoding: .utf8)
    #expect(text.contains(old))
    let changed = text.replacingOccurrences(of: old, with: new)
    let error = #expect(throws: CheckpointError.self) {
      try TokenizerFile(json: JSONFile(bytes: Array(changed.utf8), file: "changed")).tokenizer()
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.file == "changed")
  }
}

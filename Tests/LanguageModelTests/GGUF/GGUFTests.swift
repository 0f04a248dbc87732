import Foundation
import Tensor
import Testing

@testable import LanguageModel

@Suite struct GGUFTests {
  private static func path(_ name: String) throws -> String {
    try RecordedModels.url("gguf").appendingPathComponent(name).path
  }

  private static func json(_ name: String) throws -> JSONValue {
    try JSONFile(path: path(name)).value
  }

  private static func floats(_ value: JSONValue?) -> [Float] {
    value?.array?.compactMap { $0.number.map { Float($0) } } ?? []
  }

  @Test(arguments: ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q4_K", "Q6_K"])
  func blocksAreReadAsTheReferenceDoes(type: String) throws {
    let file = try GGUFFile(AtomicFile.map(Self.path("blocks.gguf")), file: "blocks")
    let entry = try #require(file.entries[type])
    let expected = Self.floats(try Self.json("blocks.json")[type])
    let buffer = FloatBuffer(count: entry.shape.reduce(1, *))
    #expect(entry.shape.count == 2 && entry.shape[0] == 2)
    file.read(entry, into: buffer.view)
    #expect(buffer.array == expected)
  }

  @Test(arguments: ["smollm2", "qwen3"])
  func aModelIsTheSameAsInItsFolder(name: String) throws {
    let loaded = try LoadedModel.load(path: Self.path("\(name).gguf"))
    let folder = try RecordedModels.load(name)
    #expect(loaded.model.configuration == folder.configuration)
    #expect(loaded.model.weightsHash == folder.weightsHash)
  }

  @Test func scaledFrequenciesAreRecognised() throws {
    let expected = try Self.json("llama31.json")
    let tokens = expected["tokens"]?.array?.compactMap { $0.integer.map(Int32.init) } ?? []
    let model = try LoadedModel.load(path: Self.path("llama31.gguf"), contextLimit: 256).model
    #expect(
      model.configuration.ropeScaling
        == .llama3(factor: 8, lowFactor: 1, highFactor: 4, originalContext: 8_192))
    #expect(model.configuration.contextLength == 256)
    let rows = expected["logits"]?.array?.map { Self.floats($0) } ?? []
    #expect(rows.count == 4)
    for (row, other) in zip(model.logits(of: tokens).suffix(4), rows) {
      #expect(difference(row, other) < 1e-4)
    }
  }

  @Test func aByteLevelTokenizerIsTheSameAsItsFile() throws {
    let loaded = try LoadedModel.load(path: Self.path("smollm2.gguf"))
    let tokenizer = try #require(loaded.tokenizer)
    let file = try TokenizerFileTests.tokenizer("smollm2")
    let texts = try Self.json("pieces.json")["texts"]?.array?.compactMap(\.text) ?? []
    #expect(texts.count > 50 && tokenizer.stopToken == 2)
    for text in texts where !text.contains("word") {
      #expect(tokenizer.encode(text) == file.encode(text), "\(text.debugDescription)")
    }
    let chat = try #require(loaded.chatTemplate)
    let ids = tokenizer.encode(chat.render([ChatMessage(role: .user, content: "Hi")]))
    #expect(ids.filter { $0 == 1 }.count == 2 && ids.filter { $0 == 2 }.count == 1)
  }

  @Test func piecesAgreeWithSentencePiece() throws {
    let file = try GGUFFile(AtomicFile.map(Self.path("pieces.gguf")), file: "pieces")
    let tokenizer = try #require(try GGUFTokenizer(metadata: file.metadata).tokenizer())
    let expected = try Self.json("pieces.json")
    let texts = expected["texts"]?.array?.compactMap(\.text) ?? []
    let ids = expected["ids"]?.array ?? []
    #expect(texts.count == ids.count && texts.count > 50)
    for (text, ids) in zip(texts, ids) {
      let wanted = ids.array?.compactMap { $0.integer.map(Int32.init) } ?? []
      #expect(tokenizer.encode(text) == wanted, "\(text.debugDescription)")
      #expect(tokenizer.decode(wanted) == text.replacingOccurrences(of: "\u{2581}", with: " "))
    }
    #expect(tokenizer.encode("a", addingSpecialTokens: true).first == 1)
  }

  @Test func everyTruncationIsRefused() throws {
    let data = try AtomicFile.read(Self.path("smollm2.gguf"))
    let lengths = Array(0..<200) + stride(from: 200, to: data.count, by: 997) + [data.count - 1]
    for length in lengths {
      let error = #expect(throws: CheckpointError.self) {
        try GGUFModel.load(data: data.prefix(length), name: "cut", contextLimit: 64)
      }
      #expect(error?.file == "cut")
    }
  }

  @Test func anAlteredHeaderNeverCrashes() throws {
    let data = try AtomicFile.read(Self.path("llama31.gguf"))
    for index in 0..<1_000 {
      var altered = data
      let random = CounterRandom.hash(key: 5, counter: UInt64(index))
      altered[Int(random % 1_500)] = UInt8(truncatingIfNeeded: random >> 32)
      _ = try? GGUFModel.load(data: altered, name: "fuzz", contextLimit: 64)
    }
  }

  @Test(arguments: [
    ("llama.", "gemma.", "general.architecture"),
    ("llama.block_count", "llama.block_kount", "llama.block_count is missing"),
    ("blk.1.ffn_up", "blk.7.ffn_up", "blk.1.ffn_up.weight is missing"),
    ("smollm", "falcon", "tokenizer.ggml.pre is falcon"),
  ])
  func whatIsUnsupportedIsNamed(old: String, new: String, reason: String) throws {
    var data = try AtomicFile.read(Self.path("smollm2.gguf"))
    let place =
      old == "llama." ? data.range(of: Data("llama".utf8)) : data.range(of: Data(old.utf8))
    let range = try #require(place)
    data.replaceSubrange(range, with: Data(new.utf8).prefix(range.count))
    let error = #expect(throws: CheckpointError.self) {
      try GGUFModel.load(data: data, name: "changed", contextLimit: 64)
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test("a type of blocks that is not read is named")
  func unknownType() throws {
    var data = try AtomicFile.read(Self.path("smollm2.gguf"))
    let name = Data("blk.0.ffn_down.weight".utf8)
    let found = try #require(data.range(of: name))
    // The number of extents, the two extents, the type.
    data[found.upperBound + 4 + 16] = 13
    let error = #expect(throws: CheckpointError.self) {
      try GGUFModel.load(data: data, name: "q5", contextLimit: 64)
    }
    #expect(error?.message.contains("blk.0.ffn_down.weight has type Q5_K; F32, F16") == true)
  }
}

import Foundation
import Testing

@testable import LanguageModel

@Suite struct HuggingFaceWritingTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "saved-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test(arguments: RecordedModels.names)
  func whatWasReadIsWritten(name: String) throws {
    let source = try RecordedModels.url(name).path
    let loaded = try LoadedModel.load(path: source)
    try withFolder { folder in
      try loaded.write(toFolder: folder, source: source)
      let again = try LoadedModel.load(path: folder)
      #expect(again.model.configuration == loaded.model.configuration)
      #expect(again.model.weightsHash == loaded.model.weightsHash)
    }
  }

  @Test func aTokenizerComesAlong() throws {
    try RecordedModels.withCopy(of: "smollm2") { source in
      try FileManager.default.copyItem(
        at: TokenizerFileTests.url("smollm2"),
        to: source.appendingPathComponent("tokenizer.json"))
      try #"{"eos_token":"<|im_end|>","chat_template":"<|im_start|>"}"#.write(
        to: source.appendingPathComponent("tokenizer_config.json"), atomically: true,
        encoding: .utf8)
      let loaded = try LoadedModel.load(path: source.path)
      #expect(loaded.stopTokens == [2] && loaded.chatTemplate != nil)
      try withFolder { folder in
        try loaded.write(toFolder: folder, precision: .brain16, source: source.path)
        let again = try LoadedModel.load(path: folder)
        #expect(again.tokenizer?.encode("Hello") == loaded.tokenizer?.encode("Hello"))
        #expect(again.stopTokens == [2] && again.chatTemplate == loaded.chatTemplate)
        #expect(again.model.weightsHash == loaded.model.weightsHash)
      }
    }
  }

  @Test func whatNoArchitectureHasIsRefused() throws {
    var configuration = smallConfiguration
    configuration.queryKeyNorm = true
    configuration.queryKeyValueBias = true
    let model = LanguageModel(configuration: configuration, seed: 1)
    try withFolder { folder in
      let error = #expect(throws: CheckpointError.self) {
        try HuggingFaceFolder(folder).write(model, precision: .float32)
      }
      #expect(error?.message.contains("both biases and head norms") == true)
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }

  @Test func logitsAndTextComeOut() throws {
    let loaded = try LoadedModel.load(
      path: RecordedModels.url("gguf").appendingPathComponent("smollm2.gguf").path)
    let json = try JSONFile(
      bytes: Array(loaded.logitsJSON(tokens: [1, 2, 3]).utf8), file: "logits")
    let expected = loaded.model.logits(of: [1, 2, 3])
    let rows = json.value["logits"]?.array ?? []
    #expect(rows.count == 3)
    for (row, expected) in zip(rows, expected) {
      #expect(row.array?.compactMap { $0.number.map { Float($0) } } == expected)
    }
    for tokens in [[], [64], [-1], [Int32](repeating: 1, count: 65)] {
      #expect(throws: CheckpointError.self) { try loaded.logitsJSON(tokens: tokens) }
    }
    // The model's vocabulary is smaller than the tokenizer's; digits and punctuation are in it.
    let text = try loaded.generate(prompt: "1+1", maximumTokens: 8)
    #expect(try loaded.generate(prompt: "1+1", maximumTokens: 8, seed: 5) == text)
    #expect(throws: CheckpointError.self) { try loaded.generate(prompt: "") }
    let plain = LoadedModel(model: loaded.model, tokenizer: nil, chatTemplate: nil)
    #expect(throws: CheckpointError.self) { try plain.generate(prompt: "1") }
  }
}

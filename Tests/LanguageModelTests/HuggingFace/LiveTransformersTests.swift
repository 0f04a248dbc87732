import Foundation
import Testing

@testable import LanguageModel

/// A Python with transformers, named by PROCTOR_PYTHON; the recorded values serve everywhere.
private let python = ProcessInfo.processInfo.environment["PROCTOR_PYTHON"]

@Suite(.enabled(if: python != nil, "PROCTOR_PYTHON names no Python that has transformers"))
struct LiveTransformersTests {
  /// What a script of the recordings' folder prints.
  private func answer(of script: String, _ arguments: [String]) throws -> JSONValue {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [try RecordedModels.url(script).path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONFile(bytes: Array(data), file: script).value
  }

  /// What transformers computes with a folder.
  private func logits(_ folder: String, _ tokens: [Int32]) throws -> [[Float]] {
    let list = tokens.map(String.init).joined(separator: ",")
    let rows = try answer(of: "logits.py", [folder, list])["logits"]?.array ?? []
    return rows.map { $0.array?.compactMap { $0.number.map { Float($0) } } ?? [] }
  }

  @Test(arguments: RecordedModels.names)
  func whatIsSavedIsLoaded(name: String) throws {
    let loaded = try LoadedModel.load(path: RecordedModels.url(name).path)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "live-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try loaded.write(toFolder: folder.path)
    let tokens = try RecordedModels.expected(name).tokens
    let theirs = try logits(folder.path, tokens)
    #expect(theirs.count == tokens.count)
    for (row, other) in zip(loaded.model.logits(of: tokens), theirs) {
      #expect(difference(row, other) < 1e-4)
    }
  }

  @Test(
    "a tokenizer that is copied along gives transformers the same ids",
    arguments: ["smollm2", "qwen2"])
  func tokensAgree(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "live-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try RecordedModels.withCopy(of: name) { source in
      try FileManager.default.copyItem(
        at: TokenizerFileTests.url(name), to: source.appendingPathComponent("tokenizer.json"))
      let loaded = try LoadedModel.load(path: source.path)
      try loaded.write(toFolder: folder.path, source: source.path)
      let texts = try TokenizerFileTests.url("expected")
      let theirs = try answer(of: "tokens.py", [folder.path, texts.path])["ids"]?.array ?? []
      let own = try #require(LoadedModel.load(path: folder.path).tokenizer)
      let all = try JSONFile(path: texts.path).value["texts"]?.array?.compactMap(\.text) ?? []
      #expect(all.count > 90 && theirs.count == all.count)
      for (text, ids) in zip(all, theirs) {
        #expect(own.encode(text).map(Int.init) == ids.array?.compactMap(\.integer))
      }
    }
  }
}

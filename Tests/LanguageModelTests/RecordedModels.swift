import Foundation
import Testing

@testable import LanguageModel

/// The folder of tiny models that `Recordings/Models/record_models.py` made with `transformers`.
enum RecordedModels {
  static let names = ["llama2", "llama3", "smollm2", "qwen2", "qwen3", "mistral"]

  /// What the script recorded beside a model.
  struct Expected: Decodable {
    let tokens: [Int32]
    let greedy: [Int32]
    let logits: [[Float]]
  }

  static func url(_ name: String) throws -> URL {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return folder.appendingPathComponent("Recordings/Models/\(name)")
  }

  static func expected(_ name: String) throws -> Expected {
    let file = try url(name).appendingPathComponent("expected.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }

  static func load(_ name: String) throws -> LanguageModel {
    try LoadedModel.load(path: url(name).path).model
  }

  /// A writable copy of a model's folder, for the duration of `body`.
  static func withCopy(of name: String, _ body: (URL) throws -> Void) throws {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent(
      "model-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: url(name), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    try body(copy)
  }
}

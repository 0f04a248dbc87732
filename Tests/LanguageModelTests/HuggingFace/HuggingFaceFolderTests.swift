import Foundation
import Testing

@testable import LanguageModel

@Suite struct HuggingFaceFolderTests {
  private func replace(_ old: String, by new: String, in url: URL) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacingOccurrences(of: old, with: new).write(
      to: url, atomically: true, encoding: .utf8)
  }

  /// Changes a model's config.json and returns the error that loading it throws.
  private func error(
    _ name: String, _ old: String, _ new: String
  ) throws -> CheckpointError? {
    var error: CheckpointError?
    try RecordedModels.withCopy(of: name) { folder in
      try replace(old, by: new, in: folder.appendingPathComponent("config.json"))
      error = #expect(throws: CheckpointError.self) { try LoadedModel.load(path: folder.path) }
      #expect(error?.file.hasPrefix(folder.path) == true)
    }
    return error
  }

  @Test(arguments: [
    ("\"LlamaForCausalLM\"", "\"GemmaForCausalLM\"", "architectures is GemmaForCausalLM"),
    ("\"silu\"", "\"gelu\"", "hidden_act is gelu"),
    ("\"attention_bias\": false", "\"attention_bias\": true", "attention_bias is true"),
    ("\"mlp_bias\": false", "\"mlp_bias\": true", "mlp_bias is true"),
    ("\"linear\"", "\"yarn\"", "rope_parameters.rope_type is yarn"),
    ("\"factor\": 4.0,", "", "rope_parameters.factor is missing"),
    ("\"hidden_size\": 32,", "", "hidden_size is missing"),
    ("\"hidden_size\": 32", "\"hidden_size\": \"32\"", "hidden_size is not a whole number"),
    ("\"hidden_size\": 32", "\"hidden_size\": 64", "holds"),
    ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", "has no place"),
    ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 200", "holds"),
    ("\"num_key_value_heads\": 4", "\"num_key_value_heads\": 3", "keyValueHeads is 3"),
    ("\"use_cache\"", "\"quantization_config\": {\"quant_method\": \"awq\"}, \"x\"", "awq"),
    ("{", "{{", "is not JSON"),
  ])
  func whatIsUnsupportedIsNamed(old: String, new: String, reason: String) throws {
    let error = try error("llama2", old, new)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func configurationsOfOlderVersionsAreRead() throws {
    try RecordedModels.withCopy(of: "llama3") { folder in
      let config = folder.appendingPathComponent("config.json")
      try replace("\"rope_theta\": 500000.0,", by: "", in: config)
      try replace("\"rope_parameters\"", by: "\"rope_theta\": 5e5, \"rope_scaling\"", in: config)
      let expected = try RecordedModels.expected("llama3")
      let logits = try LoadedModel.load(path: folder.path).model.logits(of: expected.tokens)
      #expect(difference(logits.last, expected.logits.last ?? []) < 1e-4)
    }
  }

  @Test func aSlidingWindowEndsTheContext() throws {
    #expect(try RecordedModels.load("mistral").configuration.contextLength == 24)
    #expect(try RecordedModels.load("qwen2").configuration.contextLength == 64)
  }

  @Test func shardsAreAllNeeded() throws {
    try RecordedModels.withCopy(of: "llama3") { folder in
      let shards = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".safetensors") }.sorted()
      #expect(shards.count > 1)
      try FileManager.default.removeItem(at: folder.appendingPathComponent(shards[1]))
      let error = #expect(throws: CheckpointError.self) {
        try LoadedModel.load(path: folder.path)
      }
      #expect(error?.file.hasSuffix(shards[1]) == true)
    }
  }

  @Test func anIndexCannotReachOutsideItsFolder() throws {
    try RecordedModels.withCopy(of: "llama3") { folder in
      let index = folder.appendingPathComponent("model.safetensors.index.json")
      try replace("model-00001", by: "../model-00001", in: index)
      let error = #expect(throws: CheckpointError.self) {
        try LoadedModel.load(path: folder.path)
      }
      #expect(error?.message.hasPrefix("weight_map.") == true)
    }
  }

  @Test func aFolderWithoutWeightsIsRefused() throws {
    try RecordedModels.withCopy(of: "qwen3") { folder in
      try FileManager.default.removeItem(at: folder.appendingPathComponent("model.safetensors"))
      let error = #expect(throws: CheckpointError.self) {
        try LoadedModel.load(path: folder.path)
      }
      #expect(error?.message.contains("neither model.safetensors nor") == true)
    }
    let error = #expect(throws: CheckpointError.self) {
      try LoadedModel.load(path: "/nonexistent")
    }
    #expect(error?.description == "/nonexistent: does not exist")
  }
}

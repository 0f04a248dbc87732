import Foundation

extension LoadedModel {
  /// Saves the model as a folder that `transformers` loads, with its tokenizer's files if it came
  /// from such a folder, `source`.
  public func write(
    toFolder folder: String, precision: StoragePrecision = .float32, source: String? = nil
  ) throws(CheckpointError) {
    try HuggingFaceFolder(folder).write(model, precision: precision, stopTokens: stopTokens)
    if let source { try HuggingFaceFolder(folder).copyTokenizer(from: HuggingFaceFolder(source)) }
  }
}

extension HuggingFaceFolder {
  /// Writes configuration and weights, each file atomically.
  func write(
    _ model: LanguageModel, precision: StoragePrecision, stopTokens: [Int32] = []
  ) throws(CheckpointError) {
    let fields = try fields(model.configuration, precision, stopTokens)
    guard
      let json = try? JSONSerialization.data(
        withJSONObject: fields, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    else { throw CheckpointError(.malformed, file: path, "has a configuration JSON cannot hold") }
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CheckpointError(.inputOutput, file: path, "cannot be created")
    }
    try AtomicFile.write(json + Data("\n".utf8), to: path + "/config.json")
    try model.write(to: path + "/model.safetensors", precision: precision)
  }

  /// Copies what belongs to the tokenizer and to generation, where it exists.
  func copyTokenizer(from source: HuggingFaceFolder) throws(CheckpointError) {
    let names = [
      "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
      "generation_config.json",
    ]
    for name in names where access(source.path + "/" + name, F_OK) == 0 {
      try AtomicFile.write(AtomicFile.read(source.path + "/" + name), to: path + "/" + name)
    }
  }

  private func fields(
    _ c: ModelConfiguration, _ precision: StoragePrecision, _ stopTokens: [Int32]
  ) throws(CheckpointError) -> [String: Any] {
    let family: HuggingFaceConfiguration.Family
    switch (c.queryKeyValueBias, c.queryKeyNorm) {
    case (false, false): family = .llama
    case (true, false): family = .qwen2
    case (false, true): family = .qwen3
    case (true, true):
      throw CheckpointError(
        .mismatched, file: path, "no transformers architecture has both biases and head norms")
    }
    if family == .qwen2, c.headWidth * c.heads != c.width {
      throw CheckpointError(
        .mismatched, file: path, "transformers' Qwen2 has heads of width / heads floats only")
    }
    let type =
      switch precision {
      case .float32: "float32"
      case .float16: "float16"
      case .brain16: "bfloat16"
      }
    let rope = HuggingFaceFolder.rope(c)
    var fields: [String: Any] = [
      "architectures": [family.rawValue], "model_type": family.modelType,
      "vocab_size": c.vocabularySize, "hidden_size": c.width,
      "intermediate_size": c.feedForward, "num_hidden_layers": c.layers,
      "num_attention_heads": c.heads, "num_key_value_heads": c.keyValueHeads,
      "head_dim": c.headWidth, "hidden_act": "silu",
      "max_position_embeddings": c.contextLength,
      "rms_norm_eps": HuggingFaceFolder.decimal(c.normEpsilon),
      "tie_word_embeddings": c.tiedEmbeddings, "attention_bias": false, "mlp_bias": false,
      "rope_theta": c.ropeBase, "rope_parameters": rope, "dtype": type, "torch_dtype": type,
      "use_cache": true,
    ]
    // The older name; newer versions take either.
    if c.ropeScaling != nil { fields["rope_scaling"] = rope }
    if let stop = stopTokens.first {
      fields["eos_token_id"] = stopTokens.count == 1 ? Int(stop) : stopTokens.map(Int.init)
    }
    return fields
  }

  private static func rope(_ c: ModelConfiguration) -> [String: Any] {
    switch c.ropeScaling {
    case nil: return ["rope_type": "default", "rope_theta": c.ropeBase]
    case .linear(let factor):
      return ["rope_type": "linear", "rope_theta": c.ropeBase, "factor": factor]
    case .llama3(let factor, let low, let high, let context):
      return [
        "rope_type": "llama3", "rope_theta": c.ropeBase, "factor": factor,
        "low_freq_factor": low, "high_freq_factor": high,
        "original_max_position_embeddings": context,
      ]
    }
  }

  /// The double that a float's shortest decimal spells: 1e-5 rather than 9.999999747378752e-06.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

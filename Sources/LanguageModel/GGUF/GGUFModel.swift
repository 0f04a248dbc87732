import Foundation
import Tensor

/// A Llama-type model in a GGUF file.
struct GGUFModel {
  /// The architectures that are read; Mistral's files call themselves llama.
  enum Architecture: String, CaseIterable {
    case llama, qwen2, qwen3
  }

  private let source: GGUFFile
  private let architecture: Architecture

  /// Reads model, tokenizer and chat template.
  static func load(path: String, contextLimit: Int) throws(CheckpointError) -> LoadedModel {
    try load(data: AtomicFile.map(path), name: path, contextLimit: contextLimit)
  }

  /// Reads them from a file's bytes; `name` stands for the file in errors.
  static func load(
    data: Data, name: String, contextLimit: Int
  ) throws(CheckpointError) -> LoadedModel {
    let file = try GGUFFile(data, file: name)
    let source = try GGUFModel(file)
    let model = try source.model(contextLimit: contextLimit)
    let template = try file.metadata.optionalText("tokenizer.chat_template")
    return LoadedModel(
      model: model, tokenizer: try GGUFTokenizer(metadata: file.metadata).tokenizer(),
      chatTemplate: template.flatMap { ChatTemplate(template: $0) })
  }

  private init(_ source: GGUFFile) throws(CheckpointError) {
    self.source = source
    let name = try source.metadata.optionalText("general.architecture") ?? "missing"
    guard let architecture = Architecture(rawValue: name) else {
      throw source.metadata.mismatch(
        "general.architecture",
        "is \(name); supported are "
          + Architecture.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.architecture = architecture
  }

  private func field(_ name: String) -> String { "\(architecture.rawValue).\(name)" }

  private func configuration(contextLimit: Int) throws(CheckpointError) -> ModelConfiguration {
    let metadata = source.metadata
    guard let embedding = source.entries["token_embd.weight"], embedding.shape.count == 2 else {
      throw CheckpointError(
        .mismatched, file: source.file, "tensor token_embd.weight is missing")
    }
    if let experts = try metadata.optionalInteger(field("expert_count")), experts > 0 {
      throw metadata.mismatch(field("expert_count"), "is \(experts); experts are not supported")
    }
    var context = min(try metadata.integer(field("context_length")), contextLimit)
    if let window = try metadata.optionalInteger(field("attention.sliding_window")), window > 0 {
      context = min(context, window)
    }
    let epsilon = try metadata.optionalNumber(field("attention.layer_norm_rms_epsilon"))
    let base = try metadata.optionalNumber(field("rope.freq_base"))
    var c = ModelConfiguration(
      vocabularySize: embedding.shape[0], width: try metadata.integer(field("embedding_length")),
      layers: try metadata.integer(field("block_count")),
      heads: try metadata.integer(field("attention.head_count")),
      keyValueHeads: try metadata.optionalInteger(field("attention.head_count_kv")),
      headWidth: try metadata.optionalInteger(field("attention.key_length")),
      feedForward: try metadata.integer(field("feed_forward_length")),
      ropeBase: base ?? 10_000, normEpsilon: Float(epsilon ?? 1e-5), contextLength: context)
    c.tiedEmbeddings = source.entries["output.weight"] == nil
    c.queryKeyValueBias = architecture == .qwen2
    c.queryKeyNorm = architecture == .qwen3
    // The sizes bound what follows, so they are checked before the scaling is looked at.
    if let defect = c.defect { throw CheckpointError(.mismatched, file: source.file, defect) }
    c.ropeScaling = try ropeScaling(c)
    if let defect = c.defect { throw CheckpointError(.mismatched, file: source.file, defect) }
    if let rotated = try metadata.optionalInteger(field("rope.dimension_count")),
      rotated != c.headWidth
    {
      throw metadata.mismatch(
        field("rope.dimension_count"), "is \(rotated), not the head's \(c.headWidth)")
    }
    return c
  }

  private func ropeScaling(_ c: ModelConfiguration) throws(CheckpointError) -> RopeScaling? {
    if let entry = source.entries["rope_freqs.weight"] { return try factors(entry, c) }
    let type = try source.metadata.optionalText(field("rope.scaling.type")) ?? "none"
    switch type {
    case "none": return nil
    case "linear":
      let factor = try source.metadata.optionalNumber(field("rope.scaling.factor"))
      return .linear(factor: factor ?? 1)
    default:
      throw source.metadata.mismatch(
        field("rope.scaling.type"), "is \(type); supported are none and linear")
    }
  }

  /// Llama 3.1's scaling, of which the file has only what each frequency is divided by. All
  /// published models share the other parameters.
  private func factors(
    _ entry: GGUFFile.Entry, _ c: ModelConfiguration
  ) throws(CheckpointError) -> RopeScaling {
    let count = entry.shape.reduce(1, *)
    let stored = FloatBuffer(count: count)
    source.read(entry, into: stored.view)
    let factor = Double(stored.array.max() ?? 1)
    let scaling = RopeScaling.llama3(
      factor: factor, lowFactor: 1, highFactor: 4, originalContext: 8_192)
    var plain = c
    plain.ropeScaling = nil
    let frequencies = plain.rotaryFrequencies
    let agrees =
      count == frequencies.count
      && zip(frequencies, stored.array).allSatisfy { frequency, divisor in
        abs(frequency / scaling.scaled(frequency) / Double(divisor) - 1) < 1e-4
      }
    guard agrees else {
      throw CheckpointError(
        .mismatched, file: source.file,
        "tensor rope_freqs.weight does not scale as Llama 3.1 does, which alone is supported")
    }
    return scaling
  }

  private func model(contextLimit: Int) throws(CheckpointError) -> LanguageModel {
    let c = try configuration(contextLimit: contextLimit)
    let stored = source.entries.values.reduce(0) { $0 + $1.shape.reduce(1, *) }
    guard c.parameterCount <= stored else {
      throw CheckpointError(
        .mismatched, file: source.file,
        "holds \(stored) numbers, its metadata asks for \(c.parameterCount)")
    }
    let model = LanguageModel(zeroed: c)
    var unused = Set(source.entries.keys)
    unused.remove("rope_freqs.weight")
    for entry in model.layout.entries {
      let name = GGUFModel.name(of: entry.name)
      guard let found = source.entries[name] else {
        throw CheckpointError(.mismatched, file: source.file, "tensor \(name) is missing")
      }
      guard found.shape == entry.shape else {
        throw CheckpointError(
          .mismatched, file: source.file,
          "tensor \(name) has shape \(found.shape), expected \(entry.shape)")
      }
      unused.remove(name)
      let view = model.parameters.view.slice(entry.offset, entry.count)
      source.read(found, into: view)
      guard Kernels.sumOfSquares(view).isFinite else {
        throw CheckpointError(
          .mismatched, file: source.file, "tensor \(name) holds a number that is not finite")
      }
      if architecture == .llama, name.hasSuffix("attn_q.weight") || name.hasSuffix("attn_k.weight")
      {
        GGUFModel.separatePairs(view, headWidth: c.headWidth, rowLength: c.width)
      }
    }
    if let name = unused.min() {
      throw CheckpointError(
        .mismatched, file: source.file,
        "tensor \(name) has no place in a model of the architecture \(architecture.rawValue)")
    }
    return model
  }

  /// Llama's files keep the two rows that rotate together beside each other; here they are half a
  /// head apart.
  private static func separatePairs(_ view: FloatView, headWidth: Int, rowLength: Int) {
    let half = headWidth / 2
    let head = FloatBuffer(count: headWidth * rowLength)
    for start in stride(from: 0, to: view.count, by: headWidth * rowLength) {
      let target = view.slice(start, headWidth * rowLength)
      head.view.copy(from: target)
      for pair in 0..<half {
        for side in 0..<2 {
          target.slice((side * half + pair) * rowLength, rowLength).copy(
            from: head.view.slice((2 * pair + side) * rowLength, rowLength))
        }
      }
    }
  }

  /// The file's name of a tensor, given that of the `transformers` library.
  private static func name(of name: String) -> String {
    switch name {
    case "model.embed_tokens.weight": return "token_embd.weight"
    case "model.norm.weight": return "output_norm.weight"
    case "lm_head.weight": return "output.weight"
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count >= 5 else { return name }
    let modules = [
      "input_layernorm": "attn_norm", "q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v",
      "o_proj": "attn_output", "q_norm": "attn_q_norm", "k_norm": "attn_k_norm",
      "post_attention_layernorm": "ffn_norm", "gate_proj": "ffn_gate", "up_proj": "ffn_up",
      "down_proj": "ffn_down",
    ]
    let module = parts[parts.count - 2]
    return "blk.\(parts[2]).\(modules[module] ?? module).\(parts[parts.count - 1])"
  }
}

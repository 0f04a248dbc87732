/// What a `config.json` of the `transformers` library says about a Llama-type model.
struct HuggingFaceConfiguration {
  /// The families that differ in what their configuration means.
  enum Family: String, CaseIterable {
    case llama = "LlamaForCausalLM"
    case mistral = "MistralForCausalLM"
    case qwen2 = "Qwen2ForCausalLM"
    case qwen3 = "Qwen3ForCausalLM"

    /// The `model_type` of a configuration.
    var modelType: String {
      switch self {
      case .llama: "llama"
      case .mistral: "mistral"
      case .qwen2: "qwen2"
      case .qwen3: "qwen3"
      }
    }
  }

  let family: Family
  let model: ModelConfiguration

  /// Reads a configuration; a context longer than `contextLimit` is cut to it.
  init(_ json: JSONFile, contextLimit: Int) throws(CheckpointError) {
    family = try HuggingFaceConfiguration.family(json)
    try HuggingFaceConfiguration.refuseVariants(json, family)
    let (base, scaling) = try HuggingFaceConfiguration.rope(json)
    let context = try HuggingFaceConfiguration.context(json, family)
    let headWidth = try json.optionalInteger("head_dim")
    let epsilon = try json.optionalNumber("rms_norm_eps")
    var model = ModelConfiguration(
      vocabularySize: try json.integer("vocab_size"), width: try json.integer("hidden_size"),
      layers: try json.integer("num_hidden_layers"),
      heads: try json.integer("num_attention_heads"),
      keyValueHeads: try json.optionalInteger("num_key_value_heads"),
      headWidth: headWidth ?? (family == .qwen3 ? 128 : nil),
      feedForward: try json.integer("intermediate_size"), ropeBase: base,
      normEpsilon: Float(epsilon ?? 1e-6),
      contextLength: min(context, contextLimit))
    model.ropeScaling = scaling
    model.tiedEmbeddings = try json.bool("tie_word_embeddings", or: false)
    model.queryKeyValueBias = family == .qwen2
    model.queryKeyNorm = family == .qwen3
    if let defect = model.defect {
      throw CheckpointError(.mismatched, file: json.file, defect)
    }
    self.model = model
  }

  private static func family(_ json: JSONFile) throws(CheckpointError) -> Family {
    let known = Family.allCases.map(\.rawValue).joined(separator: ", ")
    guard let name = json.value["architectures"]?.array?.first?.text else {
      let type = try json.optionalText("model_type")
      if let family = Family.allCases.first(where: { $0.modelType == type }) { return family }
      throw json.mismatch("architectures", "names no model; supported are \(known)")
    }
    guard let family = Family(rawValue: name) else {
      throw json.mismatch("architectures", "is \(name); supported are \(known)")
    }
    return family
  }

  /// Refuses models that compute otherwise than the supported families do: read as one of those, they
  /// would give wrong logits without a word.
  private static func refuseVariants(_ json: JSONFile, _ family: Family) throws(CheckpointError) {
    if let activation = try json.optionalText("hidden_act"), activation != "silu" {
      throw json.mismatch("hidden_act", "is \(activation); only silu is supported")
    }
    for field in ["attention_bias", "mlp_bias"] where try json.bool(field, or: false) {
      throw json.mismatch(field, "is true; only Qwen2's biases are supported")
    }
    if let share = try json.optionalNumber("partial_rotary_factor"), share != 1 {
      throw json.mismatch("partial_rotary_factor", "is \(share); only 1 is supported")
    }
    if let quantization = json.value["quantization_config"]?.members {
      let method = quantization.first { $0.name == Array("quant_method".utf8) }?.value.text
      throw json.mismatch(
        "quantization_config",
        "asks for \(method ?? "a method it does not name"); give unquantised weights or a GGUF file"
      )
    }
  }

  /// The base of the frequencies and their scaling, from `rope_parameters` (transformers 5) or
  /// from `rope_theta` and `rope_scaling`.
  private static func rope(
    _ json: JSONFile
  ) throws(CheckpointError) -> (base: Double, scaling: RopeScaling?) {
    let field = json.value["rope_parameters"] == nil ? "rope_scaling" : "rope_parameters"
    let parameters = json.value[field]
    if let share = parameters?["partial_rotary_factor"]?.number, share != 1 {
      throw json.mismatch(
        "\(field).partial_rotary_factor", "is \(share); only 1 is supported")
    }
    let older = try json.optionalNumber("rope_theta")
    let base = parameters?["rope_theta"]?.number ?? older ?? 10_000
    guard let parameters else { return (base, nil) }
    let type = (parameters["rope_type"] ?? parameters["type"])?.text ?? "default"
    func number(_ name: String) throws(CheckpointError) -> Double {
      guard let value = parameters[name]?.number else {
        throw json.mismatch("\(field).\(name)", "is missing")
      }
      return value
    }
    switch type {
    case "default": return (base, nil)
    case "linear": return (base, .linear(factor: try number("factor")))
    case "llama3":
      return (
        base,
        .llama3(
          factor: try number("factor"), lowFactor: try number("low_freq_factor"),
          highFactor: try number("high_freq_factor"),
          originalContext: Int(
            clamping: Int64(try number("original_max_position_embeddings").clamped)))
      )
    default:
      throw json.mismatch(
        "\(field).rope_type", "is \(type); supported are default, linear and llama3")
    }
  }

  /// The longest sequence. A sliding window of W changes nothing for sequences of up to W tokens,
  /// so it is honoured by ending the context there.
  private static func context(
    _ json: JSONFile, _ family: Family
  ) throws(CheckpointError) -> Int {
    let limit = try json.optionalInteger("max_position_embeddings")
    let longest = limit ?? 2_048
    guard let window = try json.optionalInteger("sliding_window") else { return longest }
    guard window > 0 else { throw json.mismatch("sliding_window", "is \(window)") }
    switch family {
    case .llama: return longest
    case .mistral: return min(longest, window)
    case .qwen2, .qwen3:
      return try json.bool("use_sliding_window", or: false) ? min(longest, window) : longest
    }
  }
}

extension Double {
  /// The number, brought into a range that every integer type of 64 bits holds.
  fileprivate var clamped: Double { isNaN ? 0 : Swift.min(Swift.max(self, -0x1p53), 0x1p53) }
}

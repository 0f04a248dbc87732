import Foundation

/// A model as the `transformers` library saves it: `config.json`, safetensors, `tokenizer.json`.
struct HuggingFaceFolder {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Reads everything that the folder holds. Weights and configuration must be there.
  func load(contextLimit: Int) throws(CheckpointError) -> LoadedModel {
    let config = try JSONFile(path: path + "/config.json")
    let configuration = try HuggingFaceConfiguration(config, contextLimit: contextLimit)
    let weights = try HuggingFaceWeights(folder: path)
    try weights.check(configuration.model)
    let model = LanguageModel(zeroed: configuration.model)
    try weights.load(into: model)
    let tokenizer = try tokenizer(config)
    return LoadedModel(model: model, tokenizer: tokenizer, chatTemplate: try chatTemplate())
  }

  private func file(_ name: String) throws(CheckpointError) -> JSONFile? {
    let file = path + "/" + name
    return access(file, F_OK) == 0 ? try JSONFile(path: file) : nil
  }

  /// The folder's tokenizer; nil when it has none.
  func tokenizer(_ config: JSONFile) throws(CheckpointError) -> BytePairTokenizer? {
    guard let json = try file("tokenizer.json") else { return nil }
    let tokenizer = try TokenizerFile(json: json).tokenizer()
    let generation = try file("generation_config.json")
    var stops = HuggingFaceFolder.identifiers(generation?.value["eos_token_id"])
    if stops.isEmpty { stops = HuggingFaceFolder.identifiers(config.value["eos_token_id"]) }
    // An instruct model's tokenizer names the end of a turn, its configuration at times only the
    // end of a text.
    let named = try file("tokenizer_config.json")?.value["eos_token"]
    if let name = named?.text ?? named?["content"]?.text, let id = tokenizer.addedToken(name),
      !stops.contains(id)
    {
      stops.append(id)
    }
    return tokenizer.stopping(at: stops)
  }

  private static func identifiers(_ value: JSONValue?) -> [Int32] {
    (value?.array ?? value.map { [$0] } ?? []).compactMap(\.integer).compactMap {
      Int32(exactly: $0)
    }
  }

  private func chatTemplate() throws(CheckpointError) -> ChatTemplate? {
    let separate = path + "/chat_template.jinja"
    if access(separate, F_OK) == 0 {
      return ChatTemplate(
        template: String(decoding: try AtomicFile.read(separate), as: UTF8.self))
    }
    let found = try file("tokenizer_config.json")?.value["chat_template"]
    let named = found?.array?.first { $0["name"]?.text == "default" }?["template"]
    return (found?.text ?? named?.text).flatMap { ChatTemplate(template: $0) }
  }
}

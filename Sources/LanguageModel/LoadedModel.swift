import Foundation

/// A model with the tokenizer and chat template that belong to it.
public struct LoadedModel: Sendable {
  /// The model.
  public let model: LanguageModel
  /// Its tokenizer; nil when the files have none.
  public let tokenizer: (any Tokenizer)?
  /// How its chats are written; nil when it has no template, or one that is not known.
  public let chatTemplate: ChatTemplate?

  /// Reads a model: a Hugging Face folder, a GGUF file, or a checkpoint of Proctor's own.
  ///
  /// A context longer than `contextLimit` is cut to it; it takes memory for rotary tables. What is
  /// unsupported or wrong is named in the error, with its file and field.
  public static func load(
    path: String, contextLimit: Int = 32_768
  ) throws(CheckpointError) -> LoadedModel {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CheckpointError(.inputOutput, file: path, "does not exist")
    }
    if isFolder.boolValue { return try HuggingFaceFolder(path).load(contextLimit: contextLimit) }
    if path.hasSuffix(".gguf") { return try GGUFModel.load(path: path, contextLimit: contextLimit) }
    let model = try Checkpoint.load(path: path)
    let nano = NanoTokenizer()
    let isNano = model.configuration.vocabularySize == nano.vocabularySize
    return LoadedModel(model: model, tokenizer: isNano ? nano : nil, chatTemplate: nil)
  }
}

extension LoadedModel {
  /// One JSON object: the tokens, and after each the logits of the whole vocabulary.
  public func logitsJSON(tokens: [Int32]) throws(CheckpointError) -> String {
    try check(tokens, leaving: 0)
    let rows = model.logits(of: tokens).map { row in
      "[" + row.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ",") + "]"
    }
    let list = tokens.map(String.init).joined(separator: ",")
    return #"{"tokens":[\#(list)],"logits":[\#(rows.joined(separator: ",\n"))]}"#
  }

  /// Continues a text, or answers it as a chat's user if `asChat`.
  ///
  /// Temperature 0 is greedy. The same seed gives the same text.
  public func generate(
    prompt: String, asChat: Bool = false, maximumTokens: Int = 128, temperature: Float = 0,
    seed: UInt64 = 0, threads: Int = 1
  ) throws(CheckpointError) -> String {
    guard let tokenizer else { throw unusable("has no tokenizer") }
    let tokens = try self.tokens(of: prompt, tokenizer, asChat: asChat)
    try check(tokens, leaving: 1)
    let sampler = Sampler(model: model, threads: threads, shards: 1, rowsAtOnce: 1)
    let completions = sampler.sample(
      requests: [SamplingRequest(prompt: tokens, keys: [seed])], maximumTokens: maximumTokens,
      temperature: temperature, stopTokens: stopTokens)
    return tokenizer.decode(completions.first?.first?.tokens ?? [])
  }

  /// All ids that end a response.
  public var stopTokens: [Int32] { tokenizer?.stopTokens ?? [] }

  private func tokens(
    of prompt: String, _ tokenizer: any Tokenizer, asChat: Bool
  ) throws(CheckpointError) -> [Int32] {
    if asChat {
      guard let chatTemplate else { throw unusable("has no chat template that is known") }
      return tokenizer.encode(chatTemplate.render([ChatMessage(role: .user, content: prompt)]))
    }
    if let tokenizer = tokenizer as? BytePairTokenizer {
      return tokenizer.encode(prompt, addingSpecialTokens: true)
    }
    return tokenizer.encode(prompt)
  }

  private func check(_ tokens: [Int32], leaving room: Int) throws(CheckpointError) {
    let c = model.configuration
    guard !tokens.isEmpty else { throw unusable("needs at least one token") }
    guard tokens.count + room <= c.contextLength else {
      throw unusable("takes at most \(c.contextLength - room) tokens here, not \(tokens.count)")
    }
    if let token = tokens.first(where: { $0 < 0 || $0 >= c.vocabularySize }) {
      throw unusable("has tokens 0 to \(c.vocabularySize - 1), not \(token)")
    }
  }

  private func unusable(_ message: String) -> CheckpointError {
    CheckpointError(.mismatched, file: "the model", message)
  }
}

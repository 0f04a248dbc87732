import LanguageModel

/// The words in which tasks are put to a policy.
public struct PolicyWords: Sendable {
  public let tokenizer: any Tokenizer
  public let dialect: any PromptDialect
  /// The largest integer that the vocabulary writes well, or nil for no limit.
  public let largestInteger: Int?

  /// Those of the nano models.
  public static let nano = PolicyWords(
    tokenizer: NanoTokenizer(), dialect: TagDialect(),
    largestInteger: NanoTokenizer.largestInteger)
}

/// A policy that a run can begin from.
public struct PolicyModel: Sendable {
  public let model: LanguageModel
  public let words: PolicyWords

  /// Positions of prompts and responses of a chat model: the memory of its rotary tables is bounded.
  private static let contextLimit = 8_192

  /// Loads the embedded nano model, or what a path names: a checkpoint of the nano family, or a
  /// model with a tokenizer of its own, as a Hugging Face folder or a GGUF file.
  ///
  /// Throws when the model is no policy for these settings, such as for a context that is too short.
  public static func load(
    path: String?, settings: SelfPlaySettings
  ) throws(CheckpointError) -> PolicyModel {
    guard let path else { return PolicyModel(model: try NanoModel.load(), words: .nano) }
    let loaded = try LoadedModel.load(path: path, contextLimit: contextLimit)
    guard let tokenizer = loaded.tokenizer, !(tokenizer is NanoTokenizer) else {
      try NanoModel.check(loaded.model, path: path)
      return PolicyModel(model: loaded.model, words: .nano)
    }
    // Half as many tokens again as programs were sampled with, and room for the requests' words.
    let prompt = (settings.references + 2) * settings.longestProposal * 3 / 2 + 700
    let needed = prompt + max(settings.longestProposal, settings.longestSolution)
    guard loaded.model.configuration.contextLength >= needed else {
      throw CheckpointError(
        .mismatched, file: path,
        "the model's context is \(loaded.model.configuration.contextLength) tokens and these "
          + "settings need \(needed); ask for fewer references or shorter responses")
    }
    let marks = (tokenizer as? BytePairTokenizer)?.specialTexts ?? []
    return PolicyModel(
      model: loaded.model,
      words: PolicyWords(
        tokenizer: tokenizer,
        dialect: ChatDialect(
          template: loaded.chatTemplate, marks: marks, stopTokens: Self.fences(of: tokenizer)),
        largestInteger: nil))
  }

  /// The tokens whose text holds a fence.
  private static func fences(of tokenizer: any Tokenizer) -> [Int32] {
    (0..<Int32(tokenizer.vocabularySize)).filter {
      tokenizer.decode([$0]).contains(PythonBlock.fence)
    }
  }
}

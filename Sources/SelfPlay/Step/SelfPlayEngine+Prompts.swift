import LanguageModel

extension SelfPlayEngine {
  /// A prompt's tokens. One that would leave no room for the response loses its beginning: whatever
  /// a model proposed, the step goes on.
  func encode(_ prompt: String, longest: Int) -> [Int32] {
    let tokens = tokenizer.encode(prompt)
    let room = longestPrompt(beforeResponseOf: longest)
    return tokens.count <= room ? tokens : Array(tokens.suffix(room))
  }

  /// The longest prompt, in tokens, that leaves room for a response of some tokens, or for half of
  /// the context where the response may be longer than that.
  func longestPrompt(beforeResponseOf longest: Int) -> Int {
    let context = model.configuration.contextLength
    return max(1, context - min(longest, context / 2))
  }
}

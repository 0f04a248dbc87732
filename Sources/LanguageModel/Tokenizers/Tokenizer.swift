/// Turns text into the token ids of a vocabulary and back.
public protocol Tokenizer: Sendable {
  /// How many ids there are; ids are `0..<vocabularySize`.
  var vocabularySize: Int { get }
  /// The id that ends a response.
  var stopToken: Int32 { get }
  /// All ids that end a response.
  var stopTokens: [Int32] { get }
  /// The ids of a text.
  func encode(_ text: String) -> [Int32]
  /// The text of ids. The stop token has none; ids outside the vocabulary are skipped.
  func decode(_ tokens: some Sequence<Int32>) -> String
}

extension Tokenizer {
  /// The one stop token.
  public var stopTokens: [Int32] { [stopToken] }
}

import Core
import LanguageModel

extension Constraints {
  /// The bans that one token each decides: names, and constructs that no other construct shares its
  /// keyword with. A vocabulary in which such a word is several tokens has no mask for it.
  func bannedTokens(of tokenizer: any Tokenizer) -> [Int32] {
    guard masksTokens else { return [] }
    let words = bannedConstructs.compactMap(\.ownKeyword) + bannedNames.filter { !$0.contains(".") }
    return words.compactMap { word in
      let tokens = tokenizer.encode(word)
      return tokens.count == 1 && tokenizer.decode(tokens) == word ? tokens[0] : nil
    }
  }
}

extension Construct {
  /// The keyword that stands for this construct and for nothing else. `for` and `if` are also parts
  /// of comprehensions and conditional expressions.
  fileprivate var ownKeyword: String? {
    switch self {
    case .while, .lambda, .try, .class, .import: rawValue
    default: nil
    }
  }
}

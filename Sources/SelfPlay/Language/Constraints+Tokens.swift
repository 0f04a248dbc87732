import Core
import LanguageModel

extension Constraints {
  /// The tokens that stand for what is banned and for nothing else: of constructs that share their
  /// keyword with no other construct, of names, and of calls.
  ///
  /// A vocabulary joins words with what follows them, as in `while ` and `len(`; each such piece is
  /// looked for. A piece that is a bare name may begin or end others, so it is not masked. What a vocabulary also writes in other pieces, letter by letter at worst, is left to
  /// rejection.
  func bannedTokens(of tokenizer: any Tokenizer) -> [Int32] {
    guard masksTokens else { return [] }
    let keywords = bannedConstructs.compactMap(\.ownKeyword)
    let calls = (bannedNames + bannedCalls).filter { !$0.contains(".") }
    let pieces =
      keywords.flatMap { [$0, $0 + " "] }
      + calls.flatMap { [$0 + "(", $0 + "()", ".\($0)(", ".\($0)()"] }
    var seen: Set<Int32> = []
    return pieces.compactMap { piece in
      let tokens = tokenizer.encode(piece)
      guard tokens.count == 1, tokenizer.decode(tokens) == piece, seen.insert(tokens[0]).inserted
      else { return nil }
      return tokens[0]
    }
  }
}

extension Construct {
  /// The keyword that stands for this construct and for nothing else. `for` and `if` are also parts
  /// of comprehensions and conditional expressions.
  fileprivate var ownKeyword: String? {
    switch self {
    case .while, .lambda, .try, .class, .import, .with, .yield, .break, .continue, .assert, .raise,
      .del:
      rawValue
    default: nil
    }
  }
}

/// A byte-pair-encoding tokenizer (Sennrich et al. 2016) as Llama-type models have it: over bytes
/// (Llama 3, SmolLM2, Qwen) or over characters with bytes as a fallback (Llama 2, Mistral).
public struct BytePairTokenizer: Tokenizer {
  /// What text is made of before merging.
  enum Alphabet: Sendable {
    /// Each byte is a token.
    case bytes
    /// Each character is a token where the vocabulary has it; otherwise its bytes are, or if
    /// `fallsBack` is false the unknown token.
    case characters(fallsBack: Bool)
  }

  /// All that a file says about a tokenizer.
  struct Definition: Sendable {
    var alphabet: Alphabet
    var normalizations: [TextNormalization] = []
    var cuts: [TextCut] = []
    /// The bytes that each token stands for, by id; empty where an id is not used.
    var pieces: [[UInt8]] = []
    /// Ids of the ordinary tokens by their spelling, in the alphabet's terms.
    var identifiers: [[UInt8]: Int32] = [:]
    var merges = MergeTable(capacity: 0)
    /// Takes a piece that is a token as a whole without merging.
    var takesWholePieces = false
    var unknown: Int32?
    var fusesUnknown = false
    var added: [AddedTokens.Token] = []
    /// What is put before and after a text by itself, such as a token that begins it.
    var prefix: [Int32] = []
    var suffix: [Int32] = []
    /// Whether decoding drops one space at the start, which encoding put there.
    var dropsFirstSpace = false
    var stopTokens: [Int32] = []
  }

  let definition: Definition
  private let plain: AddedTokens
  private let normalized: AddedTokens
  private let special: Set<Int32>
  private let byteTokens: [Int32?]

  init(_ definition: Definition) {
    self.definition = definition
    plain = AddedTokens(definition.added.filter { !$0.isNormalized })
    normalized = AddedTokens(
      definition.added.filter(\.isNormalized).map { token in
        var token = token
        let text = String(decoding: token.content, as: UTF8.self)
        token = AddedTokens.Token(
          id: token.id,
          content: Array(definition.normalizations.reduce(text) { $1.apply($0) }.utf8),
          isSpecial: token.isSpecial, stripsLeft: token.stripsLeft,
          stripsRight: token.stripsRight, isWord: token.isWord, isNormalized: true)
        return token
      })
    special = Set(definition.added.filter(\.isSpecial).map(\.id))
    byteTokens = (0...255).map { byte in
      switch definition.alphabet {
      case .bytes: return definition.identifiers[[UInt8(byte)]]
      case .characters:
        let digits = String(byte, radix: 16, uppercase: true)
        return definition.identifiers[Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)]
      }
    }
  }

  public var vocabularySize: Int { definition.pieces.count }

  /// The first of ``stopTokens``, or -1, which no model samples.
  public var stopToken: Int32 { definition.stopTokens.first ?? -1 }

  /// All ids that end a response.
  public var stopTokens: [Int32] { definition.stopTokens }

  /// The same tokenizer with other stop tokens.
  public func stopping(at tokens: [Int32]) -> BytePairTokenizer {
    var definition = definition
    definition.stopTokens = tokens
    return BytePairTokenizer(definition)
  }

  /// The id of an added token such as `<|im_end|>`, by its exact text.
  public func addedToken(_ text: String) -> Int32? {
    let bytes = Array(text.utf8)
    return definition.added.first { $0.content == bytes }?.id
  }

  /// The texts that are read as one special token wherever they stand, such as `<|im_end|>`.
  public var specialTexts: [String] {
    definition.added.filter(\.isSpecial).map { String(decoding: $0.content, as: UTF8.self) }
  }

  /// The ids of a text alone, without what its model expects around it.
  public func encode(_ text: String) -> [Int32] {
    encode(text, addingSpecialTokens: false)
  }

  /// The ids of a text; with special tokens, between what its model expects before and after it.
  public func encode(_ text: String, addingSpecialTokens: Bool) -> [Int32] {
    var tokens: [Int32] = addingSpecialTokens ? definition.prefix : []
    var isStart = true
    for part in plain.split(Array(text.utf8)[...]) {
      switch part {
      case .token(let id): tokens.append(id)
      case .text(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        let rewritten = definition.normalizations.reduce(text) { $1.apply($0) }
        for part in normalized.split(Array(rewritten.utf8)[...]) {
          switch part {
          case .token(let id): tokens.append(id)
          case .text(let bytes): append(bytes, isStart: isStart, to: &tokens)
          }
          isStart = false
        }
      }
      isStart = false
    }
    if addingSpecialTokens { tokens += definition.suffix }
    return tokens
  }

  private func append(_ bytes: ArraySlice<UInt8>, isStart: Bool, to tokens: inout [Int32]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let pieces = definition.cuts.reduce([scalars[...]]) { $1.apply($0, isStart: isStart) }
    for piece in pieces where !piece.isEmpty {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: piece)
      let spelling = Array(String(text).utf8)
      if definition.takesWholePieces, let id = definition.identifiers[spelling] {
        tokens.append(id)
      } else {
        tokens += definition.merges.apply(to: symbols(piece, spelling))
      }
    }
  }

  /// The tokens that a piece starts from.
  private func symbols(
    _ piece: ArraySlice<Unicode.Scalar>, _ spelling: [UInt8]
  ) -> [Int32] {
    var symbols: [Int32] = []
    var endsUnknown = false
    func addUnknown() {
      guard let unknown = definition.unknown else { return }
      if !(endsUnknown && definition.fusesUnknown) { symbols.append(unknown) }
      endsUnknown = true
    }
    switch definition.alphabet {
    case .bytes:
      symbols.reserveCapacity(spelling.count)
      for byte in spelling {
        guard let id = byteTokens[Int(byte)] else {
          addUnknown()
          continue
        }
        symbols.append(id)
        endsUnknown = false
      }
    case .characters(let fallsBack):
      for scalar in piece {
        let bytes = Array(String(scalar).utf8)
        if let id = definition.identifiers[bytes] {
          symbols.append(id)
          endsUnknown = false
          continue
        }
        let ids = bytes.compactMap { byteTokens[Int($0)] }
        if fallsBack, ids.count == bytes.count {
          symbols += ids
          endsUnknown = false
        } else {
          addUnknown()
        }
      }
    }
    return symbols
  }

  /// The text of ids, without special tokens. Bytes that are no UTF-8 become U+FFFD.
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    decode(tokens, skippingSpecialTokens: true)
  }

  /// The text of ids, special tokens spelled out unless they are skipped.
  public func decode(
    _ tokens: some Sequence<Int32>, skippingSpecialTokens: Bool
  ) -> String {
    var bytes: [UInt8] = []
    for token in tokens where definition.pieces.indices.contains(Int(token)) {
      if skippingSpecialTokens, special.contains(token) || definition.stopTokens.contains(token) {
        continue
      }
      bytes += definition.pieces[Int(token)]
    }
    if definition.dropsFirstSpace, bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

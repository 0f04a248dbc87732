/// The tokenizer in a GGUF file's metadata.
struct GGUFTokenizer {
  let metadata: JSONFile

  /// What a token is, by the numbers of `tokenizer.ggml.token_type`.
  private enum Kind: Int {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  /// The tokenizer; nil when the file has none.
  func tokenizer() throws(CheckpointError) -> BytePairTokenizer? {
    guard let model = try metadata.optionalText("tokenizer.ggml.model") else { return nil }
    guard let list = metadata.value["tokenizer.ggml.tokens"]?.array else {
      throw metadata.mismatch("tokenizer.ggml.tokens", "is missing")
    }
    let spellings = list.map { $0.bytes ?? [] }
    let types = metadata.value["tokenizer.ggml.token_type"]?.array?.map { $0.integer ?? 1 }
    let kinds = spellings.indices.map { index in
      types.flatMap { index < $0.count ? Kind(rawValue: $0[index]) : nil } ?? .normal
    }
    var definition: BytePairTokenizer.Definition
    switch model {
    case "gpt2": definition = try byteLevel(spellings, kinds)
    case "llama": definition = try sentencePiece(spellings, kinds)
    default:
      throw metadata.mismatch(
        "tokenizer.ggml.model", "is \(model); supported are gpt2 and llama")
    }
    for (id, kind) in kinds.enumerated() where kind == .control || kind == .userDefined {
      definition.setPiece(Int32(id), spellings[id])
      definition.added.append(
        AddedTokens.Token(
          id: Int32(id), content: spellings[id], isSpecial: kind == .control))
    }
    try surround(&definition)
    return BytePairTokenizer(definition)
  }

  private func byteLevel(
    _ spellings: [[UInt8]], _ kinds: [Kind]
  ) throws(CheckpointError) -> BytePairTokenizer.Definition {
    var definition = BytePairTokenizer.Definition(alphabet: .bytes)
    let pre = try metadata.optionalText("tokenizer.ggml.pre") ?? "missing"
    switch pre {
    case "llama-bpe", "llama3", "llama-v3":
      definition.cuts = [.pattern(.llama3)]
      definition.takesWholePieces = true
    case "qwen2":
      definition.normalizations = [.composed]
      definition.cuts = [.pattern(.qwen2)]
    case "smollm": definition.cuts = [.digits, .pattern(.gpt2)]
    case "gpt-2", "gpt2": definition.cuts = [.pattern(.gpt2)]
    default:
      throw metadata.mismatch(
        "tokenizer.ggml.pre",
        "is \(pre); supported are llama-bpe, qwen2, smollm and gpt-2")
    }
    var ids: [[UInt8]: Int32] = [:]
    for (id, spelling) in spellings.enumerated() {
      ids[spelling] = Int32(id)
      if kinds[id] == .normal {
        definition.define(Int32(id), spelling: spelling)
      } else {
        definition.setPiece(Int32(id), spelling)
      }
    }
    guard let merges = metadata.value["tokenizer.ggml.merges"]?.array else {
      throw metadata.mismatch("tokenizer.ggml.merges", "is missing")
    }
    definition.merges = MergeTable(capacity: merges.count)
    for (rank, item) in merges.enumerated() {
      let text = item.bytes ?? []
      guard let space = text.firstIndex(of: UInt8(ascii: " ")),
        let left = ids[Array(text[..<space])], let right = ids[Array(text[(space + 1)...])],
        let result = ids[Array(text[..<space] + text[(space + 1)...])]
      else {
        throw metadata.mismatch(
          "tokenizer.ggml.merges[\(rank)]", "does not merge two tokens into a third")
      }
      definition.merges.append(left, right, result: result, rank: rank)
    }
    return definition
  }

  /// SentencePiece's merging: of all pairs that make a token, the one of the best score first.
  private func sentencePiece(
    _ spellings: [[UInt8]], _ kinds: [Kind]
  ) throws(CheckpointError) -> BytePairTokenizer.Definition {
    guard let scores = metadata.value["tokenizer.ggml.scores"]?.array?.map({ $0.number ?? 0 }),
      scores.count == spellings.count
    else { throw metadata.mismatch("tokenizer.ggml.scores", "is missing or too short") }
    var definition = BytePairTokenizer.Definition(alphabet: .characters(fallsBack: true))
    definition.fusesUnknown = true
    definition.normalizations = [.replaced(" ", by: String(TextCut.mark))]
    if try metadata.bool("tokenizer.ggml.add_space_prefix", or: true) {
      definition.normalizations.insert(.prepended(String(TextCut.mark)), at: 0)
      definition.dropsFirstSpace = true
    }
    for (id, spelling) in spellings.enumerated() {
      switch kinds[id] {
      case .normal, .byte: definition.define(Int32(id), spelling: spelling)
      case .unknown:
        definition.unknown = Int32(id)
        definition.setPiece(Int32(id), spelling)
      default: definition.setPiece(Int32(id), spelling)
      }
    }
    let order = spellings.indices.filter { kinds[$0] == .normal }.sorted {
      (scores[$1], $0) < (scores[$0], $1)
    }
    definition.merges = MergeTable(capacity: order.count * 2)
    var rank = 0
    for (index, id) in order.enumerated() {
      if index > 0, scores[id] != scores[order[index - 1]] { rank += 1 }
      let spelling = spellings[id]
      for cut in spelling.indices.dropFirst() where spelling[cut] & 0xC0 != 0x80 {
        if let left = definition.identifiers[Array(spelling[..<cut])],
          let right = definition.identifiers[Array(spelling[cut...])]
        {
          definition.merges.append(left, right, result: Int32(id), rank: rank)
        }
      }
    }
    return definition
  }

  /// What is put around a text, and what ends one.
  private func surround(
    _ definition: inout BytePairTokenizer.Definition
  ) throws(CheckpointError) {
    func token(_ name: String) throws(CheckpointError) -> Int32? {
      let id = try metadata.optionalInteger("tokenizer.ggml.\(name)_token_id")
      return id.flatMap { definition.pieces.indices.contains($0) ? Int32($0) : nil }
    }
    // Files of the families that begin texts by a token may leave the choice out.
    let begins = definition.takesWholePieces || definition.dropsFirstSpace
    if try metadata.bool("tokenizer.ggml.add_bos_token", or: begins), let id = try token("bos") {
      definition.prefix = [id]
    }
    if try metadata.bool("tokenizer.ggml.add_eos_token", or: false), let id = try token("eos") {
      definition.suffix = [id]
    }
    for name in ["eos", "eot"] {
      if let id = try token(name), !definition.stopTokens.contains(id) {
        definition.stopTokens.append(id)
      }
    }
  }
}

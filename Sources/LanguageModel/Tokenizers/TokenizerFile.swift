/// Reads a `tokenizer.json` of the `tokenizers` library.
///
/// What it holds beyond the byte-pair tokenizers of Llama-type models is refused by name.
struct TokenizerFile {
  let json: JSONFile

  /// The tokenizer that the file defines. Stop tokens are defined elsewhere.
  func tokenizer() throws(CheckpointError) -> BytePairTokenizer {
    guard let model = json.value["model"] else { throw json.mismatch("model", "is missing") }
    let type = model["type"]?.text ?? (model["merges"] == nil ? "unknown" : "BPE")
    guard type == "BPE" else {
      throw json.mismatch("model.type", "is \(type); only BPE is supported")
    }
    let preparation = try TokenizerPreparation(json)
    var definition = BytePairTokenizer.Definition(
      alphabet: preparation.isByteLevel
        ? .bytes : .characters(fallsBack: model["byte_fallback"]?.bool ?? false))
    definition.normalizations = preparation.normalizations
    definition.cuts = preparation.cuts
    definition.dropsFirstSpace = preparation.dropsFirstSpace
    definition.takesWholePieces = model["ignore_merges"]?.bool ?? false
    definition.fusesUnknown = model["fuse_unk"]?.bool ?? false
    for field in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let affix = model[field]?.text, !affix.isEmpty {
        throw json.mismatch("model.\(field)", "is \(affix); it is not supported")
      }
    }
    let spellings = try vocabulary(model, &definition)
    if let unknown = model["unk_token"]?.bytes { definition.unknown = spellings[unknown] }
    try merges(model, spellings, &definition)
    try addedTokens(&definition)
    try surroundings(&definition)
    return BytePairTokenizer(definition)
  }

  /// The largest id that is believed.
  private static let idLimit = 1_000_000

  /// Fills pieces and identifiers; returns the ids by the file's own spelling.
  private func vocabulary(
    _ model: JSONValue, _ definition: inout BytePairTokenizer.Definition
  ) throws(CheckpointError) -> [[UInt8]: Int32] {
    guard let members = model["vocab"]?.members, !members.isEmpty else {
      throw json.mismatch("model.vocab", "is missing or empty")
    }
    var spellings: [[UInt8]: Int32] = [:]
    spellings.reserveCapacity(members.count)
    definition.identifiers.reserveCapacity(members.count)
    definition.pieces = [[UInt8]](repeating: [], count: members.count)
    for member in members {
      guard let id = member.value.integer, (0..<TokenizerFile.idLimit).contains(id) else {
        let name = String(decoding: member.name, as: UTF8.self)
        throw json.mismatch("model.vocab", "has no id for \(name)")
      }
      spellings[member.name] = Int32(id)
      definition.define(Int32(id), spelling: member.name)
    }
    return spellings
  }

  private func merges(
    _ model: JSONValue, _ spellings: [[UInt8]: Int32],
    _ definition: inout BytePairTokenizer.Definition
  ) throws(CheckpointError) {
    guard let list = model["merges"]?.array else {
      throw json.mismatch("model.merges", "is missing")
    }
    definition.merges = MergeTable(capacity: list.count)
    for (rank, item) in list.enumerated() {
      // Either ["a", "b"] or "a b".
      var halves = item.array?.compactMap(\.bytes) ?? []
      if let text = item.bytes, let space = text.firstIndex(of: UInt8(ascii: " ")) {
        halves = [Array(text[..<space]), Array(text[(space + 1)...])]
      }
      guard halves.count == 2, let left = spellings[halves[0]], let right = spellings[halves[1]],
        let result = spellings[halves[0] + halves[1]]
      else {
        throw json.mismatch("model.merges[\(rank)]", "does not merge two tokens into a third")
      }
      definition.merges.append(left, right, result: result, rank: rank)
    }
  }

  private func addedTokens(
    _ definition: inout BytePairTokenizer.Definition
  ) throws(CheckpointError) {
    for (index, item) in (json.value["added_tokens"]?.array ?? []).enumerated() {
      guard let id = item["id"]?.integer, (0..<TokenizerFile.idLimit).contains(id),
        let content = item["content"]?.bytes
      else {
        throw json.mismatch("added_tokens[\(index)]", "has no id or no content")
      }
      definition.setPiece(Int32(id), content)
      definition.added.append(
        AddedTokens.Token(
          id: Int32(id), content: content, isSpecial: item["special"]?.bool ?? false,
          stripsLeft: item["lstrip"]?.bool ?? false, stripsRight: item["rstrip"]?.bool ?? false,
          isWord: item["single_word"]?.bool ?? false,
          isNormalized: item["normalized"]?.bool ?? false))
    }
  }

  /// What the post-processor puts around a single text.
  private func surroundings(
    _ definition: inout BytePairTokenizer.Definition
  ) throws(CheckpointError) {
    guard let processor = json.value["post_processor"] else { return }
    let stages = processor["processors"]?.array ?? [processor]
    for stage in stages {
      switch stage["type"]?.text ?? "" {
      case "ByteLevel": continue
      case "TemplateProcessing":
        var isBefore = true
        for item in stage["single"]?.array ?? [] {
          if item["Sequence"] != nil {
            isBefore = false
          } else if let name = item["SpecialToken"]?["id"]?.text {
            let ids = stage["special_tokens"]?[name]?["ids"]?.array ?? []
            let tokens = ids.compactMap(\.integer).map { Int32(clamping: $0) }
            if isBefore { definition.prefix += tokens } else { definition.suffix += tokens }
          }
        }
      case let other:
        throw json.mismatch("post_processor.type", "is \(other); it is not supported")
      }
    }
  }
}

extension BytePairTokenizer.Definition {
  /// Enters an ordinary token by its spelling in the file.
  mutating func define(_ id: Int32, spelling: [UInt8]) {
    switch alphabet {
    case .bytes:
      let bytes = ByteAlphabet.bytes(spelledBy: spelling)
      if let bytes { identifiers[bytes] = id }
      setPiece(id, bytes ?? spelling)
    case .characters:
      identifiers[spelling] = id
      setPiece(id, BytePairTokenizer.Definition.text(ofMarked: spelling))
    }
  }

  /// Sets what an id decodes to.
  mutating func setPiece(_ id: Int32, _ bytes: [UInt8]) {
    let missing = Int(id) + 1 - pieces.count
    if missing > 0 { pieces += [[UInt8]](repeating: [], count: missing) }
    pieces[Int(id)] = bytes
  }

  /// The bytes of a token that spells spaces as U+2581 and bytes as `<0x0A>`.
  private static func text(ofMarked spelling: [UInt8]) -> [UInt8] {
    let text = String(decoding: spelling, as: UTF8.self)
    if text.hasPrefix("<0x"), text.hasSuffix(">"), spelling.count == 6,
      let byte = UInt8(text.dropFirst(3).dropLast(), radix: 16)
    {
      return [byte]
    }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(scalar == TextCut.mark ? " " : scalar) }
    return Array(String(scalars).utf8)
  }
}

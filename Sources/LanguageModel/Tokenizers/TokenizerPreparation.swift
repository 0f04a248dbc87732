/// What a `tokenizer.json` does to text before merging, and undoes after.
struct TokenizerPreparation {
  private(set) var normalizations: [TextNormalization] = []
  private(set) var cuts: [TextCut] = []
  private(set) var isByteLevel = false
  private(set) var dropsFirstSpace = false
  private let json: JSONFile

  init(_ json: JSONFile) throws(CheckpointError) {
    self.json = json
    for item in TokenizerPreparation.stages(json.value["normalizer"], "normalizers") {
      try addNormalizer(item)
    }
    for item in TokenizerPreparation.stages(json.value["pre_tokenizer"], "pretokenizers") {
      try addCut(item)
    }
    for item in TokenizerPreparation.stages(json.value["decoder"], "decoders") {
      addDecoder(item)
    }
  }

  private static func stages(_ value: JSONValue?, _ list: String) -> [JSONValue] {
    guard let value else { return [] }
    guard value["type"]?.text == "Sequence" else { return [value] }
    return (value[list]?.array ?? []).flatMap { stages($0, list) }
  }

  private mutating func addNormalizer(_ item: JSONValue) throws(CheckpointError) {
    switch item["type"]?.text ?? "" {
    case "NFC": normalizations.append(.composed)
    case "Prepend": normalizations.append(.prepended(item["prepend"]?.text ?? ""))
    case "Replace":
      guard let pattern = item["pattern"]?["String"]?.text else {
        throw json.mismatch("normalizer.pattern", "is a regular expression, which is unsupported")
      }
      normalizations.append(.replaced(pattern, by: item["content"]?.text ?? ""))
    case let other:
      throw json.mismatch(
        "normalizer.type", "is \(other); supported are NFC, Prepend, Replace and Sequence")
    }
  }

  private mutating func addCut(_ item: JSONValue) throws(CheckpointError) {
    switch item["type"]?.text ?? "" {
    case "ByteLevel":
      isByteLevel = true
      if item["add_prefix_space"]?.bool ?? true { cuts.append(.prefixedSpace) }
      if item["use_regex"]?.bool ?? true { cuts.append(.pattern(.gpt2)) }
    case "Digits":
      cuts.append(item["individual_digits"]?.bool ?? false ? .digits : .numbers)
    case "Split": try addSplit(item)
    case "Metaspace": try addMetaspace(item)
    case let other:
      throw json.mismatch(
        "pre_tokenizer.type",
        "is \(other); supported are ByteLevel, Digits, Split, Metaspace and Sequence")
    }
  }

  private mutating func addSplit(_ item: JSONValue) throws(CheckpointError) {
    let expression = item["pattern"]?["Regex"]?.text ?? item["pattern"]?["String"]?.text ?? ""
    // A split at its matches and one that removes what is between them are the same here, as
    // every character is in a match.
    let behavior = item["behavior"]?.text ?? ""
    let isInverted = item["invert"]?.bool ?? false
    guard behavior == "Isolated" || (behavior == "Removed" && isInverted) else {
      throw json.mismatch("pre_tokenizer.behavior", "is \(behavior); only Isolated is supported")
    }
    if expression == #"\p{N}"# {
      cuts.append(.digits)
    } else if let pattern = TokenPattern(expression: expression) {
      cuts.append(.pattern(pattern))
    } else {
      throw json.mismatch(
        "pre_tokenizer.pattern",
        "is \(expression); supported are those of GPT-2, Llama 3 and Qwen2")
    }
  }

  private mutating func addMetaspace(_ item: JSONValue) throws(CheckpointError) {
    let mark = item["replacement"]?.text ?? String(TextCut.mark)
    guard mark.unicodeScalars.elementsEqual([TextCut.mark]) else {
      throw json.mismatch("pre_tokenizer.replacement", "is \(mark); only U+2581 is supported")
    }
    let older = item["add_prefix_space"]?.bool ?? true ? "always" : "never"
    let scheme = item["prepend_scheme"]?.text ?? older
    guard let placement = TextCut.MarkPlacement(rawValue: scheme) else {
      throw json.mismatch("pre_tokenizer.prepend_scheme", "is \(scheme)")
    }
    cuts.append(.marked(prepending: placement, splits: item["split"]?.bool ?? true))
  }

  private mutating func addDecoder(_ item: JSONValue) {
    switch item["type"]?.text {
    case "Strip":
      dropsFirstSpace = item["content"]?.text == " " && (item["start"]?.integer ?? 0) > 0
    case "Metaspace":
      let older = item["add_prefix_space"]?.bool ?? true ? "always" : "never"
      dropsFirstSpace = (item["prepend_scheme"]?.text ?? older) != "never"
    default: break
    }
  }
}

extension TokenPattern {
  /// The pattern that an expression spells, in any of the ways in which files spell it.
  init?(expression: String) {
    let short = #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    if expression == short {
      self = .gpt2
    } else {
      self.init(rawValue: expression)
    }
  }
}

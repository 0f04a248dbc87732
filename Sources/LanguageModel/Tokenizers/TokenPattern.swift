/// The regular expressions by which models cut text before merging, as scanners.
///
/// Each is matched exactly, with the alternatives' order and backtracking that the expression has.
enum TokenPattern: String, Sendable, CaseIterable {
  /// GPT-2's, also SmolLM2's after its digits are cut off.
  case gpt2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  /// Llama 3's: numbers in groups of up to three digits.
  case llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// Qwen2's and Qwen3's: digits one by one.
  case qwen2 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Cuts a text into matches; every character is in one.
  func split(_ text: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
    let scanner = Scanner(text)
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = self == .gpt2 ? scanner.gpt2(start) : scanner.llama3(start, digits: digits)
      pieces.append(text[start..<end])
      start = end
    }
    return pieces
  }

  private var digits: Int { self == .llama3 ? 3 : 1 }

  /// Finds where the match that starts at an index ends.
  private struct Scanner {
    private let text: ArraySlice<Unicode.Scalar>
    private let end: Int

    init(_ text: ArraySlice<Unicode.Scalar>) {
      self.text = text
      end = text.endIndex
    }

    func gpt2(_ start: Int) -> Int {
      if let end = contraction(start, ignoringCase: false) { return end }
      let first = text[start] == " " && start + 1 < end ? start + 1 : start
      switch text[first].tokenClass {
      case .letter: return run(first) { $0 == .letter }
      case .number: return run(first) { $0 == .number }
      case .other: return run(first) { $0 == .other }
      case .space, .newline: return space(start)
      }
    }

    func llama3(_ start: Int, digits: Int) -> Int {
      if let end = contraction(start, ignoringCase: true) { return end }
      let kind = text[start].tokenClass
      let second = start + 1 < end ? text[start + 1].tokenClass : nil
      switch kind {
      case .letter: return run(start) { $0 == .letter }
      case .number:
        return min(run(start) { $0 == .number }, start + digits)
      case .space, .other:
        if second == .letter { return run(start + 1) { $0 == .letter } }
        if kind == .other { return symbols(start) }
        if text[start] == " " && second == .other { return symbols(start + 1) }
      case .newline: break
      }
      let runEnd = run(start) { $0 == .space || $0 == .newline }
      if let newline = text[start..<runEnd].lastIndex(where: { $0.tokenClass == .newline }) {
        return newline + 1
      }
      return space(start)
    }

    /// `[^\s\p{L}\p{N}]+[\r\n]*`
    private func symbols(_ start: Int) -> Int {
      run(run(start) { $0 == .other }) { $0 == .newline }
    }

    /// `\s+(?!\S)|\s+`: leaves a run's last character to the word that follows.
    private func space(_ start: Int) -> Int {
      let runEnd = run(start) { $0 == .space || $0 == .newline }
      return runEnd < end && runEnd - start > 1 ? runEnd - 1 : runEnd
    }

    private func run(_ start: Int, while holds: (TokenClass) -> Bool) -> Int {
      var index = start
      while index < end, holds(text[index].tokenClass) { index += 1 }
      return index
    }

    private func contraction(_ start: Int, ignoringCase: Bool) -> Int? {
      guard text[start] == "'", start + 1 < end else { return nil }
      func letter(_ index: Int) -> Unicode.Scalar? {
        guard index < end else { return nil }
        let scalar = text[index]
        guard ignoringCase else { return scalar }
        // The long s folds to s.
        if scalar == "\u{17F}" { return "s" }
        return ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) : scalar
      }
      switch (letter(start + 1), letter(start + 2)) {
      case ("s", _), ("t", _), ("m", _), ("d", _): return start + 2
      case ("r", "e"), ("v", "e"), ("l", "l"): return start + 3
      default: return nil
      }
    }
  }
}

/// What the patterns tell apart.
enum TokenClass {
  case letter, number, newline, space, other
}

extension Unicode.Scalar {
  var tokenClass: TokenClass {
    if isASCII {
      switch self {
      case "a"..."z", "A"..."Z": return .letter
      case "0"..."9": return .number
      case "\n", "\r": return .newline
      case " ", "\t", "\u{B}", "\u{C}": return .space
      default: return .other
      }
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return properties.isWhitespace ? .space : .other
    }
  }
}

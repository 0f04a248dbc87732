import Core

/// Whether an induction message gives the program away.
enum MessageLeak {
  /// What leaked, in words, or nil.
  static func find(in message: String, program: String) -> String? {
    for mark in ["def ", "return", "lambda", "=", "(", "<"] where message.contains(mark) {
      return "the message contains code: \(mark)"
    }
    let lines = program.split(separator: "\n").map { $0.trimmed }
    if let line = lines.first(where: { $0.count > 3 && message.contains($0) }) {
      return "the message contains the program's line: \(line)"
    }
    return nil
  }

  /// What leaked of the pairs, in words, or nil: an input, a word such as `gives` or an arrow, and
  /// the input's output.
  static func find(in message: String, pairs: [InputOutputPair]) -> String? {
    let told = words(of: message)
    guard told.contains(where: connections.contains) else { return nil }
    for pair in pairs {
      let (input, output) = (words(of: pair.input), words(of: pair.output))
      guard !input.isEmpty, !output.isEmpty else { continue }
      let length = input.count + 1 + output.count
      guard told.count >= length else { continue }
      for start in 0...(told.count - length)
      where connections.contains(told[start + input.count])
        && told[start...].starts(with: input)
        && told[(start + input.count + 1)...].starts(with: output)
      {
        return "the message contains the pair of \(pair.input) and \(pair.output)"
      }
    }
    return nil
  }

  private static let connections: Set<String> = ["gives", "becomes", "returns", "yields", "maps"]

  private static func words(of text: String) -> [String] {
    var text = text
    for sign in ["->", "=>", "\u{2192}"] { text = text.replacing(sign, with: " gives ") }
    text = text.replacing("maps to", with: "maps")
    return text.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }.map { word in
      // The stop of a sentence is no part of its last word.
      word.last == "." ? String(word.dropLast()) : String(word)
    }
  }
}

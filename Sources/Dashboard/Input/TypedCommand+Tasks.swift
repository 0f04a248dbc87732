import Core

extension TypedCommand {
  /// A part of a task that can be replaced.
  enum TaskPart: Hashable, Sendable {
    case program, input, message
    /// The input of an induction task's pair, counted from 1.
    case pair(Int)

    fileprivate init?(word: String) {
      switch word {
      case "program": self = .program
      case "input": self = .input
      case "message": self = .message
      case _ where word.hasPrefix("input"):
        guard let number = Int(word.dropFirst(5)), number >= 1 else { return nil }
        self = .pair(number)
      default: return nil
      }
    }
  }

  static func flag(_ words: [String], _ rest: String) throws(Fault) -> TypedCommand {
    guard words.count >= 4, let severity = Severity(rawValue: words[2]) else {
      throw Fault(message: "write: flag TASK SEVERITY WORDS; a severity is low, medium or high")
    }
    return .flag(words[1], severity, words.dropFirst(3).joined(separator: " "))
  }

  static func edit(_ words: [String], _ text: String) throws(Fault) -> TypedCommand {
    guard words.count >= 4, let part = TaskPart(word: words[2]) else {
      throw Fault(
        message: "write: edit TASK PART TEXT; a part is program, input, message or input1, input2")
    }
    // The text is taken as it was typed: spaces at the beginning of a line mean something.
    let rest = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
    return .edit(words[1], part, unescaped(rest[3]))
  }

  /// With `\n` for a line's end and `\\` for a backslash, since a command is one line.
  private static func unescaped(_ text: Substring) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      switch (isEscaped, scalar) {
      case (false, "\\"): isEscaped = true
      case (true, "n"):
        result.append("\n")
        isEscaped = false
      case (true, "\\"):
        result.append("\\")
        isEscaped = false
      case (true, _):
        result.append("\\")
        result.append(scalar)
        isEscaped = false
      case (false, _): result.append(scalar)
      }
    }
    if isEscaped { result.append("\\") }
    return String(result)
  }
}

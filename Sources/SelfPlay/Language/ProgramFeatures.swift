/// What a program does, in words of the nano vocabulary: the proposer's plan and the induction
/// message are made of them.
enum ProgramFeatures {
  private static let marks: [(word: String, texts: [String])] = [
    ("add", [" + ", " += "]),
    ("subtract", [" - ", " -= "]),
    ("multiply", [" * ", " *= "]),
    ("divide", [" // ", " //= "]),
    ("modulo", [" % ", " %= "]),
    ("branch", ["if "]),
    ("repeat", ["for ", "while "]),
    ("list", ["["]),
    ("text", ["'", ".upper"]),
    ("count", ["len(", ".count("]),
    ("pick", ["max(", "min(", "[0]", "[-1]"]),
    ("order", ["sorted(", "[::-1]"]),
  ]

  /// The words whose marks the program contains, in a fixed order.
  static func words(of program: String) -> [String] {
    marks.filter { mark in mark.texts.contains { program.contains($0) } }.map(\.word)
  }

  /// A chain of thought that says what the program will be: `plan: 3 lines with add, branch`.
  static func plan(of program: String) -> String {
    let count = program.split(separator: "\n").count - 1
    let words = words(of: program)
    return "plan: \(count) line\(count == 1 ? "" : "s")"
      + (words.isEmpty ? "" : " with " + words.joined(separator: ", "))
  }

  /// An induction message.
  static func message(of program: String) -> String {
    words(of: program).joined(separator: ", ")
  }
}

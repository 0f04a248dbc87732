import Core

/// The Guide role put to a model in words: three marks out of ten.
enum GuidePrompt {
  /// The request. It is plain text, so that any tokenizer can write it.
  static func text(_ task: TaskContent) -> String {
    """
    Rate this Python program as an exercise. Give three marks from 0 to 10, separated by commas: how \
    much of it decides the result, how free it is of needless code, how unusual it is.
    \(task.program)
    marks:
    """
  }

  /// Reads three marks; nil for anything else, which is no opinion.
  static func read(_ answer: String) -> GuideScore? {
    let line = answer.split(separator: "\n").first { !$0.trimmed.isEmpty } ?? ""
    let marks = line.split(separator: ",").map { Int($0.trimmed) }
    guard marks.count == 3, let first = marks[0], let second = marks[1], let third = marks[2],
      [first, second, third].allSatisfy({ (0...10).contains($0) })
    else { return nil }
    return GuideScore(
      relevance: Double(first) / 10, cleanliness: Double(second) / 10, novelty: Double(third) / 10)
  }
}

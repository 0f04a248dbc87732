import Core
import MiniPython

/// Finds a shorter program that explains an induction task's pairs.
///
/// Generated programs compute much that their results never show. Nobody can infer that from pairs,
/// so as the answer to imitate it would be noise: the base model learns the reduced program.
struct ProgramReduction {
  let validator: Validator

  /// The task's program without the lines and blocks that no pair needs, removed greedily from the
  /// last to the first.
  func reduced(_ task: TaskContent) -> String {
    var lines = task.program.split(separator: "\n").map(String.init)
    var index = lines.count - 2
    while index >= 1 {
      for candidate in [Self.without(block: index, lines), Self.unwrapped(index, lines)] {
        guard let candidate, explains(candidate, task.pairs) else { continue }
        lines = candidate
        break
      }
      index = min(index, lines.count - 1) - 1
    }
    return lines.joined(separator: "\n")
  }

  /// The lines without the one at an index and those that are nested under it.
  private static func without(block index: Int, _ lines: [String]) -> [String]? {
    let end = end(ofBlock: index, lines)
    return Array(lines[..<index] + lines[end...])
  }

  /// The lines with a block's header removed and its body in the header's place.
  private static func unwrapped(_ index: Int, _ lines: [String]) -> [String]? {
    let end = end(ofBlock: index, lines)
    guard end > index + 1 else { return nil }
    return Array(
      lines[..<index] + lines[index + 1..<end].map { String($0.dropFirst(4)) } + lines[end...])
  }

  private static func end(ofBlock index: Int, _ lines: [String]) -> Int {
    let depth = indentation(lines[index])
    var end = index + 1
    while end < lines.count, indentation(lines[end]) > depth { end += 1 }
    return end
  }

  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  private func explains(_ lines: [String], _ pairs: [InputOutputPair]) -> Bool {
    guard let program = try? Program(parsing: lines.joined(separator: "\n")) else { return false }
    return pairs.allSatisfy { pair in
      ChainOfThought.run(program, arguments: pair.input, executor: validator.executor)?
        .execution.value?.repr == pair.output
    }
  }
}

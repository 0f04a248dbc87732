import Core

/// Tasks that no buffer holds and that prompts of chat models show, so that a small model sees the
/// form of an answer.
enum ChatExamples {
  /// The example of solver prompts and of induction, for all types.
  static let main = TaskContent(
    type: .deduction,
    program: """
      def f(xs, k):
          total = 0
          for x in xs:
              if x > k:
                  total += x
          return total
      """,
    input: "[4, 1, 7], 2", output: "11",
    pairs: inputs.prefix(4).enumerated().map { index, input in
      InputOutputPair(input: input, output: ["11", "0", "9", "5"][index])
    },
    message: "Adds up the numbers that are larger than a limit.")

  /// Arguments of the main example.
  static let inputs = [
    "[4, 1, 7], 2", "[], 3", "[9, -5], 0", "[2, 3, 1], 1", "[10, 20], 15", "[0, 0, 6], 5",
    "[1, 2, 3, 4], 2", "[-1, -2], -3", "[8], 8", "[5, 5, 5], 4",
    "[3], 1",
  ]

  /// The main example under another type.
  static func main(as type: TaskType) -> TaskContent {
    var task = main
    task.type = type
    return task
  }

  /// The example of a proposer's prompt. Which one it is depends on the references alone, so that
  /// prompts differ from each other and the same ones come again.
  static func proposal(after references: [TaskContent]) -> TaskContent {
    let sum = references.reduce(0) { sum, task in
      (task.program + task.input).utf8.reduce(sum) { $0 &* 31 &+ UInt64($1) }
    }
    return proposals[Int(SeededGenerator.mix(sum) % UInt64(proposals.count))]
  }

  private static let proposals: [TaskContent] = [
    main,
    example(
      """
      def f(word, n):
          parts = []
          for i in range(0, len(word), n):
              parts.append(word[i:i + n])
          return '-'.join(parts)
      """, "'lighthouse', 4", "'ligh-thou-se'"),
    example(
      """
      def f(n):
          steps = 0
          while n != 1:
              n = n // 2 if n % 2 == 0 else 3 * n + 1
              steps += 1
          return steps
      """, "6", "8"),
    example(
      """
      def f(words):
          longest = {}
          for word in words:
              first = word[0]
              if len(word) > len(longest.get(first, '')):
                  longest[first] = word
          return longest
      """, "['oak', 'olive', 'fir']", "{'o': 'olive', 'f': 'fir'}"),
    example(
      """
      def f(a, b):
          if a > b:
              return a - b
          return a * b + 1
      """, "7, 12", "85"),
    example(
      """
      def f(rows):
          return [sum(row) for row in rows if len(row) % 2 == 1]
      """, "[[1, 2, 3], [4, 5], [6]]", "[6, 6]"),
  ]

  private static func example(_ program: String, _ input: String, _ output: String) -> TaskContent {
    TaskContent(type: .deduction, program: program, input: input, output: output)
  }
}

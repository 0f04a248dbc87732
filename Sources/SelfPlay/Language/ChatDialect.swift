import Core
import LanguageModel

/// The dialect of models that were trained on chats: requests in natural language, answers in fenced
/// blocks, as in the prompts of the Absolute Zero Reasoner (arXiv 2505.03335, figures 34 to 39).
///
/// It differs from those in one thing: references and one worked example are earlier turns of the
/// conversation instead of a list inside the request. Small models follow a form that they see in
/// their own voice far better than one that is described to them.
public struct ChatDialect: PromptDialect {
  private let template: ChatTemplate?
  private let marks: [String]

  /// - Parameters:
  ///   - template: How the model's chats are written; nil for a model that knows none, which gets
  ///     a conversation of `User:` and `Assistant:`.
  ///   - marks: Texts that the tokenizer reads as something else than their letters.
  public init(template: ChatTemplate?, marks: [String]) {
    self.template = template
    self.marks = marks.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  public func propose(
    _ type: TaskType, references: [TaskContent], functions: [String]
  ) -> String {
    let goal =
      switch type {
      case .abduction: "given only the code and the output, to find an input that leads to it"
      case .errorDeduction: "given the code and the input, to name the exception that it raises"
      case .deduction, .induction: "given only the code and the input, to work out the output"
      }
    let request = """
      Write a Python function named f and one input for it. Someone else will be asked, \(goal), so \
      it should take some thought. f has at least one parameter and returns a value; it is \
      deterministic, imports nothing and prints nothing. Answer with the function in a \
      ```python block, and the arguments of one call, separated by commas, in an ```input block.
      """
    let examples = references.isEmpty ? [Self.example] : references
    var turns: [ChatMessage] = []
    for (index, example) in examples.enumerated() {
      turns.append(user(index == 0 ? request : Self.another))
      turns.append(
        assistant(Self.block("python", example.program) + Self.block("input", example.input)))
    }
    var last = Self.another
    if !functions.isEmpty {
      last += " f must call these functions, which are defined already:\n"
      last += functions.map { Self.block("python", $0) }.joined()
    }
    return conversation(turns + [user(last)])
  }

  public func proposeInduction(program: String, pairs: Int) -> String {
    func request(_ program: String) -> String {
      """
      Here is a Python function:
      \(Self.block("python", program))
      Write \(pairs) different inputs for it, each in its own ```input block with the arguments of \
      one call, separated by commas. Then write in a ```message block what the function does, for \
      someone who sees some of the inputs and outputs and has to write the function.
      """
    }
    let inputs = Self.exampleInputs.prefix(max(1, pairs)).map { Self.block("input", $0) }
    return conversation([
      user(request(Self.example.program)),
      assistant(inputs.joined() + Self.block("message", Self.example.message)),
      user(request(program)),
    ])
  }

  public func solve(_ task: TaskContent) -> String {
    conversation([
      user(question(Self.example(of: task.type))), assistant(Self.answer(to: task.type)),
      user(question(task)),
    ])
  }

  private func question(_ task: TaskContent) -> String {
    let code = Self.block("python", task.program)
    switch task.type {
    case .deduction:
      return """
        What does f return for this input?
        \(code)\(Self.block("input", task.input))
        Think step by step, then write the returned value in an ```output block.
        """
    case .errorDeduction:
      return """
        Which exception does f raise for this input?
        \(code)\(Self.block("input", task.input))
        Think step by step, then write its name, or NoError, in an ```output block.
        """
    case .abduction:
      return """
        For which input does f return this output?
        \(code)\(Self.block("output", task.output))
        Think step by step, then write the arguments of one call in an ```input block.
        """
    case .induction:
      let pairs = task.pairs.prefix(task.shownPairCount).map {
        Self.block("input", $0.input) + Self.block("output", $0.output)
      }
      return """
        Write a Python function named f that returns these outputs for these inputs:
        \(pairs.joined())\(Self.block("message", task.message))
        Think step by step, then write the function in a ```python block.
        """
    }
  }

  /// The conversation up to where the assistant speaks.
  private func conversation(_ turns: [ChatMessage]) -> String {
    if let template { return template.render(turns) }
    let lines = turns.map { turn in
      (turn.role == .assistant ? "Assistant: " : "User: ") + turn.content + "\n"
    }
    return "A conversation between User and Assistant.\n" + lines.joined() + "Assistant:"
  }

  private func user(_ text: String) -> ChatMessage { ChatMessage(role: .user, content: text) }

  private func assistant(_ text: String) -> ChatMessage {
    ChatMessage(role: .assistant, content: text)
  }

  public func mark(in text: String) -> String? {
    if text.contains("```") { return "```" }
    return PromptFormat.tag(in: text) ?? marks.first { text.contains($0) }
  }
}

// MARK: - The worked example

extension ChatDialect {
  private static let another = "Write another one that is different from those above."

  /// One task that no buffer holds, for all types: it shows the form of an answer.
  private static let example = TaskContent(
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
    pairs: exampleInputs.prefix(4).enumerated().map { index, input in
      InputOutputPair(input: input, output: ["11", "0", "9", "5"][index])
    },
    message: "Adds up the numbers that are larger than a limit.")

  private static let exampleInputs = [
    "[4, 1, 7], 2", "[], 3", "[9, -5], 0", "[2, 3, 1], 1", "[10, 20], 15", "[0, 0, 6], 5",
    "[1, 2, 3, 4], 2", "[-1, -2], -3", "[8], 8", "[5, 5, 5], 4",
  ]

  private static func example(of type: TaskType) -> TaskContent {
    var task = example
    task.type = type
    return task
  }

  private static func answer(to type: TaskType) -> String {
    switch type {
    case .deduction:
      "4 is larger than 2, so total is 4. 1 is not. 7 is, so total is 4 + 7 = 11.\n"
        + block("output", "11")
    case .errorDeduction:
      "xs is a list of numbers and k is a number. Nothing goes wrong.\n"
        + block("output", "NoError")
    case .abduction:
      "The numbers that are larger than k must add up to 11. 4 and 7 do, with k = 2.\n"
        + block("input", "[4, 7], 2")
    case .induction:
      "Numbers that are larger than the second argument are added up.\n"
        + block("python", example.program)
    }
  }

  /// A fenced block and the line's end after it.
  static func block(_ name: String, _ text: String) -> String { "```\(name)\n\(text)\n```\n" }
}

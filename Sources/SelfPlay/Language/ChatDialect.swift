import Core
import LanguageModel

/// The dialect of models that were trained on chats: requests in natural language, answers in a
/// fenced block of Python.
///
/// It differs from the prompts of the Absolute Zero Reasoner (arXiv 2505.03335, figures 34 to 39) so
/// that small models can follow it:
/// - References and a worked example are earlier turns of the conversation instead of a list inside
///   the request. A form that a model sees in its own voice is followed far better than one that is
///   described to it.
/// - The prompt ends inside the answer: its fence is open, and a proposal has begun with `def f`.
///   The model only continues. What the prompt says is no part of the response and has no gradient.
/// - The answer is one block, and the fence that closes it ends the response.
/// - A proposer gives its input as the doctest of its function; thoughts are Python comments.
public struct ChatDialect: PromptDialect {
  private let template: ChatTemplate?
  private let marks: [String]
  public let stopTokens: [Int32]
  private var clauses: [String] = []

  /// - Parameters:
  ///   - template: How the model's chats are written; nil for a model that knows none, which gets
  ///     a conversation of `User:` and `Assistant:`.
  ///   - marks: Texts that the tokenizer reads as something else than their letters.
  ///   - stopTokens: The tokens that hold a fence.
  public init(template: ChatTemplate?, marks: [String], stopTokens: [Int32] = []) {
    self.template = template
    self.marks = marks.filter { !$0.allSatisfy(\.isWhitespace) }
    self.stopTokens = stopTokens
  }

  public func request(_ text: String) -> String? { conversation([user(text)]) }

  public var takesClauses: Bool { true }

  public func adding(clauses: [String]) -> any PromptDialect {
    var dialect = self
    dialect.clauses = clauses
    return dialect
  }

  /// The operator's clauses after the last request of a proposer.
  private var addition: String { clauses.map { " " + $0 }.joined() }

  public func propose(
    _ type: TaskType, references: [TaskContent], functions: [String]
  ) -> String {
    let request = """
      Write a short Python function f that returns a value, with one example call in its \
      docstring. \(Self.goal(of: type)) No imports, no print, no randomness. \(Self.forbidden)
      """
    // The worked example shows the form, and last of all, so that it is a reference's idea that a
    // model varies, and not its form.
    let example = ChatExamples.proposal(after: references)
    var turns: [ChatMessage] = []
    for task in references + [example] {
      turns.append(user(turns.isEmpty ? request : Self.another))
      turns.append(assistant(PythonBlock.proposal(of: task)))
    }
    var last = Self.another + addition
    if !functions.isEmpty {
      last += " f must call these functions, which are defined already:\n"
      last += PythonBlock.fenced(functions.joined(separator: "\n\n"))
    }
    return conversation(turns + [user(last)], opening: Self.opening(of: .proposer, type))
  }

  /// What the paper's prompt says of the modules that no program may name.
  private static let forbidden =
    "Never write these words, not even in a comment: "
    + ForbiddenModules.standard.names.joined(separator: ", ") + "."

  private static func goal(of type: TaskType) -> String {
    switch type {
    case .abduction: "Someone else will look for an input, given the code and what it returns."
    case .errorDeduction: "Someone else will name the exception that the call raises, if any."
    case .deduction, .induction: "Someone else will work out what it returns."
    }
  }

  public func proposeInduction(program: String, input: String, pairs: Int) -> String {
    func request(_ program: String, _ input: String) -> String {
      """
      Call this function \(pairs) times, each time with other arguments. Then say in a comment what it \
      does.
      \(PythonBlock.fenced("\(program)\n\nf(\(input))"))
      """
    }
    let lines = ChatExamples.inputs.dropFirst().prefix(max(1, pairs)).map { "f(\($0))" }
    let answer = (lines + ["# " + ChatExamples.main.message]).joined(separator: "\n")
    return conversation(
      [
        user(request(ChatExamples.main.program, ChatExamples.main.input)),
        assistant(PythonBlock.fenced(answer)), user(request(program, input) + addition),
      ], opening: Self.opening(of: .proposer, .induction))
  }

  public func solve(_ task: TaskContent) -> String {
    conversation(
      [
        user(question(ChatExamples.main(as: task.type))), assistant(Self.answer(to: task.type)),
        user(question(task)),
      ], opening: Self.opening(of: .solver, task.type))
  }

  private func question(_ task: TaskContent) -> String {
    func ask(_ words: String, _ line: String) -> String {
      words + "\n" + PythonBlock.fenced(task.program + "\n\n" + line)
    }
    switch task.type {
    case .deduction:
      return ask(
        "What does f return here? Explain it in a comment, then write the assertion.",
        "assert f(\(task.input)) == ...")
    case .errorDeduction:
      return ask(
        "Which exception does this call raise? Explain it in a comment, then write its name, or "
          + TaskContent.noError + ".",
        "f(\(task.input))")
    case .abduction:
      return ask(
        "For which arguments is this true? Explain it in a comment, then write the assertion.",
        "assert f(...) == \(task.output)")
    case .induction:
      let lines = task.pairs.prefix(task.shownPairCount).map {
        "assert f(\($0.input)) == \($0.output)"
      }
      return "Write a Python function f for which this is true. " + task.message
        + " Explain it in a comment, then write the function.\n"
        + PythonBlock.fenced(lines.joined(separator: "\n"))
    }
  }

  /// The conversation up to where the assistant goes on.
  private func conversation(_ turns: [ChatMessage], opening: String = "") -> String {
    if let template { return template.render(turns) + opening }
    let lines = turns.map { turn in
      (turn.role == .assistant ? "Assistant: " : "User: ") + turn.content + "\n"
    }
    return "A conversation between User and Assistant.\n" + lines.joined() + "Assistant:"
      + (opening.isEmpty ? "" : " " + opening)
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

// MARK: - How an answer begins

extension ChatDialect {
  /// What the prompt has of the answer.
  private static func opening(of role: Role, _ type: TaskType) -> String {
    PythonBlock.fence + "python\n" + start(of: role, type)
  }

  /// The part of the opening that is the block's own text.
  static func start(of role: Role, _ type: TaskType) -> String {
    switch role {
    case .solver: "#"
    case .proposer: type == .induction ? "f(" : "def f"
    }
  }
}

// MARK: - Answers to the worked example

extension ChatDialect {
  private static let another = "Write a different one."

  private static func answer(to type: TaskType) -> String {
    switch type {
    case .deduction:
      PythonBlock.fenced(
        "# 4 and 7 are larger than 2, and 4 + 7 is 11.\nassert f([4, 1, 7], 2) == 11")
    case .errorDeduction:
      PythonBlock.fenced(
        "# xs is a list and k is a number, so nothing goes wrong.\n" + TaskContent.noError)
    case .abduction:
      PythonBlock.fenced(
        "# 5 and 6 are larger than 3, and 5 + 6 is 11.\nassert f([5, 6], 3) == 11")
    case .induction:
      PythonBlock.fenced(
        "# Those that are larger than the second argument are added up.\n"
          + ChatExamples.main.program)
    }
  }
}

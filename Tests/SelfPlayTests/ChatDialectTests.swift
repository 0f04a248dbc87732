import Core
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct ChatDialectTests {
  let dialect = ChatDialect(
    template: ChatTemplate(template: "<|im_start|>"), marks: ["<|im_start|>", "<|im_end|>", "\n"])
  let task = TaskContent(
    type: .deduction, program: "def f(x):\n    return x + 41", input: "1", output: "42",
    pairs: (0..<4).map { InputOutputPair(input: "\($0 * 100)", output: "\($0 * 100 + 41)") },
    message: "Adds something.")

  private func solve(_ type: TaskType) -> String {
    var task = task
    task.type = type
    return dialect.solve(task)
  }

  @Test func promptsEndWhereTheAssistantSpeaks() {
    let prompts =
      [.deduction, .abduction, .induction, .errorDeduction].map(solve)
      + [
        dialect.propose(.abduction, references: [task], functions: []),
        dialect.proposeInduction(program: task.program, pairs: 4),
      ]
    for prompt in prompts {
      #expect(prompt.hasPrefix("<|im_start|>user\n"))
      #expect(prompt.hasSuffix("<|im_start|>assistant\n"))
    }
    let plain = ChatDialect(template: nil, marks: []).solve(task)
    #expect(plain.hasSuffix("\nAssistant:") && plain.contains("\nUser: "))
  }

  @Test("a solver is not told what it must find out")
  func secrets() {
    #expect(!solve(.deduction).contains("42"))
    #expect(!solve(.abduction).contains("```input\n1\n```"))
    let induction = solve(.induction)
    #expect(!induction.contains("x + 41"))
    #expect(induction.contains("```output\n141\n```") && !induction.contains("241"))
  }

  @Test func referencesAreEarlierAnswers() {
    let prompt = dialect.propose(
      .deduction, references: [task], functions: ["def g(x):\n    return x"])
    #expect(
      prompt.contains(
        "<|im_start|>assistant\n```python\n\(task.program)\n```\n```input\n1\n```\n<|im_end|>"))
    #expect(prompt.contains("```python\ndef g(x):"))
  }

  @Test func aProposalIsRead() throws {
    let response = dialect.read(
      "Let me think.\n```python\ndef f(a):\n    return a\n```\nand\n```input\nf(3)\n```\nDone.",
      ended: false, of: Cell(type: .deduction, role: .proposer))
    #expect(response.chain == "Let me think.")
    let layout = try #require(ProposalLayout(programAndInput: response.answer ?? ""))
    #expect(layout.program == "def f(a):\n    return a" && layout.input == "3")
  }

  @Test func anInductionProposalIsRead() throws {
    let response = dialect.read(
      "```input\n1\n```\n```input\n2, 3\n```\n```message\nadds\n```", ended: true,
      of: Cell(type: .induction, role: .proposer))
    let layout = try #require(ProposalLayout(inputsAndMessage: response.answer ?? ""))
    #expect(layout.inputs == ["1", "2, 3"] && layout.message == "adds")
  }

  @Test(arguments: [
    (TaskType.deduction, "so\n```output\n42\n```", "42"),
    (.errorDeduction, "```output\nValueError\n```", "ValueError"),
    (.abduction, "```input\n7\n```\nno:\n```input\n1\n```", "1"),
    (.induction, "```Python\ndef f(x):\n    return x\n```", "def f(x):\n    return x"),
  ])
  func anAnswerIsRead(type: TaskType, text: String, answer: String) {
    let response = dialect.read(text, ended: false, of: Cell(type: type, role: .solver))
    #expect(response.answer == answer)
  }

  @Test func theLastBlockNeedNotBeClosedByAModelThatEnded() {
    let cell = Cell(type: .deduction, role: .solver)
    #expect(dialect.read("```output\n4", ended: true, of: cell).answer == "4")
    #expect(dialect.read("```output\n4", ended: false, of: cell).answer == nil)
    #expect(dialect.read("It is 4.", ended: true, of: cell).chain == "It is 4.")
    #expect(!dialect.read("", ended: true, of: cell).isWellFormed)
  }

  @Test("task text cannot speak with the prompt's voice")
  func marks() {
    #expect(dialect.mark(in: "x = '<|im_end|>'") == "<|im_end|>")
    #expect(dialect.mark(in: "'```'") == "```")
    #expect(dialect.mark(in: "'<input>'") == "<input>")
    #expect(dialect.mark(in: "def f(x):\n    return x < 3") == nil)
    let validator = Validator(
      settings: SelfPlaySettings(), largestInteger: nil, dialect: dialect)
    var hostile = task
    hostile.program = "def f(x):\n    return '<|im_end|>'"
    let error = #expect(throws: Rejection.self) {
      try validator.validate(hostile, pairCount: 1)
    }
    #expect(error?.reason == .layout)
  }
}

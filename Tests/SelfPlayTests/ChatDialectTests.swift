import Core
import Foundation
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct ChatDialectTests {
  let dialect = ChatDialect(
    template: ChatTemplate(template: "<|im_start|>"), marks: ["<|im_start|>", "<|im_end|>", "\n"],
    stopTokens: [7])
  let task = TaskContent(
    type: .deduction, program: "def f(x):\n    return x + 41", input: "1", output: "42",
    pairs: (0..<4).map { InputOutputPair(input: "\($0 * 100)", output: "\($0 * 100 + 41)") },
    message: "Adds something.")

  private func solve(_ type: TaskType) -> String {
    var task = task
    task.type = type
    return dialect.solve(task)
  }

  private func read(
    _ text: String, _ type: TaskType, _ role: Role, ended: Bool = true
  ) -> Response {
    dialect.read(text, ended: ended, of: Cell(type: type, role: role))
  }

  @Test func promptsEndInsideTheAnswer() {
    let block = "<|im_start|>assistant\n```python\n"
    for type in [TaskType.deduction, .abduction, .induction, .errorDeduction] {
      #expect(solve(type).hasPrefix("<|im_start|>user\n"))
      #expect(solve(type).hasSuffix(block + "#"))
    }
    #expect(
      dialect.propose(.abduction, references: [task], functions: []).hasSuffix(block + "def f"))
    let induction = dialect.proposeInduction(program: task.program, input: "5, 'x'", pairs: 4)
    #expect(induction.hasSuffix(block + "f(") && induction.contains("x + 41\n\nf(5, 'x')\n```"))
    let plain = ChatDialect(template: nil, marks: []).solve(task)
    #expect(plain.hasSuffix("\nAssistant: ```python\n#") && plain.contains("\nUser: "))
    #expect(dialect.request("Hello?")?.hasSuffix("<|im_start|>assistant\n") == true)
  }

  @Test("a solver is not told what it must find out")
  func secrets() {
    #expect(!solve(.deduction).contains("42"))
    #expect(!solve(.abduction).contains("f(1)"))
    let induction = solve(.induction)
    #expect(!induction.contains("x + 41"))
    #expect(induction.contains("assert f(100) == 141") && !induction.contains("241"))
  }

  @Test("row 13: a proposer of programs is told every forbidden entry, a solver none")
  func forbiddenEntries() {
    for type in [TaskType.deduction, .abduction, .errorDeduction] {
      let proposal = dialect.propose(type, references: [task], functions: [])
      #expect(
        ForbiddenModules.standard.names.allSatisfy {
          proposal.contains($0 + ", ") || proposal.contains($0 + ".")
        })
      #expect(!solve(type).contains("multiprocessing"))
    }
  }

  @Test func referencesAreEarlierAnswers() {
    let answer = "def f(x):\n    \"\"\"\n    >>> f(1)\n    42\n    \"\"\"\n    return x + 41"
    let block = "<|im_start|>assistant\n```python\n\(answer)\n```<|im_end|>"
    let one = dialect.propose(
      .deduction, references: [task], functions: ["def g(x):\n    return x"])
    #expect(one.contains(block) && one.contains("```python\ndef g(x):"))
    // The worked example comes last, and which one it is depends on the references alone.
    let prompts = (0..<20).map { number in
      var other = task
      other.input = "\(number)"
      return dialect.propose(.deduction, references: [other, task], functions: [])
    }
    let examples = prompts.map { $0.components(separatedBy: block).last ?? "" }
    #expect(examples.allSatisfy { $0.contains("def f(") } && Set(examples).count > 3)
  }

  @Test("the examples' results are right")
  func examples() throws {
    let validator = Validator(settings: SelfPlaySettings(), largestInteger: nil, dialect: dialect)
    for number in 0..<60 {
      var reference = task
      reference.input = "\(number)"
      let example = ChatExamples.proposal(after: [reference])
      #expect(try validator.validate(example, pairCount: 4).content.output == example.output)
    }
    let induction = try validator.validate(ChatExamples.main(as: .induction), pairCount: 4)
    #expect(induction.content.pairs == ChatExamples.main.pairs)
  }

  @Test("what a proposer would repeat word by word is read back")
  func roundTrip() throws {
    let written = PythonBlock.proposal(of: task).dropFirst("```python\ndef f".count)
    let response = read(String(written), .deduction, .proposer, ended: false)
    #expect(response.chain == ">>> f(1)\n    42")
    let layout = try #require(response.programAndInput)
    #expect(layout.program == task.program && layout.input == task.input)
  }

  @Test(arguments: [
    // A docstring of another form, an explanation in it, a fence on the code's last line.
    (
      "(a, b):\n    '''Adds. f('a)', 2) is fine.'''\n    return a\n\nprint(f([1], {'x': ')'}))\n```",
      "def f(a, b):\n    return a", "[1], {'x': ')'}"
    ),
    ("(a):\n    return a\n\nassert f(3) == 3```", "def f(a):\n    return a", "3"),
    (
      "(a):\n  \"\"\"\n  >>> f(3)\n\n  Says it.\n  \"\"\"\n  # really\n\n  return a\nf(4)",
      "def f(a):\n  # really\n\n  return a", "3"
    ),
    (
      "(a):\n    return g(a)\n\ndef g(a):\n    return a\nx = 3\nf('word')",
      "def f(a):\n    return g(a)\n\ndef g(a):\n    return a", "'word'"
    ),
    // No literal: the validator refuses it by name.
    (
      "(a):\n    \"\"\"\n    >>> f(word)\n    \"\"\"\n    return a",
      "def f(a):\n    return a", "word"
    ),
  ])
  func aProposalIsRead(text: String, program: String, input: String) throws {
    let layout = try #require(read(text, .abduction, .proposer).programAndInput)
    #expect(layout.program == program && layout.input == input)
  }

  @Test(arguments: [
    "(a):\n    return a", "oo(a):\n    return a\nfoo(1)", "", "(a):\n    \"\"\"\n    >>> f(1)",
    "(a):\n    \"\"\"\n    >>> f(1",
  ])
  func aProposalWithoutACallIsNone(text: String) {
    let response = read(text, .deduction, .proposer)
    #expect(!response.isWellFormed && response.chain == text)
  }

  @Test func aProposalThatWasCutOffIsNone() {
    let text = "(a):\n    \"\"\"\n    >>> f(1)\n    \"\"\"\n    return a\n"
    #expect(read(text, .deduction, .proposer, ended: true).isWellFormed)
    #expect(!read(text, .deduction, .proposer, ended: false).isWellFormed)
  }

  @Test func anInductionProposalIsRead() throws {
    let text = "1)\nf(2, 3)\n\nf(2, 3)\n# Adds\n# numbers.\nf(4"
    for ended in [true, false] {
      let response = read(text, .induction, .proposer, ended: ended)
      let layout = try #require(ProposalLayout(inputsAndMessage: response.answer ?? ""))
      #expect(layout.inputs == ["1", "2, 3", "2, 3"] && layout.message == "Adds numbers.")
    }
    #expect(!read("1)\nf(2)", .induction, .proposer).isWellFormed)
    #expect(!read("\n# Adds.", .induction, .proposer).isWellFormed)
  }

  @Test(arguments: [
    (TaskType.deduction, " 1 + 41\nassert f(1) == 42\nassert f(2) == 43\n```", "42", "1 + 41"),
    (.deduction, "\nassert f('a) == b') == 'c == d'", "'c == d'", ""),
    (.errorDeduction, " odd\n\nValueError\n```", "ValueError", "odd"),
    (.abduction, " so\nassert f([7], ')') == 42\n```", "[7], ')'", "so"),
    (.induction, " adds\ndef f(x):\n    return x\n\nf(1)\n```", "def f(x):\n    return x", "adds"),
  ])
  func anAnswerIsRead(type: TaskType, text: String, answer: String, chain: String) {
    let response = read(text, type, .solver)
    #expect(response.answer == answer && response.chain == chain)
  }

  @Test("what was cut off counts as far as its last whole line")
  func cutOff() {
    #expect(read(" a\nassert f(1) == 4", .deduction, .solver, ended: true).answer == "4")
    #expect(read(" a\nassert f(1) == 4", .deduction, .solver, ended: false).answer == nil)
    #expect(read(" a\nassert f(1) == 4\n", .deduction, .solver, ended: false).answer == "4")
    #expect(read(" It is 4.", .deduction, .solver).chain == " It is 4.")
    #expect(!read("", .deduction, .solver).isWellFormed)
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

import Core
import MiniPython
import Testing

@testable import SelfPlay

@Suite struct GradingRulesTests {
  let loose = Grader(executor: Interpreter())

  var strict: Grader {
    var grader = loose
    grader.hasStrictTypes = true
    return grader
  }

  func deduction(_ output: String) -> TaskContent {
    TaskContent(type: .deduction, program: "def f(x):\n    return x", input: "1", output: output)
  }

  @Test(
    "row 27: value equality has a table of rules",
    arguments: [
      ("1", "True", true), ("1", "1.0", true), ("0", "False", true), ("{1, 2}", "{2, 1}", true),
      ("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", true), ("[1, 2]", "(1, 2)", false),
      ("(1,)", "1", false), ("[1, 2]", "[2, 1]", false), ("'1'", "1", false),
      ("'a'", "\"a\"", true),
      ("[[1, {2: (3,)}]]", "[[1.0, {2: (3,)}]]", true),
      ("[[1, {2: (3,)}]]", "[[1, {2: [3]}]]", false),
      ("None", "False", false), ("''", "[]", false), ("b'a'", "'a'", false), ("1e3", "1000", true),
      ("'a b'", "'a  b'", false), ("[]", "[ ]", true), ("-0.0", "0", true),
    ])
  func valueEquality(expected: String, answer: String, isEqual: Bool) {
    #expect(loose.isCorrect(answer, for: deduction(expected)) == isEqual)
  }

  @Test("row 27: NaN equals nothing, itself included")
  func notANumber() {
    for answer in ["nan", "float('nan')", "NaN", "inf"] {
      #expect(!loose.isCorrect(answer, for: deduction("nan")))
    }
  }

  @Test(
    "row 28: with strict types, 1, 1.0 and True are three answers, at every depth",
    arguments: [
      ("1", "True"), ("1", "1.0"), ("[1, 2]", "[1, 2.0]"), ("{1: 'a'}", "{True: 'a'}"),
      ("{'a': 1}", "{'a': 1.0}"), ("{1, 2}", "{1.0, 2}"), ("((1,), 2)", "((True,), 2)"),
    ])
  func strictTypes(expected: String, answer: String) {
    #expect(loose.isCorrect(answer, for: deduction(expected)))
    #expect(!strict.isCorrect(answer, for: deduction(expected)))
    #expect(strict.isCorrect(expected, for: deduction(expected)))
  }

  @Test(
    "row 28: every injection of B3 scores zero, as deduction, abduction and induction",
    arguments: [
      "eval(gold_output)", "gold_output", "gold", "f(1)", "1) or (1==1", "1) or (True",
      "__import__('builtins').eval('1')", "type('A', (), {'__eq__': lambda s, o: True})()",
      "(lambda: True)()", "1 if 1 else 0", "1 # f", "*[1]", "x=1", "1;import os", "exec('1')",
      "globals()['gold']", "[1][0]", "1 == 1", "not 0", "{**{}}", "...", "1\n1",
      "class A:\n    def __eq__(self, other):\n        return True\nA()",
    ])
  func injections(answer: String) {
    let program = "def f(x):\n    return x * 7 + 3"
    let induction = TaskContent(
      type: .induction, program: program,
      pairs: (0..<4).map { InputOutputPair(input: "\($0)", output: "\($0 * 7 + 3)") },
      message: "scale")
    let tasks = [
      TaskContent(type: .deduction, program: program, input: "1", output: "10"),
      TaskContent(type: .abduction, program: program, input: "1", output: "10"),
      TaskContent(type: .errorDeduction, program: program, input: "1", output: "NoError"),
      induction,
    ]
    for task in tasks {
      // A comment is no part of a value: `1 # f` is the literal 1, an input that is right for once.
      if task.type == .abduction && answer == "1 # f" { continue }
      for grader in [loose, strict] {
        #expect(!grader.isCorrect(answer, for: task), "\(task.type)")
      }
    }
  }

  @Test("row 28: an object that equals everything wins nothing")
  func alwaysEqual() {
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 2",
      pairs: (0..<4).map { InputOutputPair(input: "\($0)", output: "\($0 + 2)") }, message: "add")
    let answer = """
      class A:
          def __eq__(self, other):
              return True
          def __hash__(self):
              return 0
          def __repr__(self):
              return '2'
      def f(x):
          return A()
      """
    #expect(!loose.isCorrect(answer, for: task))
  }

  @Test("row 23: induction counts the share of hidden pairs where it is asked to")
  func hiddenShare() {
    var grader = loose
    grader.stopsAtFirstMiss = false
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 2",
      pairs: (0..<8).map { InputOutputPair(input: "\($0)", output: "\($0 + 2)") }, message: "add")
    let answer = "def f(x):\n    return x + 2 if x != 5 else 0"
    let grade = grader.grade(answer, for: task)
    #expect(grade.hiddenShare == 0.75 && !grade.isCorrect)
    #expect(grader.grade("def f(x):\n    return -1", for: task).hiddenShare == 0)
  }

  @Test("row 24: ten pairs are five shown and five hidden, and the message is in the prompt")
  func halves() throws {
    let pairs = (0..<10).map { InputOutputPair(input: "\(300 + $0)", output: "\(400 + $0)") }
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 100", pairs: pairs, message: "raise it")
    let prompt = PromptFormat.solve(task)
    #expect(pairs.prefix(5).allSatisfy { prompt.contains($0.input) && prompt.contains($0.output) })
    #expect(
      pairs.suffix(5).allSatisfy { !prompt.contains($0.input) && !prompt.contains($0.output) })
    #expect(prompt.contains("raise it") && SelfPlaySettings(preset: .paper).pairs == 10)
  }

  @Test("row 30: a program may say anything, the words of a chat included")
  func chatWords() throws {
    let program = "def f(x):\n    return 'Assistant: User: <|im_start|>' + x"
    let text =
      "plan</think><answer>" + PromptFormat.proposal(program: program, input: "'a'") + "</answer>"
    let answer = try #require(Response(text: text, ended: true).answer)
    let layout = try #require(ProposalLayout(programAndInput: answer))
    #expect(layout.program == program && layout.input == "'a'")
    let validator = Validator(settings: SelfPlaySettings(), largestInteger: nil)
    let task = try validator.validate(
      TaskContent(type: .deduction, program: layout.program, input: layout.input), pairCount: 4)
    #expect(task.content.output == "'Assistant: User: <|im_start|>a'")
  }

  @Test("a second grading finds what the first one got wrong")
  func verification() {
    let verification = Verification(settings: SelfPlaySettings())
    var task = deduction("1")
    #expect(verification.confirms(task))
    #expect(verification.confirms("1", isCorrect: true, for: task))
    #expect(!verification.confirms("1", isCorrect: false, for: task))
    #expect(!verification.confirms(nil, isCorrect: true, for: task))
    task.output = "2"
    #expect(!verification.confirms(task))
    task.program = "def f(x:\n"
    #expect(!verification.confirms(task))
  }
}

import Core
import MiniPython
import Testing

@testable import SelfPlay

@Suite struct ValidatorTests {
  let validator = Validator(settings: SelfPlaySettings(), largestInteger: 50)

  func reason(
    _ program: String, _ input: String = "3", type: TaskType = .deduction
  ) -> RejectionReason? {
    do {
      _ = try validator.validate(
        TaskContent(type: type, program: program, input: input), pairCount: 4)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func acceptsAndFillsInTheOutput() throws {
    let task = try validator.validate(
      TaskContent(
        type: .deduction, program: "def f(x):\n    y = x * 2\n    return y - 1", input: "3"),
      pairCount: 4)
    #expect(task.content.output == "5")
    #expect(task.executorSteps > 0)
    #expect(
      ChainOfThought.text(task.executed) == "x -> 3\ny = x * 2 -> 6\nreturn y - 1 -> 5\n")
  }

  @Test(
    "row 10: every reason code has its program, and the checks have their order",
    arguments: [
      ("def f(x)\n    return x", "3", RejectionReason.syntax),
      ("def g(x):\n    return x", "3", .noFunction),
      ("def f():\n    return 1", "", .noFunction),
      ("def f(x):\n    return x", "y", .inputNotLiteral),
      ("def f(x):\n    return x", "1 + 1", .inputNotLiteral),
      ("def f(x):\n    return x // 0", "3", .raised),
      ("def f(x):\n    return x[0]", "3", .raised),
      ("def f(x):\n    return y", "3", .raised),
      ("def f(x):\n    while True:\n        x += 0\n    return x", "3", .limit),
      ("def f(x):\n    return f(x)", "3", .limit),
      ("def f(x):\n    return 'a' * 100", "3", .limit),
      ("def f(x):\n    return x * 100", "3", .valueRange),
      ("def f(x):\n    y = x * 100\n    return 1", "3", .valueRange),
      ("def f(x):\n    x + 1", "3", .noValue),
      ("def f(x):\n    return len", "3", .noValue),
    ])
  func rejects(program: String, input: String, expected: RejectionReason) {
    #expect(reason(program, input) == expected)
  }

  @Test func constraintsAreAskedBeforeTheProgramRuns() {
    let proposal = TaskContent(
      type: .deduction, program: "def f(x):\n    return x // 0", input: "3")
    #expect(throws: Rejection(.constraint, "no")) {
      _ = try validator.validate(proposal, pairCount: 4) { _ in Rejection(.constraint, "no") }
    }
  }

  @Test func inductionNeedsItsPairsAndASilentMessage() {
    var content = TaskContent(type: .induction, program: "def f(x):\n    return x + 1")
    func outcome() -> RejectionReason? {
      do {
        _ = try validator.validate(content, pairCount: 3)
        return nil
      } catch {
        return error.reason
      }
    }
    content.pairs = ["1", "2", "2"].map { InputOutputPair(input: $0, output: "") }
    #expect(outcome() == .tooFewPairs)
    content.pairs = ["1", "2", "5"].map { InputOutputPair(input: $0, output: "") }
    content.message = "return x + 1"
    #expect(outcome() == .messageLeak)
    content.message = "add"
    #expect(outcome() == nil)
  }
}

@Suite struct GraderTests {
  let grader = Grader(executor: Interpreter())
  let task = TaskContent(
    type: .deduction, program: "def f(x):\n    return x % 3", input: "4", output: "1")

  func with(_ type: TaskType) -> TaskContent {
    var copy = task
    copy.type = type
    return copy
  }

  @Test func deductionComparesValues() {
    #expect(grader.isCorrect("1", for: task))
    #expect(grader.isCorrect("1.0", for: task))
    #expect(grader.isCorrect("True", for: task))
    #expect(!grader.isCorrect("2", for: task))
  }

  @Test("row 26: abduction takes any input with an equal output")
  func abduction() {
    #expect(grader.isCorrect("7", for: with(.abduction)))
    #expect(!grader.isCorrect("6", for: with(.abduction)))
  }

  @Test(
    "row 28: what defect B3 of the official code lets through scores nothing",
    arguments: [
      "eval(gold_output)", "gold_output", "f(4)", "1) or (1==1", "1 if True else 2",
      "__import__('os')", "", "1; 1", "1\n2",
    ])
  func injections(answer: String) {
    #expect(!grader.isCorrect(answer, for: task))
    #expect(!grader.isCorrect(answer, for: with(.abduction)))
  }

  @Test("induction is decided by the hidden pairs alone")
  func induction() {
    let program = "def f(x):\n    return x + 2"
    let pairs = (0..<4).map { InputOutputPair(input: "\($0)", output: "\($0 + 2)") }
    let task = TaskContent(type: .induction, program: program, pairs: pairs, message: "add")
    #expect(grader.isCorrect(program, for: task))
    #expect(grader.isCorrect("def f(n):\n    return 2 + n", for: task))
    #expect(
      !grader.isCorrect(
        "def f(x):\n    if x == 0:\n        return 2\n    return 3", for: task))
    #expect(!grader.isCorrect("2", for: task))
  }
}

import Core
import MiniPython
import Testing

@testable import SelfPlay

/// What must not come through validation, and what must.
@Suite struct GateTests {
  var settings = SelfPlaySettings()
  var validator: Validator { Validator(settings: settings, largestInteger: nil) }

  func outcome(
    _ program: String, _ input: String = "3", type: TaskType = .deduction
  ) -> Result<ValidTask, Rejection> {
    do {
      return .success(
        try validator.validate(
          TaskContent(type: type, program: program, input: input), pairCount: 4))
    } catch {
      return .failure(error)
    }
  }

  func reason(_ program: String, _ input: String = "3") -> RejectionReason? {
    if case .failure(let rejection) = outcome(program, input) { rejection.reason } else { nil }
  }

  @Test(
    "row 11: state, chance, clock, hash order and identity never reach an output",
    arguments: [
      "import random\ndef f(x):\n    return random.random()",
      "import time\ndef f(x):\n    return time.time()",
      "def f(x):\n    return id(x)",
      "def f(x):\n    return hash('a') + id([])",
      "def f(x):\n    return object()",
      "def f(x):\n    return float('nan')",
      "def f(x):\n    return [float('nan')]",
      "def f(x):\n    return (i for i in range(x))",
    ])
  func chance(program: String) {
    #expect(reason(program) != nil)
  }

  @Test(
    "row 11: a counter starts anew in every run, so it counts nothing",
    arguments: [
      "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
      "n = [0]\ndef f(x):\n    n[0] += 1\n    return n[0]",
    ])
  func counters(program: String) throws {
    #expect(try outcome(program).get().content.output == "1")
    let interpreter = validator.executor
    let parsed = try Program(parsing: program)
    #expect(
      (0..<5).allSatisfy { _ in interpreter.call(parsed, arguments: "3").value == .integer(1) })
  }

  @Test(
    "row 12: checks fail closed: an exception of any name is no output",
    arguments: [
      "def f(x):\n    raise StopIteration", "def f(x):\n    raise Exception('no word for it')",
      "def f(x):\n    raise SystemExit", "def f(x):\n    return next(iter([]))",
      "def f(x):\n    return None", "def f(x):\n    pass", "def f(x):\n    return lambda: 1",
      "def f(x):\n    a = []\n    a.append(a)\n    return a", "def f(x):\n    return type(x)",
      "class Odd(Exception):\n    pass\ndef f(x):\n    raise Odd('quiet')",
    ])
  func failsClosed(program: String) {
    #expect(reason(program) != nil)
  }

  @Test(
    "row 13: each entry of the list is refused, dotted ones included",
    arguments: [
      "logging", "random", "multiprocessing", "pebble", "subprocess", "threading", "datetime",
      "time",
      "hashlib", "hmac", "bcrypt", "calendar",
    ])
  func forbiddenModules(name: String) {
    for line in [
      "import \(name)", "from \(name) import x", "from \(name) import *", "import \(name) as math",
    ] {
      #expect(reason("\(line)\ndef f(x):\n    return x") == .forbiddenModule, "\(line)")
    }
    #expect(
      reason("def f(x):\n    import \(name)\n    return x") == .forbiddenModule)
  }

  @Test(
    "row 13: dotted entries are refused however they are spelt",
    arguments: [
      "import os.path", "from os import path", "from os import environ", "import os.sys",
      "from os import sys", "from sys import exit", "import os\ny = os.environ",
      "import os\ny = os.path.join('a')", "import sys\nsys.exit()",
    ])
  func dottedEntries(head: String) {
    #expect(reason("\(head)\ndef f(x):\n    return x") == .forbiddenModule)
  }

  @Test("row 13: the list is data, and a word inside another is none of it")
  func theList() {
    #expect(ForbiddenModules.standard.names.count == 16)
    var changed = validator
    changed.forbidden = ForbiddenModules(names: ["math"])
    let task = TaskContent(
      type: .deduction, program: "import math\ndef f(x):\n    return math.floor(x)", input: "3")
    #expect(throws: Rejection.self) { try changed.validate(task, pairCount: 4) }
    #expect(throws: Never.self) { try validator.validate(task, pairCount: 4) }
    #expect(reason("def f(time):\n    return time + 1") == nil)
  }

  @Test(
    "row 14: no escape comes through as a program, an input or an answer",
    arguments: [
      "().__class__.__bases__[0].__subclasses__()", "__import__('os').system('id')",
      "open('/etc/passwd').read()", "eval('1')", "exec('x=1')", "globals()",
      "getattr(1, '__class__')",
      "breakpoint()", "compile('1', '', 'eval')", "input()", "vars()", "__builtins__",
      "(lambda: 1).__globals__", "''.__class__.__mro__", "[c for c in ().__class__.__mro__]",
      "'{0.__class__}'.format(1)", "f'{(1).__class__}'",
    ])
  func escapes(expression: String) {
    let program = "def f(x):\n    return str(\(expression))"
    if case .success(let task) = outcome(program) {
      // What is neither refused nor an error may only have computed with its own values.
      for mark in ["0x", "root:", "posix", "uid=", "module", "subclass"] {
        #expect(!task.content.output.contains(mark), "\(expression) -> \(task.content.output)")
      }
    }
    #expect(reason("def f(x):\n    return x", expression) == .inputNotLiteral)
    let grader = Grader(executor: validator.executor)
    for type in [TaskType.deduction, .abduction] {
      let task = TaskContent(
        type: type, program: "def f(x):\n    return 1", input: "3", output: "1")
      #expect(!grader.isCorrect(expression, for: task))
    }
  }

  @Test(
    "rows 15, 17: loops, allocations and recursion end at a budget, the same every time",
    arguments: [
      "def f(x):\n    while True:\n        x += 1", "def f(x):\n    return 'a' * 10 ** 9",
      "def f(x):\n    return [0] * 10 ** 9", "def f(x):\n    return 9 ** 9 ** 9",
      "def f(x):\n    return f(x)", "def f(x):\n    a = [1]\n    while True:\n        a = a + a",
      "def f(x):\n    return sum(i for i in range(10 ** 12))",
    ])
  func bombs(program: String) {
    let first = outcome(program)
    guard case .failure(let rejection) = first else {
      Issue.record("accepted \(program)")
      return
    }
    #expect(rejection.reason == .limit)
    for _ in 0..<3 { #expect(outcome(program) == first) }
  }

  @Test("row 17: a busy machine changes no verdict and no count of steps")
  func busyMachine() async throws {
    let programs = [
      "def f(x):\n    while True:\n        x += 1",
      "def f(x):\n    return sum(i * i for i in range(2000))",
      "def f(x):\n    return [0] * 10 ** 9",
    ]
    let parsed = try programs.map { try Program(parsing: $0) }
    let interpreter = Interpreter(budget: settings.budget)
    let quiet = parsed.map { interpreter.call($0, arguments: "3") }
    // As many at once as there are threads, and more.
    let busy = await withTaskGroup(of: [Execution].self) { group in
      for _ in 0..<12 {
        group.addTask { parsed.map { interpreter.call($0, arguments: "3") } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for executions in busy {
      for (execution, alone) in zip(executions, quiet) {
        #expect(execution.usage == alone.usage)
        #expect(execution.value == alone.value && execution.error?.kind == alone.error?.kind)
      }
    }
  }

  @Test("row 15: no state survives a run: a patched builtin changes no later task (B7)")
  func canary() throws {
    _ = outcome("def f(x):\n    global len\n    len = lambda y: 99\n    return len([1])")
    _ = outcome("len = 5\ndef f(x):\n    return len")
    #expect(try outcome("def f(x):\n    return len([1, 2])").get().content.output == "2")
  }

  @Test(
    "row 25: a message that carries code or pairs is refused",
    arguments: [
      "return x + 1", "lambda x", "x = 1", "use def f", "y = x * 2 then",
    ])
  func messages(text: String) {
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    y = x * 2 then\n    return y",
      pairs: (0..<4).map { InputOutputPair(input: "\($0)", output: "") }, message: text)
    #expect(MessageLeak.find(in: task.message, program: task.program) != nil)
  }

  @Test(
    "row 25: a message that tells a hidden pair is refused",
    arguments: [
      ("it adds one: 7 -> 8", true), ("7 gives 8.", true), ("7 becomes 8", true),
      ("7 maps to 8 and so on", true), ("17 gives 8", false), ("7 gives 81", false),
      ("adds one to the number", false), ("7 and 8 are next to each other", false),
    ])
  func pairsInMessages(message: String, isLeak: Bool) throws {
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 1",
      pairs: [0, 3, 5, 7].map { InputOutputPair(input: "\($0)", output: "") }, message: message)
    let isRefused =
      switch Result(catching: { try validator.validate(task, pairCount: 4) }) {
      case .success: false
      case .failure(let error): (error as? Rejection)?.reason == .messageLeak
      }
    #expect(isRefused == isLeak)
  }

  @Test("row 25: the official code checks no message (B11), which is a setting")
  mutating func uncheckedMessages() throws {
    settings.checksMessages = false
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 1",
      pairs: (0..<4).map { InputOutputPair(input: "\($0)", output: "") }, message: "return x + 1")
    #expect(try validator.validate(task, pairCount: 4).content.pairs[3].output == "4")
  }

  @Test("row 29: a long output is graded right or its task is refused, never cut")
  mutating func longOutputs() throws {
    let program = "def f(x):\n    return 'ab' * x"
    #expect(reason(program, "5000") == .limit)
    settings.longestOutput = 20_000
    settings.executorSteps = 1_000_000
    let task = try outcome(program, "5000").get().content
    #expect(task.output.count == 10_002)
    let grader = Grader(executor: validator.executor)
    #expect(grader.isCorrect("'" + String(repeating: "ab", count: 5_000) + "'", for: task))
    #expect(!grader.isCorrect("'" + String(repeating: "ab", count: 4_999) + "ac'", for: task))
    #expect(
      !grader.isCorrect(
        String(task.output.prefix(200)) + "..." + task.output.suffix(200), for: task))
  }

  @Test(
    "row 31: nested functions and classes are accepted",
    arguments: [
      "class A:\n    def m(self, y):\n        return y + 1\ndef f(x):\n    return A().m(x)",
      "def f(x):\n    def g(y):\n        return y * 2\n    return g(x) + 1",
      "def g(y):\n    return y - 1\ndef f(x):\n    return g(x)",
    ])
  mutating func definitions(program: String) {
    #expect(reason(program) == nil)
    settings.singleFunction = true
    #expect(reason(program) == .noFunction)
  }

  @Test(
    "row 42: error deduction: the exception's name, or NoError",
    arguments: [
      ("def f(x):\n    return x // 0", "3", "ZeroDivisionError"),
      ("def f(x):\n    return [1][x]", "3", "IndexError"),
      ("def f(x):\n    return {}[x]", "3", "KeyError"), ("def f(x):\n    return x", "3", "NoError"),
      ("def f(x):\n    return x + 'a'", "3", "TypeError"),
      ("def f(x):\n    return int(x)", "'a'", "ValueError"),
      ("def f(x):\n    assert x > 5\n    return x", "3", "AssertionError"),
    ])
  func errorNames(program: String, input: String, expected: String) throws {
    let task = try outcome(program, input, type: .errorDeduction).get().content
    #expect(task.output == expected)
    let grader = Grader(executor: validator.executor)
    #expect(grader.isCorrect(expected, for: task))
    #expect(grader.isCorrect(expected.lowercased() + ": something", for: task))
    #expect(!grader.isCorrect("RuntimeWarning", for: task) && !grader.isCorrect("", for: task))
    #expect(Verification(settings: settings).confirms(task))
    #expect(!PromptFormat.solve(task).contains(expected))
  }

  @Test("row 42: a budget that ran out is no exception of the program's")
  func budgetIsNoAnswer() {
    let program = "def f(x):\n    while True:\n        x += 1"
    guard case .failure(let rejection) = outcome(program, type: .errorDeduction) else {
      Issue.record("accepted")
      return
    }
    #expect(rejection.reason == .limit)
  }
}

import MiniPython
import Testing

@testable import PythonSandbox

/// The pool as an executor of tasks.
@Suite(Isolation.isNeeded) struct ExecutorTests {
  static func executor() throws -> PythonExecutor {
    PythonExecutor(pool: try Isolation.pool.get(), tracer: Interpreter())
  }

  private func program(_ source: String) throws -> Program {
    try Program(parsing: source, dialect: .full)
  }

  @Test func valuesComeThroughOurOwnParser() throws {
    let executor = try Self.executor()
    let execution = executor.call(
      try program("def f(x):\n    return {x: [x]}"), arguments: "3", recordsTrace: true)
    #expect(execution.value == (try Literal.parse("{3: [3]}")))
    #expect(
      execution.trace
        == Interpreter().call(
          try program("def f(x):\n    return {x: [x]}"), arguments: "3", recordsTrace: true
        ).trace)
    #expect(executor.failure == nil)
  }

  @Test func argumentsThatAreNoLiteralsAreNotRun() throws {
    let execution = try Self.executor().call(
      try program("def f(x): return x"), arguments: "__import__('os').getpid()")
    #expect(execution.error?.kind == .syntax)
  }

  @Test(
    "row 11: runs under other hash seeds, addresses and times must agree, else it is no task",
    arguments: [
      ("def f(x): return sorted(set('abc'))", true),
      ("def f(x): return {c: 1 for c in set('abcdef')}", true),
      ("def f(x): return set('abcdefgh')", true),
      ("def f(x): return list(set('abcdefghijklmnop'))", false),
      ("def f(x): return hash('a')", false),
      ("def f(x): return id(object())", false),
      ("import time\ndef f(x): return time.time_ns()", false),
      ("import random\ndef f(x): return random.random()", false),
      ("import os\ndef f(x): return os.urandom(4)", false),
      ("def f(x): return repr(object())", false),
    ])
  func independentRunsMustAgree(source: String, isReproducible: Bool) throws {
    let executor = try Self.executor()
    let program = try program(source)
    let first = executor.call(program, arguments: "1")
    let value = try #require(first.value)
    let agree = executor.repetitions(of: program, arguments: "1", count: 1).allSatisfy {
      $0.value?.isIdentical(to: value) ?? false
    }
    #expect(agree == isReproducible)
  }

  @Test func anAttemptToEscapeIsAnErrorOfItsOwnKind() throws {
    let execution = try Self.executor().call(
      try program("import os\ndef f(x): return os.system('id')"), arguments: "1")
    #expect(execution.error?.kind == .escapeAttempt)
    #expect(execution.error?.message == "os.system")
  }

  @Test("row 16: a program that does not end is over its time, which is a setting")
  func limitsAreThoseOfTheBudget() throws {
    let executor = try Self.executor()
    func kind(_ source: String) throws -> ExecutionError.Kind? {
      executor.call(try program(source), arguments: "1").error?.kind
    }
    #expect(try kind("def f(x):\n    while True: pass") == .budget(.steps))
    #expect(executor.pool.limits.processorSeconds == Isolation.limits.processorSeconds)
    #expect(try kind("def f(x): return len(bytearray(10 ** 9))") == .budget(.allocation))
    #expect(try kind("def f(x): return f(x)") == .budget(.recursion))
    #expect(try kind("def f(x): return 'x' * 10 ** 6") == .budget(.output))
    #expect(try kind("def f(x): return x / 0") == .exception("ZeroDivisionError"))
    #expect(try kind("import os\ndef f(x): os._exit(0)") == .unsupported)
  }
}

import Foundation
import Testing

@testable import MiniPython

/// Hostile programs end within their budget.
struct BudgetTests {
  private func kind(_ code: String, _ arguments: String = "") throws -> ExecutionError.Kind? {
    Interpreter(budget: Budget(steps: 100_000)).call(
      try Program(parsing: code), arguments: arguments
    ).error?.kind
  }

  @Test(arguments: [
    ("def f():\n    while True:\n        pass\n", ExecutionError.Limit.steps),
    ("def f():\n    return 10 ** 10 ** 10\n", .integer),
    ("def f():\n    return 1 << 10 ** 9\n", .integer),
    ("def f():\n    return 'a' * 10 ** 12\n", .allocation),
    ("def f():\n    return [0] * 10 ** 12\n", .allocation),
    ("def f():\n    return list(range(10 ** 15))\n", .allocation),
    ("def f():\n    return f()\n", .recursion),
    ("def f():\n    return 'x' * 200000\n", .output),
    ("def f():\n    s = 'x'\n    while True:\n        s += s\n", .steps),
    ("def f():\n    g = lambda x: sorted([x], key=g)\n    return g(1)\n", .recursion),
    ("def f():\n    a = []\n    for i in range(100):\n        a = [a, a]\n    return a\n", .output),
    (
      "def f():\n    a = []\n    for i in range(9999):\n        a = [a]\n    return str(a)\n",
      .recursion
    ),
    ("def f():\n    return '%1000000000d' % 1\n", .allocation),
    ("def f():\n    return sum(range(10 ** 12))\n", .steps),
  ])
  func endsAtTheLimit(code: String, limit: ExecutionError.Limit) throws {
    #expect(try kind(code) == .budget(limit), "\(code)")
  }

  /// Deep structures are released and iterators unwound without native recursion.
  @Test func deepChainsAreReleased() throws {
    let nested = "def f():\n    a = []\n    for i in range(20000):\n        a = [a]\n    return 1\n"
    #expect(try kind(nested) == nil)
    let maps =
      "def f():\n    m = [1]\n    for i in range(9000):\n        m = map(abs, m)\n    return list(m)\n"
    #expect(try kind(maps) == .budget(.recursion))
  }

  @Test func selfContainingListsAreWritten() throws {
    let program = try Program(parsing: "def f(x):\n    x.append(x)\n    return x, x == [x]\n")
    let execution = Interpreter().call(program, arguments: "[1]")
    #expect(execution.value?.repr == "([1, [...]], False)")
  }

  @Test func nothingSurvivesACall() throws {
    let program = try Program(parsing: "n = [0]\ndef f():\n    n[0] += 1\n    return n[0]\n")
    for _ in 0..<2 { #expect(Interpreter().call(program, arguments: "").value == .integer(1)) }
  }

  @Test func deepNestingIsASyntaxError() {
    for text in [
      String(repeating: "(", count: 5000), String(repeating: "-", count: 5000) + "1",
      String(repeating: "not ", count: 5000) + "1", "1" + String(repeating: "+1", count: 5000),
      "a" + String(repeating: ".b", count: 5000), String(repeating: "lambda:", count: 5000) + "1",
      String(repeating: "[", count: 5000), "f'" + String(repeating: "{", count: 5001),
    ] {
      #expect(throws: SyntaxError.self) { try Program(parsing: text + "\n") }
      #expect(throws: SyntaxError.self) { try Literal.parse(text) }
    }
  }

  /// The deepest recursion that the budget allows fits a 2 MiB stack, even in a debug build.
  @Test func deepestRecursionFitsTheStack() async throws {
    let body = String(repeating: "(1 + ", count: 40) + "f()" + String(repeating: ")", count: 40)
    let program = try Program(parsing: "def f():\n    return \(body)\n")
    let kind = await withCheckedContinuation { continuation in
      let thread = Thread {
        let execution = Interpreter().call(program, arguments: "")
        continuation.resume(returning: execution.error?.kind)
      }
      thread.stackSize = 2 << 20
      thread.start()
    }
    #expect(kind == .budget(.recursion))
  }
}

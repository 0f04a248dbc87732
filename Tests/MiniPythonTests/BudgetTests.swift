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
    (BudgetTests.hostileClass("__repr__", "return repr(self)"), .recursion),
    (BudgetTests.hostileClass("__eq__", "return self == o"), .recursion),
    (BudgetTests.hostileClass("__getattr__", "return self.missing"), .recursion),
    (BudgetTests.hostileClass("__hash__", "return hash(self)"), .recursion),
    (BudgetTests.hostileClass("__len__", "return 10 ** 15", "return [0] * len(A())"), .allocation),
    ("def g():\n    yield from g()\ndef f():\n    return list(g())\n", .recursion),
    ("def g():\n    while True:\n        yield 1\ndef f():\n    return list(g())\n", .steps),
    ("import re\ndef f():\n    return re.match('(a+)+$', 'a' * 40 + 'b')\n", .steps),
    ("import re\ndef f():\n    return re.match('(a|a)*b', 'a' * 60)\n", .steps),
    ("import re\ndef f():\n    return re.sub('', 'x' * 9999, 'y' * 99999)\n", .steps),
    ("import math\ndef f():\n    return math.factorial(10 ** 9)\n", .steps),
    ("import itertools\ndef f():\n    return list(itertools.count())\n", .steps),
    (
      "import itertools\ndef f():\n    return list(itertools.product(range(99), repeat=9))\n",
      .steps
    ),
    (
      "import itertools\ndef f():\n    return next(itertools.product([1], repeat=10 ** 9))\n",
      .allocation
    ),
    ("from collections import deque\ndef f():\n    return deque([0]) * 10 ** 12\n", .allocation),
    ("def f():\n    return b'a' * 10 ** 12\n", .allocation),
  ])
  func endsAtTheLimit(code: String, limit: ExecutionError.Limit) throws {
    #expect(try kind(code) == .budget(limit), "\(code)")
  }

  static func hostileClass(
    _ method: String, _ body: String, _ call: String = "return repr(A()), A() == 1, {A()}, A().x"
  ) -> String {
    let parameters = method == "__eq__" || method == "__getattr__" ? "self, o" : "self"
    let represents = method == "__repr__" ? "" : "    def __repr__(self):\n        return 'A'\n"
    return "class A:\n    def \(method)(\(parameters)):\n        \(body)\n\(represents)"
      + "def f():\n    \(call)\n"
  }

  /// Nothing of the interpreter is reachable through attributes.
  @Test(arguments: [
    "().__class__.__bases__", "().__class__.__mro__", "object.__subclasses__()",
    "f.__globals__", "f.__code__", "(lambda: 0).__closure__", "''.__class__.__base__",
    "[].append.__self__.__reduce__()", "type('X', (), {})", "__import__('os')", "globals()",
    "eval('1')", "open('x')", "print(1)", "id(1)", "__builtins__", "''.format.__func__",
    "'{0.__class__.__base__}'.format(1)", "getattr(1, '__subclasshook__')",
  ])
  func reflectionIsNotSupported(expression: String) throws {
    let kind = try kind("def f():\n    return \(expression)\n")
    let isRefused =
      switch kind {
      case .unsupported?, .exception?: true
      default: false
      }
    #expect(isRefused, "\(expression)")
  }

  /// A program's own methods may change a collection while it is being used.
  @Test(arguments: [
    "d = {}\nclass K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return 1\n"
      + "    def __eq__(self, o):\n        d.clear()\n        return False\n"
      + "def f():\n    for i in range(40): d[K(i)] = i\n    return len(d)\n",
    "s = set()\nclass K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return 1\n"
      + "    def __eq__(self, o):\n        s.clear()\n        return False\n"
      + "def f():\n    for i in range(40): s.add(K(i))\n    return len(s)\n",
    "xs = []\nclass K:\n    def __eq__(self, o):\n        xs.clear()\n        return True\n"
      + "def f():\n    xs.extend([1, 2, 3])\n    xs.remove(K())\n    return xs\n",
    "xs = [3, 1, 2]\ndef f():\n    xs[0:3] = (xs.pop() for _ in range(3))\n    return xs\n",
    "xs = [3, 1, 2]\nclass K:\n    def __lt__(self, o):\n        xs.append(1)\n        return True\n"
      + "def f():\n    xs.extend([K(), K()])\n    xs.sort()\n    return len(xs)\n",
    "d = {1: 2, 3: 4}\nclass K:\n    def __repr__(self):\n        d.clear()\n        return 'K'\n"
      + "def f():\n    d[1] = K()\n    return repr(d)\n",
    "from collections import deque\nq = deque([1, 2])\nclass K:\n    def __eq__(self, o):\n"
      + "        q.clear()\n        return True\n"
      + "def f():\n    q.append(1)\n    q.remove(K())\n    return len(q)\n",
  ])
  func changesDuringUseDoNotTrap(code: String) throws {
    let execution = Interpreter(budget: Budget(steps: 100_000)).call(
      try Program(parsing: code), arguments: "")
    #expect(execution.usage.steps <= 101_000)
  }

  @Test func longBranchChainsRun() throws {
    var code = "def f(x):\n    if x == 0:\n        return 'r0'\n"
    for index in 1..<300 { code += "    elif x == \(index):\n        return 'r\(index)'\n" }
    let program = try Program(parsing: code)
    #expect(Interpreter().call(program, arguments: "299").value == .text("r299"))
    #expect(try Program(parsing: program.unparsed).unparsed == program.unparsed)
    for index in 300..<900 { code += "    elif x == \(index):\n        return 1\n" }
    #expect(throws: SyntaxError.self) { try Program(parsing: code) }
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

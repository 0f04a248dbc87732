import Testing

@testable import PythonSandbox

/// What honest programs give.
@Suite(Isolation.isNeeded) struct OutcomeTests {
  @Test(arguments: [
    ("1 + 1", "int", "2"), ("[1, (2,), {}]", "list", "[1, (2,), {}]"),
    ("{'b': {1}, 'a': set()}", "dict", "{'b': {1}, 'a': set()}"),
    ("(1.0, -0.0)", "tuple", "(1.0, -0.0)"),
    ("'é\\ud800'", "str", "'é\\ud800'"), ("b'\\x00'", "bytes", "b'\\x00'"),
    ("None", "NoneType", "None"),
    ("range(3)", "range", "range(0, 3)"), ("frozenset([1])", "frozenset", "frozenset({1})"),
    ("2 ** 100", "int", "1267650600228229401496703205376"), ("float('inf')", "float", "inf"),
    ("...", "ellipsis", "Ellipsis"), ("()", "tuple", "()"),
  ])
  func valuesAreWrittenAsPythonDoes(expression: String, type: String, text: String) throws {
    #expect(
      try Isolation.run("def f():\n    return \(expression)") == .value(typeName: type, text: text))
  }

  @Test func argumentsArrive() throws {
    let outcome = try Isolation.run("def f(*x): return x", "1", "'a'", "set()", "{1: [2.5]}")
    #expect(outcome == .value(typeName: "tuple", text: "(1, 'a', set(), {1: [2.5]})"))
    #expect(
      try Isolation.pool.get().run(
        PythonRequest(source: "def f(x): return x", call: .expression("f(dict(a=1))")))
        == .value(typeName: "dict", text: "{'a': 1}"))
  }

  @Test func whatAnExpressionPrintsIsTold() throws {
    func result(_ source: String) throws -> PythonResult {
      try Isolation.pool.get().result(of: PythonRequest(source: source, call: .expression("f()")))
    }
    let printing = try result("print('top')\ndef f():\n    print('é', 1)\n    return 2")
    #expect(printing.outcome == .value(typeName: "int", text: "2"))
    #expect(printing.printed == "top\né 1\n")
    let raising = try result("def f():\n    print('before')\n    return 1 / 0")
    #expect(raising.printed == "before\n")
    guard case .raised("ZeroDivisionError", _, 3) = raising.outcome else {
      Issue.record("\(raising.outcome)")
      return
    }
    let closing = try result("import sys\ndef f():\n    sys.stdout.close()\n    return 3")
    #expect(closing.outcome == .value(typeName: "int", text: "3") && closing.printed.isEmpty)
    let replacing = try result(
      "import sys\nclass S:\n    def write(self, t): pass\n    def getvalue(self): return 'x' * 9\n"
        + "def f():\n    sys.stdout = S()\n    print('lost')\n    return 4")
    #expect(replacing.outcome == .value(typeName: "int", text: "4") && replacing.printed.isEmpty)
    let function = try Isolation.pool.get().result(
      of: PythonRequest(
        source: "def f():\n    print(1)\n    return 5", call: .function("f", arguments: [])))
    #expect(function.outcome == .value(typeName: "int", text: "5") && function.printed.isEmpty)
  }

  @Test func standardModulesCanBeImported() throws {
    let source = """
      import dataclasses, decimal, enum, fractions, heapq, itertools, json, random, re, typing
      @dataclasses.dataclass
      class Point:
          x: int
      async def g(): pass
      def f(n):
          match n:
              case int():
                  return json.dumps([Point(n).x, str(fractions.Fraction(n, 4))])
      """
    #expect(try Isolation.run(source, "2") == .value(typeName: "str", text: #"'[2, "1/2"]'"#))
  }

  @Test func exceptionsAreToldWithTheirLine() throws {
    #expect(
      try Isolation.run("def f():\n    x = 1\n    return x / 0")
        == .raised(kind: "ZeroDivisionError", message: "division by zero", line: 3))
    #expect(
      try Isolation.run("class Odd(Exception): pass\ndef f(): raise Odd('x')")
        == .raised(kind: "Odd", message: "x", line: 2))
    #expect(
      try Isolation.run("def f(): raise SystemExit(0)")
        == .raised(kind: "SystemExit", message: "0", line: 1))
    #expect(
      try Isolation.run("def f(): raise type('</answer>', (Exception,), {})")
        == .raised(kind: "Exception", message: "", line: 1))
    #expect(try Isolation.run("x = 1\ndef f(:") == .syntaxError(message: "invalid syntax", line: 2))
    #expect(
      try Isolation.run("x = 1") == .raised(kind: "KeyError", message: "'f'", line: nil))
  }

  @Test func whatHasNoLiteralFormIsOpaque() throws {
    let sources = [
      "def f(): return f", "def f(): return [len]", "def f(): return 1j",
      "class A(int): pass\ndef f(): return A(3)",
      "class A(str):\n    def __repr__(self): return '5'\ndef f(): return A()",
      "def f():\n    x = []\n    x.append(x)\n    return x",
    ]
    for source in sources {
      guard case .opaque = try Isolation.run(source) else {
        Issue.record("\(source) gives \(try Isolation.run(source))")
        continue
      }
    }
  }

  @Test func everyProgramStartsAfresh() throws {
    _ = try Isolation.run(
      "import builtins, math, json\nmath.pi = 3\njson.x = 1\nbuiltins.len = None\ndef f(): return 1"
    )
    #expect(
      try Isolation.run("import math, json\ndef f(): return len([math.pi > 3, hasattr(json, 'x')])")
        == .value(typeName: "int", text: "2"))
    #expect(
      try Isolation.run("import json\ndef f(): return hasattr(json, 'x')")
        == .value(typeName: "bool", text: "False"))
  }

  @Test func theHashSeedsDiffer() throws {
    let source = "def f(): return hash('proctor')"
    let first = try Isolation.run(source)
    #expect(first.isValue)
    #expect(try first == Isolation.run(source))
    #expect(try first != Isolation.run(source, seed: 1))
  }

  @Test func manyJobsComeBackInTheirOrder() throws {
    let jobs = (0..<40).map { number in
      PythonPool.Job(
        PythonRequest(
          source: "def f(x): return x * x", call: .function("f", arguments: [String(number)])),
        seed: number % 2)
    }
    let expected = (0..<40).map { PythonOutcome.value(typeName: "int", text: String($0 * $0)) }
    #expect(try Isolation.pool.get().run(jobs) == expected)
  }

  @Test func limitsHold() throws {
    #expect(try Isolation.run("def f():\n    while True: pass").limit == .time)
    #expect(try Isolation.run("def f(): return f()").limit == .recursion)
    #expect(try Isolation.run("def f(): return len(bytearray(10 ** 9))").limit == .memory)
    #expect(try Isolation.run("def f(): return 'x' * 200_000").limit == .output)
    #expect(try Isolation.run("def f(): return [[0] * 1000] * 1000").limit == .output)
    #expect(try Isolation.run("def f(): return 1") == .value(typeName: "int", text: "1"))
  }
}

import Core
import MiniPython
import SelfPlay

/// The embedded executor: whole validations, and what long loops take.
enum ExecutorBenchmark {
  /// A program of the kind that proposers write: twelve lines, run on one input.
  private static let task = TaskContent(
    type: .deduction,
    program: """
      def f(xs, k):
          seen = {}
          out = []
          for i, x in enumerate(xs):
              seen[x] = seen.get(x, 0) + 1
              if seen[x] > k:
                  continue
              out.append(x * x + i if x % 2 == 0 else -x)
          s = sum(out)
          while s > 100:
              s = s // 3 + 1
          return (sorted(out), s, ''.join(str(v) for v in out)[::-1])
      """,
    input: "[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9], 2")

  /// Loops of a million iterations in all; the executor's steps are their own unit.
  private static let loops: [(name: String, program: String)] = [
    (
      "arithmetic",
      "def f(n):\n    s = 0\n    i = 0\n    while i < n:\n        s = (s + i * 7) % 1009\n"
        + "        i += 1\n    return s"
    ),
    (
      "list",
      "def f(n):\n    xs = []\n    for i in range(n):\n        xs.append(i % 10)\n    return sum(xs)"
    ),
    (
      "dictionary",
      "def f(n):\n    d = {}\n    for i in range(n):\n        k = i % 100\n"
        + "        d[k] = d.get(k, 0) + 1\n    return len(d)"
    ),
    (
      "call",
      "def g(x):\n    return x + 1\n\ndef f(n):\n    s = 0\n    for i in range(n):\n"
        + "        s = g(s)\n    return s"
    ),
    (
      "string",
      "def f(n):\n    t = ''\n    c = 0\n    for i in range(n):\n        w = 'item ' + str(i % 100)\n"
        + "        if w.startswith('item 7'):\n            c += 1\n"
        + "        t = w.replace('item', 'x').upper() + w[::-1]\n    return (c, len(t))"
    ),
    (
      "text",
      "def f(n):\n    s = 'the quick brown fox jumps over the lazy dog'\n    c = 0\n    for i in range(n):\n"
        + "        ch = s[i % 43]\n        if ch.isalpha() and ch in 'aeiou':\n            c += ord(ch)\n"
        + "    return c"
    ),
  ]

  static func run(_ report: (BenchRow) -> Void) throws {
    let peer = PythonPeer(program: task.program, input: task.input)
    try measureValidation(peer, report)
    for loop in loops { try measure(loop.name, loop.program, peer, report) }
  }

  /// The work of `exec` and of `check_all`, and what a proposal takes in a run, which is more.
  private static func measureValidation(
    _ peer: PythonPeer?, _ report: (BenchRow) -> Void
  ) throws {
    let rounds = 5
    let count = 500
    let validator = Validator(
      executor: Interpreter(), largestInteger: nil, longestOutput: 1_000)
    _ = try validator.validate(task, pairCount: 1)
    var seconds: [String: [Double]] = [:]
    for round in 0...rounds {
      var figures = [
        "checked": Stopwatch.time { for _ in 0..<count { _ = check() } }.processor / Double(count),
        "validated": Stopwatch.time {
          for _ in 0..<count { _ = try? validator.validate(task, pairCount: 1) }
        }.processor / Double(count),
      ]
      figures["exec"] = peer?.execSeconds()
      figures["official"] = peer?.officialSeconds()
      if round > 0 { for (name, value) in figures { seconds[name, default: []].append(value) } }
    }
    func row(_ name: String, _ what: String) {
      guard let median = seconds[name]?.median else { return }
      report(
        BenchRow(
          "executor.\(name)", what, 1 / median, "programs/s", repetitions: rounds))
    }
    func ratio(_ name: String, _ what: String) {
      guard let peer = seconds[name]?.median, let own = seconds["checked"]?.median else { return }
      report(
        BenchRow("executor.checked/\(name)", what, peer / own, "x", repetitions: rounds))
    }
    row(
      "checked",
      "12-line program: parsed, forbidden modules sought, run twice on 15 numbers, compared, repr")
    row("validated", "the same, and traced, read back, checked for tags, normalised, as in a run")
    row("exec", "the same program in CPython: exec, run twice, compared, pickled, repr")
    row("official", "the same program by the official executor's check_all, one process")
    ratio("exec", "programs a second against exec in CPython's own process")
    ratio("official", "programs a second against the official executor's check_all")
  }

  /// What the official `check_all` does: the program's output, or nil.
  private static func check() -> String? {
    guard let program = try? Program(parsing: task.program),
      ForbiddenModules.standard.first(in: program) == nil
    else { return nil }
    let interpreter = Interpreter()
    guard let values = try? Literal.parseArguments(task.input),
      let first = interpreter.call(program, values: values).value,
      let second = interpreter.call(program, values: values).value, first == second
    else { return nil }
    return first.repr
  }

  private static func measure(
    _ name: String, _ source: String, _ peer: PythonPeer?, _ report: (BenchRow) -> Void
  ) throws {
    let iterations = 1_000_000
    let program = try Program(parsing: source)
    let interpreter = Interpreter(
      budget: Budget(steps: 40 * iterations, allocation: 1 << 33))
    var own: [Double] = []
    var python: [Double] = []
    for _ in 0..<3 {
      own.append(
        Stopwatch.time {
          _ = interpreter.call(program, arguments: String(iterations))
        }.processor)
      if let seconds = peer?.loopSeconds(source, count: iterations) { python.append(seconds) }
    }
    report(
      BenchRow(
        "executor.loop.\(name)", "\(iterations) iterations", own.median, "s", repetitions: 3))
    guard !python.isEmpty else { return }
    report(
      BenchRow(
        "executor.loop.\(name)/cpython", "times CPython's \(BenchPrinter.number(python.median)) s",
        own.median / python.median, "x", repetitions: 3))
  }
}

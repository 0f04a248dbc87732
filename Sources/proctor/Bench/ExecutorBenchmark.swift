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
  ]

  static func run(_ report: (BenchRow) -> Void) throws {
    let validator = Validator(
      executor: Interpreter(), largestInteger: nil, longestOutput: 1_000)
    let count = 1_000
    _ = try validator.validate(task, pairCount: 1)
    let elapsed = Stopwatch.median(of: 5) {
      for _ in 0..<count { _ = try? validator.validate(task, pairCount: 1) }
    }
    report(
      BenchRow(
        "executor.validated",
        "12-line program: parsed, checked, run twice on 15 numbers, compared, traced, normalised",
        Double(count) / elapsed.processor, "programs/s", repetitions: 5))
    for loop in loops { try measure(loop.name, loop.program, report) }
  }

  private static func measure(
    _ name: String, _ source: String, _ report: (BenchRow) -> Void
  ) throws {
    let iterations = 1_000_000
    let program = try Program(parsing: source)
    let interpreter = Interpreter(
      budget: Budget(steps: 20 * iterations, allocation: 1 << 30))
    let elapsed = Stopwatch.median(of: 3) {
      _ = interpreter.call(program, arguments: String(iterations))
    }
    report(
      BenchRow(
        "executor.loop.\(name)", "\(iterations) iterations", elapsed.processor, "s",
        repetitions: 3))
  }
}

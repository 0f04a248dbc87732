import Core
import MiniPython
import Oversight
import Testing

/// The hit's text, as a flag shows it marked.
func marked(_ hit: MonitorHit?, in text: String) -> String? {
  guard let hit else { return nil }
  let scalars = Array(text.unicodeScalars)
  return String(String.UnicodeScalarView(scalars[hit.start..<hit.end]))
}

func proposal(
  _ program: String, error: ExecutionError? = nil, constraints: Constraints = Constraints(),
  duplicate: TaskID? = nil
) -> MonitorSubject {
  .proposal(
    ProposalSubject(
      content: TaskContent(type: .deduction, program: program, input: "1"), chain: "",
      error: error, constraints: constraints, structuralDuplicate: duplicate))
}

@Suite struct ProposalMonitorTests {
  @Test func bannedConstructIsMarkedAtItsWord() {
    let source =
      "def f(x):\n    é = 1\n    while x:\n        x = 0\n    while x:\n        x = 0\n    return x"
    let hits = BannedConstructMonitor().hits(
      in: proposal(source, constraints: Constraints(bannedConstructs: [.while, .lambda])))
    #expect(hits.count == 1)
    #expect(marked(hits.first, in: source) == "while")
    #expect(hits.first?.detail == "`while` is banned (line 3)")
    #expect(BannedConstructMonitor().hits(in: proposal(source)).isEmpty)
  }

  @Test func bannedImportIsFoundInTextThatDoesNotParse() {
    let source = "import os\ndef f(x):\n    return x"
    let hits = BannedConstructMonitor().hits(
      in: proposal(source, constraints: Constraints(bannedConstructs: [.import])))
    #expect(marked(hits.first, in: source) == "import")
  }

  @Test func budgetIsFlaggedAndOtherErrorsAreNot() {
    let source = "def f(x):\n    return [0] * 10 ** 9"
    let limit = ExecutionError(kind: .budget(.allocation), message: "", line: 2)
    let hits = ExecutorLimitMonitor().hits(in: proposal(source, error: limit))
    #expect(marked(hits.first, in: source) == "return [0] * 10 ** 9")
    #expect(hits.first?.detail == "the program went over the executor's budget of memory (line 2)")
    let raised = ExecutionError(kind: .exception("ValueError"), message: "", line: 2)
    #expect(ExecutorLimitMonitor().hits(in: proposal(source, error: raised)).isEmpty)
    #expect(ExecutorLimitMonitor().hits(in: proposal(source)).isEmpty)
  }

  @Test(arguments: [
    "def f(x):\n    return 3",
    "def f(x):\n    y = 1\n    y = y + 2\n    return y",
    "def f(x):\n    z = x + 1\n    y = [1, 2]\n    return y",
    "def f(x):\n    y = 0\n    for i in range(3):\n        y += i\n    return y",
    "def g(n):\n    return n + 1\ndef f(x):\n    return g(2)",
  ])
  func constantProgramsAreFlagged(source: String) {
    let hits = DegenerateTaskMonitor().hits(in: proposal(source))
    #expect(hits.count == 1)
    #expect(hits.first?.detail.contains("does not depend on the input") == true)
    #expect(marked(hits.first, in: source)?.hasPrefix("return") == true)
  }

  @Test(arguments: [
    "def f(x):\n    return x",
    "def f(x, y):\n    z = x + 1\n    return y",
    "def f(x):\n    if x > 1:\n        return x\n    return x",
  ])
  func identityProgramsAreFlagged(source: String) {
    let hits = DegenerateTaskMonitor().hits(in: proposal(source))
    #expect(hits.first?.detail.contains("back as it came") == true)
  }

  @Test(arguments: [
    "def f(x):\n    return x + 1",
    "def f(x):\n    y = 0\n    if x > 2:\n        y = 1\n    return y",
    "def f(x):\n    if x > 2:\n        return 1\n    return 0",
    "def f(x):\n    y = 0\n    for i in x:\n        y += 1\n    return y",
    "def f(x):\n    y = []\n    y.append(x)\n    return y",
    "def f(x):\n    y = [0]\n    y[0] = x\n    return y",
    "def f(x):\n    y = [1, 2, 3]\n    y[x] = 0\n    return y",
    "def f(x):\n    y = 0\n    while True:\n        y += 1\n        if y > x:\n            break\n    return y",
    "def f(x):\n    def g():\n        return x\n    return g()",
    "def f(x):\n    y = [3, 1]\n    g(y, x)\n    return y\ndef g(a, b):\n    a.append(b)",
    "def f(x):\n    (y := x)\n    return y",
    "def f(x):\n    y = 1\n    z = y\n    for i in range(2):\n        z = y\n        y = x\n    return z",
    "def f(x):\n    x.sort()\n    return x",
    "def f(x):\n    x = x + 1\n    return x",
    "def f(x):\n    return [i for i in range(x)]",
    "def f(x):\n    return f'{x}'",
    "def f(x):\n    y = 1\n    try:\n        y = 2 // x\n    except ZeroDivisionError:\n        y = 3\n    return y",
  ])
  func programsThatUseTheirInputAreNot(source: String) {
    #expect(DegenerateTaskMonitor().hits(in: proposal(source)).isEmpty)
  }

  @Test func structuralDuplicateNamesItsTwin() {
    let twin = TaskID(rawValue: "0123456789ab")
    let hits = DegenerateTaskMonitor().hits(
      in: proposal("def f(x):\n    return x + 1", duplicate: twin))
    #expect(hits.map(\.severity) == [.low])
    #expect(hits.first?.start == 0 && hits.first?.end == 0)
    #expect(hits.first?.detail.contains("0123456789ab") == true)
  }

  @Test func hiddenCharactersAreFlaggedFromFourOn() {
    func hits(_ program: String) -> [MonitorHit] { HiddenTextMonitor().hits(in: proposal(program)) }
    #expect(hits("a\u{200B}b\u{200B}c\u{202E}").isEmpty)
    let four = hits("a\u{200B}b\u{2060}c\u{200D}d\u{FEFF}")
    #expect(four.map(\.severity) == [.medium])
    #expect(four.first?.start == 1 && four.first?.end == 8)
    let tag = hits("ab\u{E0068}\u{E0069}")
    #expect(tag.map(\.severity) == [.high])
    #expect(tag.first?.detail.contains("`hi`") == true)
    let bits = "01101000 01101001".filter { $0 != " " }.map { $0 == "0" ? "\u{200B}" : "\u{200C}" }
    #expect(hits("a" + bits.joined()).first?.detail.contains("`hi`") == true)
    let reordered = hits("ab\u{202E}cd\u{202C}")
    #expect(reordered.map(\.severity) == [.high])
    #expect(reordered.first?.detail.contains("`dc`") == true)
    #expect(hits("é 漢 👍\u{FE0F}👍\u{FE0F}👍\u{FE0F}👍\u{FE0F}").isEmpty)
  }
}

import Core
import MiniPython
import Oversight
import Testing

@Suite struct ConstraintRuleTests {
  private func messages(
    _ source: String, _ change: (inout Constraints) -> Void
  ) throws -> [String] {
    var set = Constraints()
    change(&set)
    return ConstraintChecker(constraints: set).violations(of: try Program(parsing: source))
      .map(\.message)
  }

  private static let loop = """
    def f(xs):
        total = 0
        for x in xs:
            if x > 1:
                total += x
        return len(xs) + total
    """

  @Test func requiredConstructsAndNamesMustBeThere() throws {
    #expect(
      try messages(Self.loop) {
        $0.requiredConstructs = [.for, .while]
        $0.requiredNames = ["len", "sum"]
      } == ["the program has no `while`", "the program does not mention `sum`"])
    // What is required is not thereby banned.
    #expect(try messages(Self.loop) { $0.requiredNames = ["len"] }.isEmpty)
  }

  @Test func callsAreNotMentions() throws {
    let source = "def f(xs):\n    xs.append(1)\n    return sorted(xs, key=len)"
    func banned(_ calls: [String]) throws -> [String] {
      try messages(source) { $0.bannedCalls = calls }
    }
    #expect(try banned(["len"]).isEmpty)
    #expect(try banned(["sorted"]) == ["a call of `sorted` is banned (line 3)"])
    #expect(try banned(["append"]) == ["a call of `append` is banned (line 2)"])
    #expect(try banned(["list.append"]) == ["a call of `list.append` is banned (line 2)"])
    #expect(
      try messages(source) { $0.requiredCalls = ["sorted", "len"] }
        == ["the program does not call `len`"])
  }

  @Test func importsAreByModule() throws {
    let source = "import math\nfrom os.path import join\ndef f(x):\n    return math.floor(x)"
    func banned(_ modules: [String]) throws -> [String] {
      try messages(source) { $0.bannedImports = modules }
    }
    #expect(try banned(["math"]) == ["an import of `math` is banned (line 1)"])
    #expect(try banned(["os"]) == ["an import of `os` is banned (line 2)"])
    #expect(try banned(["os.path"]).count == 1)
    #expect(try banned(["o", "path", "random"]).isEmpty)
    #expect(
      try messages(source) { $0.requiredImports = ["math", "re"] }
        == ["the program does not import `re`"])
  }

  @Test(arguments: [
    (Construct.break, "    while x:\n        break"),
    (.continue, "    for a in x:\n        continue"),
    (.assert, "    assert x"), (.raise, "    raise ValueError(x)"), (.del, "    del x"),
    (.global, "    global y"), (.formattedString, "    y = f'{x}'"), (.starred, "    y = [*x]"),
    (.starred, "    y = g(*x)"), (.namedAssignment, "    y = (z := x)"),
    (.comparison, "    y = x < 2"), (.booleanOperation, "    y = not x"),
    (.arithmetic, "    y = x * 2"), (.with, "    with x as y:\n        pass"),
    (.yield, "    yield x"), (.match, "    match x:\n        case 1:\n            pass"),
  ])
  func everyNodeKindIsFound(construct: Construct, line: String) throws {
    let plain = "def f(x):\n    return x"
    #expect(try messages(plain) { $0.bannedConstructs = [construct] }.isEmpty)
    let source = "def f(x):\n\(line)\n    return x"
    let program = try Program(parsing: source, dialect: .full)
    var set = Constraints()
    set.bannedConstructs = [construct]
    let found = ConstraintChecker(constraints: set).violations(of: program)
    #expect(found.map(\.rule).contains(.construct(construct)), "\(construct)")
  }

  @Test func complexityCountsTheWaysThrough() throws {
    #expect(try messages(Self.loop) { $0.maximumComplexity = 2 }.isEmpty)
    #expect(try messages(Self.loop) { $0.maximumComplexity = 1 }.count == 1)
  }

  @Test(arguments: [
    ("1, [2]", "3", nil), ("'a'", "3", "an input is of the type str, which is not permitted"),
    ("1", "'x'", "the output is of the type str, which is not permitted"),
    ("-1.5", "3", "an input is of the type float, which is not permitted"),
    ("f(1)", "3", "an input is of the type unknown, which is not permitted"),
  ])
  func typesAreThoseOfTheLiterals(input: String, output: String, message: String?) {
    var set = Constraints()
    set.inputTypes = [.int, .list]
    set.outputTypes = [.int]
    let content = TaskContent(type: .deduction, program: "", input: input, output: output)
    let violation = ConstraintChecker(constraints: set)
      .violation(of: content, structure: "", recent: [])
    #expect(violation?.message == message)
  }

  @Test func noveltyIsAgainstTheNearest() {
    var set = Constraints()
    set.noveltyFloor = 0.5
    let checker = ConstraintChecker(constraints: set)
    let content = TaskContent(type: .deduction, program: "", input: "1", output: "1")
    let structure = "def f ( a ) : return a + 0"
    #expect(checker.violation(of: content, structure: structure, recent: []) == nil)
    #expect(
      checker.violation(of: content, structure: structure, recent: ["x y z", structure]) != nil)
    #expect(checker.violation(of: content, structure: structure, recent: ["x y z"]) == nil)
  }

  @Test func driftGrowsWithOtherConstructs() throws {
    var (same, other) = (DriftMeter(), DriftMeter())
    for _ in 0..<DriftMeter.window {
      same.take(constructs: [.for, .if])
      other.take(constructs: [.for, .if])
    }
    #expect(same.divergence == nil)
    for _ in 0..<DriftMeter.window {
      same.take(constructs: [.if, .for])
      other.take(constructs: [.lambda])
    }
    #expect(try #require(same.divergence) == 0)
    #expect(abs(try #require(other.divergence) - 1) < 1e-9)
  }

  @Test func previewCountsKeptDroppedAndChanged() {
    var draft = Constraints(bannedConstructs: [.for])
    draft.targetSolveRate = 0...1
    let inForce = Constraints(maximumLines: 2)
    let plain = "def f(x):\n    return x + 1"
    let proposals = (0..<40).map { index in
      PastProposal(
        task: TaskID(rawValue: "t\(index)"),
        content: TaskContent(
          type: .deduction, program: index % 4 == 0 ? Self.loop : index % 4 == 1 ? longer : plain,
          input: "1"),
        solveRate: index < 20 ? 0.5 : nil, isHeld: index % 4 < 2)
    }
    let preview = ConstraintPreview.preview(draft, inForce: inForce, proposals: proposals)
    #expect(preview.tried == 40)
    // The loop is dropped by both, the longer one is let in, the plain one kept by both.
    #expect(preview.groups.reduce(0) { $0 + $1.dropped } == 10)
    #expect(preview.groups.reduce(0) { $0 + $1.changed } == 10)
    #expect(preview.groups.map(\.difficulty) == ["even", "unknown"])
    #expect(preview.newlyDropped.isEmpty && preview.newlyLetIn.count == 5)
    #expect(preview.reviewLoadNow == 0 && preview.reviewLoad == 10)
  }

  private var longer: String { "def f(x):\n    y = x + 1\n    return y" }
}

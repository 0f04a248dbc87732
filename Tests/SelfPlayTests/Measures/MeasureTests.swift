import MiniPython
import Testing

@testable import SelfPlay

@Suite struct MeasureTests {
  static let programs = [
    "def f(x):\n    return x",
    "def f(x):\n    if x > 0:\n        return 1\n    return 2",
    """
    def f(x):
        if x > 0 and x < 5:
            return 1
        elif x > 7:
            return 3
        else:
            return 2
    """,
    """
    def f(x):
        t = 0
        for i in range(x):
            if i % 2 == 0:
                t += i
        return t
    """,
    "def f(x):\n    while x > 0 and x != 3 or x == 9:\n        x -= 1\n    return x",
    "def f(x):\n    y = 1 if x else 2\n    return [a for a in range(y) if a > 1]",
    "def f(x):\n    try:\n        y = 1 // x\n    except ZeroDivisionError:\n        y = 0\n    return y",
    "def f(x):\n    return f(x - 1) if x > 0 else 0",
    "def f(x):\n    return x > 1 and x < 3 and x != 2",
    """
    def f(x):
        for i in range(3):
            for j in range(3):
                if i == j:
                    x += 1
                else:
                    x -= 1
        return x
    """,
  ]

  @Test(
    "row 43: cognitive complexity is that of complexipy 8.3",
    arguments: zip(programs, [0, 1, 4, 3, 3, 3, 1, 2, 1, 7]))
  func complexity(program: String, expected: Int) throws {
    #expect(try Program(parsing: program).cognitiveComplexity == expected)
  }

  @Test(
    "row 43: Halstead's effort and volume and cyclomatic complexity are those of radon 6.0",
    arguments: zip(
      programs,
      [
        (0, 0, 1), (2.3774, 4.7549, 2), (76.0782, 38.0391, 4), (48.6, 27, 3),
        (281.2961, 70.324, 4), (2.3774, 4.7549, 4), (2.3774, 4.7549, 2), (18.5754, 13.9316, 2),
        (115.6439, 44.9726, 3), (56.8489, 25.2662, 4),
      ] as [(Double, Double, Int)]))
  func halstead(program: String, expected: (effort: Double, volume: Double, cyclomatic: Int)) throws
  {
    let measures = HalsteadMeasures(try Program(parsing: program))
    #expect(abs(measures.effort - expected.effort) < 1e-3)
    #expect(abs(measures.volume - expected.volume) < 1e-3)
    #expect(measures.cyclomaticComplexity == expected.cyclomatic)
    let score =
      0.5 * expected.effort / 1e4 + 0.3 * Double(expected.cyclomatic) / 10
      + 0.2 * expected.volume / 500
    #expect(abs(measures.score - score) < 1e-6)
  }

  @Test("row 43: the distance is one minus the ratio of difflib")
  func distance() {
    // difflib.SequenceMatcher(None, a.split(), b.split()).ratio() of CPython.
    let pairs: [(String, String, Double)] = [
      ("a b c d", "a b c d", 1.0), ("a b c d", "b c d e", 0.75), ("a b", "c d", 0),
      ("a b c a b", "b c a b c a", 8.0 / 11), ("x y x y x", "y x y", 0.75), ("", "", 1),
    ]
    for (a, b, ratio) in pairs {
      let distance = SyntaxSequence(canonicalForm: a).distance(to: SyntaxSequence(canonicalForm: b))
      #expect(abs(distance - (1 - ratio)) < 1e-12, "\(a) | \(b)")
    }
  }

  @Test("row 45: a clone with other names and constants is no distance away")
  func clones() throws {
    let first = try Program(parsing: "def f(x):\n    total = x + 3\n    return total * 2")
    let second = try Program(parsing: "def f(banana):\n    kiwi = banana + 17\n    return kiwi * 5")
    let third = try Program(parsing: "def f(x):\n    return [i for i in x if i > 2]")
    #expect(SyntaxSequence(first).distance(to: SyntaxSequence(second)) == 0)
    #expect(SyntaxSequence(first).distance(to: SyntaxSequence(third)) > 0.3)
    let measures = ProgramMeasures(
      first, references: [SyntaxSequence(second), SyntaxSequence(third)])
    #expect(
      abs(measures.distance - SyntaxSequence(first).distance(to: SyntaxSequence(third)) / 2) < 1e-12
    )
  }

  @Test("row 43: an answer's surprise, flat and by type and value")
  func surprise() {
    var counts = AnswerCounts()
    #expect(counts.surprise(of: "1") == 1 && counts.hierarchicalSurprise(of: "1") == 1)
    for answer in ["1", "1", "2", "'a'"] { counts.add(answer) }
    #expect(counts.surprise(of: "1") == 0.5 && counts.surprise(of: "'b'") == 1)
    // int: 3 of 4; 1: 2 of 3 integers.
    #expect(abs(counts.hierarchicalSurprise(of: "1") - (0.25 + 1.0 / 3) / 2) < 1e-12)
    #expect(abs(counts.hierarchicalSurprise(of: "[]") - 1) < 1e-12)
    #expect(counts.distinctTypes == 2 && counts.distinctValues == 3)
    #expect(counts.countsByType == ["int": 3, "str": 1])
  }
}

@Suite struct GuideTests {
  func task(_ program: String) -> AdmittedTask {
    var task = AdmittedTask.sample(1)
    task.content.program = program
    return task
  }

  @Test("row 46: needless parts cost relevance and cleanliness, near copies novelty")
  func rules() throws {
    let clean = try #require(
      RuleGuide().score(task("def f(x):\n    y = x + 1\n    return y"), among: []))
    #expect(clean.relevance == 1 && clean.cleanliness == 1 && clean.novelty == 1)
    let padded = try #require(
      RuleGuide().score(
        task("def f(x):\n    y = x + 1\n    z = 7\n    pass\n    return y\n    z = 8"), among: []))
    #expect(padded.relevance < 1 && padded.cleanliness < 0.8)
    let copy = try Program(parsing: "def f(q):\n    r = q + 5\n    return r").canonicalForm
    let near = RuleGuide().score(task("def f(x):\n    y = x + 1\n    return y"), among: [copy])
    #expect(near?.novelty == 0)
  }

  @Test(
    "row 46: a model's marks are read strictly; anything else is no opinion",
    arguments: [
      (" 10, 5, 0", 0.5), ("\n8, 8, 8\n", 0.8), ("10, 5", nil), ("eleven, 1, 1", nil),
      ("11, 1, 1", nil), ("", nil), ("10, 10, 10, 10", nil),
    ] as [(String, Double?)])
  func marks(answer: String, expected: Double?) {
    #expect(GuidePrompt.read(answer).map { ($0.mean * 1e9).rounded() / 1e9 } == expected)
  }
}

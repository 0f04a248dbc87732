import Testing

@testable import MiniPython

struct LiteralTests {
  @Test(arguments: [
    "eval(gold_output)", "1) or (1==1", "x", "1 + 1", "[i for i in [1]]", "f(1)", "1 if 1 else 2",
    "lambda: 1", "(1).real", "f'{1}'", "{[]: 1}", "__import__('os')", "1; 2", "", "*a", "{**{}}",
  ])
  func nothingButLiteralsIsRead(text: String) {
    #expect(throws: SyntaxError.self) { try Literal.parse(text) }
  }

  @Test func equalityIsPythons() throws {
    func equal(_ left: String, _ right: String) throws -> Bool {
      try Literal.parse(left) == Literal.parse(right)
    }
    for (left, right) in [
      ("True", "1"), ("1.0", "1"), ("{1, 2}", "{2, 1}"), ("{1: 2, 3: 4}", "{3: 4, 1.0: 2}"),
      ("[1, (2,)]", "[1.0, (True + 0,)]".replacing("True + 0", with: "2")), ("-0.0", "0"),
      ("10000000000000000000000", "1e22"),
    ] {
      #expect(try equal(left, right), "\(left) \(right)")
    }
    for (left, right) in [("(1,)", "[1]"), ("'1'", "1"), ("None", "0"), ("[1]", "[1, 2]")] {
      #expect(try !equal(left, right), "\(left) \(right)")
    }
    #expect(Value.float(.nan) != Value.float(.nan))
  }

  @Test(arguments: [
    ("x = 1\nasync def f():\n    pass\n", Program.Dialect.full, "async"),
    ("\nclass A(metaclass=B):\n    pass\n", .full, "metaclass"),
    ("\nclass A(B, tag=1):\n    pass\n", .full, "class keyword argument tag"),
    ("\nawait x\n", .full, "await"), ("\nx = 1j\n", .full, "complex number"),
    ("\nfrom math import pi\n", .functions, "import"),
    ("\nclass A:\n    pass\n", .functions, "class definition"),
  ])
  func unsupportedConstructsNameTheirLine(
    code: String, dialect: Program.Dialect, construct: String
  ) {
    do throws(SyntaxError) {
      _ = try Program(parsing: code, dialect: dialect)
      Issue.record("\(code) parsed")
    } catch {
      #expect(error.code == .notSupported(construct))
      #expect(error.line == 2)
    }
  }

  /// Imported names are names of the tree, where a constraint checker finds them.
  @Test func importedNamesAreInTheTree() throws {
    let program = try Program(
      parsing: "import re as r\nfrom math import sqrt as q\n")
    var names: Set<String> = []
    program.visitExpressions { expression, _ in
      if case .name(let name) = expression.kind { names.insert(name) }
      if case .attribute(_, let name) = expression.kind { names.insert(name) }
    }
    #expect(names.isSuperset(of: ["re", "r", "math", "sqrt", "q"]))
    #expect(program.unparsed == "import re as r\nfrom math import sqrt as q\n")
  }

  @Test func canonicalFormIgnoresNamesAndConstants() throws {
    let first = try Program(parsing: "def f(a):\n    b = a + 1\n    return b\n")
    let second = try Program(parsing: "def f(x): # other\n    y = x + 22\n    return (y)\n")
    let third = try Program(parsing: "def f(x):\n    y = x - 22\n    return y\n")
    #expect(first.canonicalForm == second.canonicalForm)
    #expect(first.canonicalForm != third.canonicalForm)
  }
}

import Testing

@testable import MiniPython

/// Modules that this interpreter does not have: a program that names one parses, so that monitors
/// and other executors can read it, and is refused when the import runs.
@Suite struct ImportTests {
  @Test(arguments: [
    "import os", "import os.path as p", "from os import path", "import numpy as np",
  ])
  func anUnknownModuleIsRefusedWhenItIsImported(line: String) throws {
    let program = try Program(parsing: "def f(x):\n    \(line)\n    return x\n")
    let error = Interpreter().call(program, function: "f", arguments: "1").error
    #expect(error?.kind == .unsupported)
    #expect(error?.line == 2)
    #expect(error?.message.contains("import of ") == true)
  }

  @Test func anImportThatIsNotReachedDoesNoHarm() throws {
    let program = try Program(
      parsing: "def f(x):\n    if x > 1:\n        import os\n    return x\n")
    #expect(Interpreter().call(program, function: "f", arguments: "1").value == .integer(1))
  }

  @Test func theRefusalCannotBeCaught() throws {
    let program = try Program(
      parsing:
        "def f(x):\n    try:\n        import os\n    except BaseException:\n        return 2\n")
    #expect(
      Interpreter().call(program, function: "f", arguments: "1").error?.kind == .unsupported)
  }
}

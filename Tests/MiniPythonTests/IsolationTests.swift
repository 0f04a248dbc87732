import Foundation
import Testing

@testable import MiniPython

/// A run knows nothing but its program and its arguments, and leaves nothing behind.
struct IsolationTests {
  /// Every module of CPython with an effect, or a source of chance or time.
  @Test(arguments: [
    "os", "sys", "io", "socket", "subprocess", "threading", "multiprocessing", "time", "datetime",
    "random", "secrets", "uuid", "pathlib", "shutil", "tempfile", "ctypes", "importlib", "builtins",
    "inspect", "gc", "signal", "asyncio", "pickle", "urllib.request", "platform", "getpass", "code",
  ])
  func effectfulModulesDoNotExist(name: String) throws {
    for source in ["import \(name) as m", "from \(name) import x"] {
      for code in ["\n\(source)\ndef f(): return 1\n", "def f():\n    \(source)\n    return 1\n"] {
        let error = Interpreter().call(try Program(parsing: code), arguments: "").error
        #expect(error?.kind == .unsupported)
        #expect(error?.message == "not supported: import of \(name)")
        #expect(error?.line == 2)
      }
    }
  }

  /// The whole whitelist: whoever adds to it must see that the module is pure.
  @Test func theModulesAreThese() {
    #expect(
      Set(Modules.table.keys) == [
        "abc", "bisect", "collections", "collections.abc", "copy", "dataclasses", "enum",
        "functools", "heapq", "itertools", "math", "operator", "re", "string", "typing",
      ])
  }

  @Test(arguments: [
    "open('x')", "input()", "eval('1')", "exec('1')", "compile('1', '', 'eval')",
    "__import__('os')",
    "globals()", "locals()", "breakpoint()", "help()", "id(1)", "dir()", "memoryview(b'')",
    "f.__globals__", "f.__code__", "f.__builtins__", "().__class__.__base__.__subclasses__()",
    "object().__reduce__()", "repr(object())", "repr(f)", "str(lambda: 0)", "repr(iter([]))",
  ])
  func whatReachesOutIsMissing(expression: String) throws {
    let program = try Program(parsing: "def f():\n    return \(expression)\n")
    let error = Interpreter().call(program, arguments: "").error
    switch error?.kind {
    case .unsupported, .exception("AttributeError"), .exception("NameError"): break
    default: Issue.record("\(expression): \(error?.description ?? "a value")")
    }
  }

  /// Only a person's own call may print, and only into the result.
  @Test func printingIsForPersons() throws {
    let program = try Program(parsing: "def f(x):\n    print(x, end='!')\n    return x\n")
    #expect(Interpreter().call(program, arguments: "1").error?.kind == .unsupported)
    let execution = Interpreter().evaluate(program, callText: "f(1)")
    #expect(execution.value == .integer(1))
    #expect(execution.printed == "1!")
    let endless = try Program(parsing: "def f():\n    while True:\n        print('x' * 999)\n")
    #expect(
      Interpreter().evaluate(endless, callText: "f()").error?.kind == .budget(.output))
  }

  /// Each way to keep something from one call to the next.
  @Test(arguments: [
    "n = []\ndef f():\n    n.append(1)\n    return len(n)\n",
    "def f(n=[]):\n    n.append(1)\n    return len(n)\n",
    "class A:\n    n = 0\ndef f():\n    A.n += 1\n    return A.n\n",
    "from functools import lru_cache\nn = 0\n@lru_cache\ndef g(x):\n    global n\n    n += 1\n    return n\ndef f():\n    return g(1)\n",
    "from itertools import count\nc = count(1)\ndef f():\n    return next(c)\n",
    "def g():\n    n = 0\n    while True:\n        n += 1\n        yield n\nh = g()\ndef f():\n    return next(h)\n",
    "def make():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n        return n\n    return g\ng = make()\ndef f():\n    return g()\n",
    "import math\ndef f():\n    try:\n        math.n = 2\n    except AttributeError:\n        pass\n    return 1\n",
    "def f():\n    try:\n        int.n = 2\n    except TypeError:\n        pass\n    return 1\n",
    "def f():\n    def g(k):\n        return 0 if k == 0 else 1 + g(k - 1)\n    g(20)\n    return g(1)\n",
  ])
  func nothingSurvives(code: String) throws {
    let program = try Program(parsing: code)
    var usages: Set<Execution.Usage> = []
    for _ in 0..<3 {
      let execution = Interpreter().call(program, arguments: "")
      #expect(execution.value == .integer(1), "\(code)")
      usages.insert(execution.usage)
    }
    #expect(usages.count == 1, "steps and bytes are those of the first run")
  }

  /// CPython's order under PYTHONHASHSEED=0, in every process and on every thread.
  @Test func hashOrderIsFixed() throws {
    let program = try Program(
      parsing: "def f(s):\n    return list(set(s)), hash(s), list({100, 1000, 33, 65, 1})\n")
    let wanted =
      "([' ', 'd', 'r', 'h', 'o', 'e', 'w', 'l'], -5642461784034726774, [65, 33, 1, 100, 1000])"
    for _ in 0..<3 {
      #expect(Interpreter().call(program, arguments: "'hello world'").value?.repr == wanted)
    }
  }
}

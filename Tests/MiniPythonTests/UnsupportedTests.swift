import Testing

@testable import MiniPython

/// What is missing is refused by name and line: never run as something else.
struct UnsupportedTests {
  @Test(arguments: [
    ("async def g():\n    pass\ndef f():\n    return 1", "async", 1),
    ("def f():\n    return [x async for x in y]", "async comprehension", 2),
    ("def f():\n    await g()", "await", 2),
    ("class A(metaclass=type):\n    pass\ndef f():\n    return 1", "metaclass", 1),
    ("class M(type):\n    pass\ndef f():\n    return 1", "type", 1),
    ("def f():\n    return 1j", "complex number", 2),
    ("def f():\n    return complex(1, 2)", "complex", 2),
    ("def f():\n\n    return bytearray(3)", "bytearray", 3),
    ("def f():\n    return memoryview(b'a')", "memoryview", 2),
    ("\nfrom os import *\ndef f():\n    return 1", "import of os", 2),
    ("import json\ndef f():\n    return 1", "import of json", 1),
    ("def f():\n    from decimal import Decimal\n    return 1", "import of decimal", 2),
    ("def f():\n    return eval('1')", "eval", 2), ("def f():\n    return locals()", "locals", 2),
    ("def f():\n    return type('A', (), {})", "type() with three arguments", 2),
    ("def f():\n    try:\n        pass\n    except* ValueError:\n        pass", "except*", 4),
    ("def f():\n    return [].__reduce_ex__(2)", "__reduce_ex__", 2),
    (
      "from dataclasses import dataclass, field\ndef f():\n    return field(repr=False)",
      "field(repr=...)", 3
    ),
    ("def f():\n    class A: pass\n    A().__dict__['x'] = 1", "__dict__", 3),
    ("def f():\n    class A: pass\n    vars(A()).update(x=1)", "__dict__", 3),
    ("import functools\ndef f():\n    return functools.singledispatch", "singledispatch", 3),
    ("from copy import deepcopy\ndef f():\n    return deepcopy([], {})", "memo", 3),
  ])
  func isNamedWithItsLine(code: String, construct: String, line: Int) throws {
    var message = ""
    var found: Int?
    do throws(SyntaxError) {
      let error = Interpreter().call(try Program(parsing: code), arguments: "").error
      #expect(error?.kind == .unsupported, "\(code)")
      (message, found) = (error?.message ?? "", error?.line)
    } catch {
      (message, found) = (error.message, error.line)
    }
    #expect(message.contains(construct) && message.contains("not supported"), "\(message)")
    #expect(found == line, "\(code)")
  }

  /// A class that defines what CPython would call and this executor would not.
  @Test(arguments: [
    "__del__", "__getattribute__", "__get__", "__set__", "__set_name__", "__class_getitem__",
    "__bytes__", "__reduce__", "__subclasshook__", "__instancecheck__", "__await__",
  ])
  func specialMethodsThatNobodyCalls(name: String) throws {
    let program = try Program(
      parsing: "x = 1\nclass A:\n    def \(name)(self, *a):\n        return 1\ndef f():\n    A()\n"
    )
    let error = Interpreter().call(program, arguments: "").error
    #expect(error?.kind == .unsupported && error?.line == 2)
    #expect(error?.message.contains(name) == true)
  }
}

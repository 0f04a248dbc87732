import Foundation
import Testing

/// Running programs in the embedded executor, one by one and by the line.
@Suite struct ExecutingTests {
  private let proctor: ProctorProgram

  init() throws { proctor = try ProctorProgram(seeded: false) }

  /// A file with the text, in the test's own directory.
  private func file(_ text: String) throws -> String {
    let url = proctor.directory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func aValueIsPrintedAsItsRepr() throws {
    let program = try file("def f(x):\n    print('seen', x)\n    return {'x': x * 2}\n")
    let result = try proctor("execute", program, "--call", "f('a')")
    #expect(result.status == 0)
    #expect(result.output == "{'x': 'aa'}\n")
    #expect(result.errors == "seen a\n")
  }

  @Test(arguments: [
    (
      "def f(x):\n    return 1 // x\n", "f(0)",
      "ZeroDivisionError: integer division or modulo by zero (line 2)"
    ),
    (
      "class E(Exception):\n    pass\ndef f():\n    raise E('a', 1)\n", "f()",
      "E: ('a', 1) (line 4)"
    ),
    ("def f(:\n", "f()", "SyntaxError: "), ("def f():\n    return 1\n", "f(", "SyntaxError: "),
    ("import os\n", "1", "NotSupported: import of os (line 1)"),
    ("def f():\n    while True:\n        pass\n", "f()", "BudgetExceeded: steps (line "),
    ("def f():\n    return f()\n", "f()", "RecursionError: maximum recursion depth exceeded"),
    ("def f():\n    raise ValueError('\\x1b[31mred')\n", "f()", "ValueError: "),
  ])
  func anErrorGoesToStandardError(code: String, call: String, beginning: String) throws {
    let result = try proctor("execute", try file(code), "--call", call)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix(beginning), "\(result.errors)")
    #expect(!result.errors.utf8.contains(0x1B))
    #expect(result.lines.count <= 1)
  }

  @Test func mistakesInTheCommandAreTold() throws {
    for arguments in [
      ["execute"], ["execute", "-"], ["execute", "/nowhere/a.py", "--call", "f()"],
    ] {
      let result = try proctor(arguments: arguments)
      #expect(result.status != 0)
      #expect(result.errors.hasPrefix("Error: "))
    }
  }

  @Test func linesAreAnsweredInOrderWithTheirIds() throws {
    let lines = try file(
      #"""
      {"id": 1.0, "code": "def f(x):\n    return x * 2", "input": "'é\ud83d\ude00'"}
      {"id": {"a": [1, "}"]}, "code": "def f(*a, **k):\n    return a, k", "input": "1, *[2], k=[i for i in 'ab']"}

      not JSON
      {"id": null, "code": "def f(x):\n    return x", "input": "1) or (2"}
      {"id": "x", "code": "def f(x):\n    return x[1]", "input": "[]"}
      {"id": 123456789012345678901234567890, "code": 5, "input": ""}
      {"code": "def f(x):\n    return 'a\\n\"'", "input": "1"} trailing
      {"\u0069d": "named", "code": "def f():\n    return 'a\\n\"'", "input": ""}
      """#)
    let result = try proctor("execute", lines, "--jsonl")
    #expect(result.status == 0)
    #expect(
      result.lines.map(String.init) == [
        #"{"id":1.0,"output":"'é😀é😀'"}"#,
        #"{"id":{"a": [1, "}"]},"output":"((1, 2), {'k': ['a', 'b']})"}"#,
        #"{"id":null,"error":"line 3: not a JSON object"}"#,
        #"{"id":null,"error":"line 4: not a JSON object"}"#,
        #"{"id":null,"error":"SyntaxError: input: this is more than the arguments of one call"}"#,
        #"{"id":"x","error":"IndexError: list index out of range (line 2)"}"#,
        #"{"id":123456789012345678901234567890,"error":"line 7: `code` must be a string"}"#,
        #"{"id":null,"error":"line 8: invalid JSON at byte 58: text after the value"}"#,
        #"{"id":"named","output":"'a\\n\"'"}"#,
      ])
  }

  @Test func everyHostileLineHasItsAnswerInItsPlace() throws {
    let good = #"{"id": 1, "code": "def f(x):\n    return x + 1", "input": "1"}"#
    let long =
      #"{"id": 2, "code": ""# + String(repeating: "x", count: 17 << 20) + #"", "input": ""}"#
    var bytes = Data()
    for line in [
      Data(good.utf8), Data([0xFF, 0xFE, 0x00]), Data(), Data(long.utf8), Data("{".utf8),
      Data(#"{"id": 3, "input": "1"}"#.utf8), Data(#"{"id": 4, "code": "def f(): pass"}"#.utf8),
      Data(#"{"id": 5, "code": "\ud800", "input": ""}"#.utf8), Data("[1]".utf8),
      Data((String(repeating: "[", count: 5000)).utf8),
      Data(#"{"id": 6, "code": "def f():\n    while True: pass", "input": ""}"#.utf8),
      Data(#"{"id": 7, "code": "def f(): return f()", "input": ""}"#.utf8),
      Data(#"{"id": 8, "code": "def f(:", "input": ""}"#.utf8), Data("\r".utf8),
      Data(good.utf8),
    ] {
      bytes += line + [0x0A]
    }
    let path = try file("")
    try bytes.write(to: URL(fileURLWithPath: path))
    let result = try proctor("execute", path, "--jsonl", "--steps", "100000")
    #expect(result.status == 0)
    #expect(
      result.lines.map(String.init) == [
        #"{"id":1,"output":"2"}"#,
        #"{"id":null,"error":"line 2: not UTF-8 text"}"#,
        #"{"id":null,"error":"line 3: not a JSON object"}"#,
        #"{"id":null,"error":"line 4: longer than 16 MiB"}"#,
        #"{"id":null,"error":"line 5: invalid JSON at byte 2: expected a name in quotes"}"#,
        #"{"id":3,"error":"line 6: `code` must be a string"}"#,
        #"{"id":4,"error":"line 7: `input` must be a string"}"#,
        #"{"id":5,"error":"line 8: `code` must be a string"}"#,
        #"{"id":null,"error":"line 9: not a JSON object"}"#,
        #"{"id":null,"error":"line 10: not a JSON object"}"#,
        #"{"id":6,"error":"BudgetExceeded: steps (line 2)"}"#,
        #"{"id":7,"error":"RecursionError: maximum recursion depth exceeded (line 1)"}"#,
        #"{"id":8,"error":"SyntaxError: a bracket was never closed (line 1)"}"#,
        #"{"id":null,"error":"line 14: not a JSON object"}"#,
        #"{"id":1,"output":"2"}"#,
      ])
  }

  /// The first problems of CRUXEval, and enough lines that several threads take part.
  @Test func problemsOfCruxEvalGiveTheirOutputs() throws {
    let problems: [(code: String, input: String, output: String)] = [
      (
        "def f(text):\n    new_text = list(text)\n    for i in '+':\n        if i in new_text:\n            new_text.remove(i)\n    return ''.join(new_text)",
        "'hbtofdeiequ'", "'hbtofdeiequ'"
      ),
      (
        "def f(text, value):\n    text_list = list(text)\n    text_list.append(value)\n    return ''.join(text_list)",
        "'bcksrut', 'q'", "'bcksrutq'"
      ),
      (
        "def f(dic):\n    for k,v in sorted(dic.items(), key=lambda x: len(str(x)))[:-1]:\n        dic.pop(k)\n    return list(dic.items())",
        "{'11': 52, '65': 34, 'a': 12, '4': 52, '74': 31}", "[('74', 31)]"
      ),
    ]
    var text = ""
    for number in 0..<3000 {
      let problem = problems[number % problems.count]
      let row = ["id": String(number), "code": problem.code, "input": problem.input]
      text += String(decoding: try JSONEncoder().encode(row), as: UTF8.self) + "\n"
    }
    let result = try proctor("execute", try file(text), "--jsonl", "--threads", "3")
    let answers = try result.lines.map {
      try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
    #expect(answers.count == 3000)
    for (number, answer) in answers.enumerated() {
      let output = problems[number % problems.count].output
      guard answer == ["id": String(number), "output": output] else {
        Issue.record("line \(number): \(answer)")
        return
      }
    }
  }
}

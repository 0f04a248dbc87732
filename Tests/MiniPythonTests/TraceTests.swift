import Testing

@testable import MiniPython

struct TraceTests {
  @Test func everyEventIsRecordedInOrder() throws {
    let program = try Program(
      parsing: """
        def f(x):
            xs = []
            for i in range(2):
                xs.append(i)
            xs[0] = x
            if x > 1:
                x += 1
            return xs

        """)
    let execution = Interpreter().call(program, arguments: "5", recordsTrace: true)
    let expected: [(Int, TraceEntry.Event)] = [
      (2, .assigned(targets: [.init(name: "xs", repr: "[]")])),
      (3, .iteration(target: "i", repr: "0")),
      (4, .expression(repr: "None", receiver: .init(name: "xs", repr: "[0]"))),
      (3, .iteration(target: "i", repr: "1")),
      (4, .expression(repr: "None", receiver: .init(name: "xs", repr: "[0, 1]"))),
      (3, .loopEnded),
      (
        5,
        .assigned(targets: [
          .init(name: "xs[0]", repr: "5"), .init(name: "xs", repr: "[5, 1]"),
        ])
      ),
      (6, .condition(true)),
      (7, .assigned(targets: [.init(name: "x", repr: "6")])),
      (8, .returned(repr: "[5, 1]")),
    ]
    #expect(execution.trace == expected.map { TraceEntry(line: $0.0, depth: 1, event: $0.1) })
  }

  @Test func recordingChangesNoStep() throws {
    let program = try Program(parsing: "def f(n):\n    return sum(i for i in range(n))\n")
    let plain = Interpreter().call(program, arguments: "9")
    let traced = Interpreter().call(program, arguments: "9", recordsTrace: true)
    #expect(plain.trace.isEmpty)
    #expect(plain.value == traced.value)
  }
}

import Foundation
import Testing

@testable import MiniPython

/// Random and mutated texts never trap or overrun; seeded, so that a failure repeats.
struct FuzzTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let interpreter = Interpreter(
    budget: Budget(steps: 2000, allocation: 1 << 20, outputLength: 2000))

  private func attempt(_ text: String, _ arguments: String) {
    _ = try? Literal.parse(text)
    guard let program = try? Program(parsing: text) else { return }
    let execution = Self.interpreter.call(program, arguments: arguments, recordsTrace: true)
    #expect(execution.usage.steps <= 2_000 + 1_000_000)
    if case .unsupported = execution.error?.kind {
      #expect(execution.error?.message.hasPrefix("not supported") == true)
    }
    _ = program.canonicalForm
  }

  @Test func randomBytesDoNotTrap() {
    var generator = Generator(state: 1)
    let pieces =
      Array("()[]{}:,.'\"\\\n\t #=+-*/%&|^~<>!@;0123456789abefxjn_é\u{0}🎈").map(String.init)
      + ["def f(", "if ", "for ", " in ", "lambda ", "f'", "else", "not ", "return ", "    ", "x"]
    for _ in 0..<1500 {
      let count = Int.random(in: 0..<40, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      attempt(text, "")
    }
  }

  @Test func mutatedProgramsDoNotTrap() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "recordings", withExtension: "jsonl", subdirectory: "Recordings"))
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
    var generator = Generator(state: 2)
    let tokens = [
      "0", "-1", "9223372036854775807", "-9223372036854775808", "1e308", "''", "[]", "None", "a",
      "b", "xs", "s", "d", "n", "{}", "set()", "True", "(1,)", "10**30", "range(9)", "len", "str",
    ]
    for round in 0..<1200 {
      let row = rows[round % rows.count]
      var words = (row["code"] ?? "").split(
        separator: " ", omittingEmptySubsequences: false
      ).map(String.init)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<words.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: words[place] = tokens.randomElement(using: &generator) ?? ""
        case 1: words.swapAt(place, Int.random(in: 0..<words.count, using: &generator))
        default: words[place] = String(words[place].dropLast())
        }
      }
      attempt(words.joined(separator: " "), row["arguments"] ?? "")
    }
  }
}

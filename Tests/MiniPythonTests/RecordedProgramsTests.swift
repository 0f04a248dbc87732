import Foundation
import Testing

@testable import MiniPython

/// What CPython 3.11 made of the corpus and of random programs; see `Recordings/record.py`.
struct RecordedProgramsTests {
  private struct Row: Decodable {
    let code: String
    let arguments: String
    let `repr`: String?
    let error: String?
    let message: String?
  }

  private static func rows() throws -> [Row] {
    let url = try #require(
      Bundle.module.url(
        forResource: "recordings", withExtension: "jsonl", subdirectory: "Recordings"))
    let text = try String(contentsOf: url, encoding: .utf8)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Row.self, from: Data($0.utf8))
    }
  }

  @Test func everyRecordedProgramGivesWhatCPythonGave() throws {
    let rows = try Self.rows()
    #expect(rows.count >= 400)
    for row in rows {
      let program = try Program(parsing: row.code)
      let execution = Interpreter().call(program, arguments: row.arguments)
      let got = execution.value?.repr ?? execution.error?.kindName ?? ""
      #expect(
        got == row.repr ?? row.error,
        "f(\(row.arguments)) of\n\(row.code)\(execution.error?.message ?? "")")
    }
  }

  /// Random programs over every method, statement and module; see `Recordings/programs.py`.
  @Test func everyRandomProgramGivesWhatCPythonGave() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "programs", withExtension: "jsonl", subdirectory: "Recordings"))
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    let head = try JSONDecoder().decode([String: String].self, from: Data(lines[0].utf8))
    let prelude = try #require(head["prelude"])
    var unsupported = 0
    for line in lines.dropFirst() {
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      let got: String
      do throws(SyntaxError) {
        let execution = Interpreter().evaluate(
          try Program(parsing: prelude + row.code), callText: "f(\(row.arguments))")
        switch execution.error?.kind {
        case .unsupported, .budget:
          unsupported += 1
          continue
        default: break
        }
        got = execution.value?.repr ?? execution.error?.kindName ?? ""
      } catch { got = "SyntaxError" }
      #expect(got == row.repr ?? row.error, "f(\(row.arguments)) of\n\(row.code)")
    }
    #expect(lines.count > 300)
    #expect(unsupported <= lines.count / 50)
  }

  /// The canonical spelling is a program that does the same.
  @Test func unparsedProgramsParseToTheSameSpelling() throws {
    for row in try Self.rows() {
      let spelling = try Program(parsing: row.code).unparsed
      #expect(try Program(parsing: spelling).unparsed == spelling)
      let execution = Interpreter().call(
        try Program(parsing: spelling), arguments: row.arguments)
      let got = execution.value?.repr ?? execution.error?.kindName ?? ""
      #expect(got == row.repr ?? row.error, "\(spelling)")
    }
  }
}

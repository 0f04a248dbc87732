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
      let program = try Program(parsing: row.code, dialect: .full)
      let execution = Interpreter().call(program, arguments: row.arguments)
      let got = execution.value?.repr ?? execution.error?.kindName ?? ""
      #expect(
        got == row.repr ?? row.error,
        "f(\(row.arguments)) of\n\(row.code)\(execution.error?.message ?? "")")
    }
  }

  /// The canonical spelling is a program that does the same.
  @Test func unparsedProgramsParseToTheSameSpelling() throws {
    for row in try Self.rows() {
      let spelling = try Program(parsing: row.code, dialect: .full).unparsed
      #expect(try Program(parsing: spelling, dialect: .full).unparsed == spelling)
      let execution = Interpreter().call(
        try Program(parsing: spelling, dialect: .full), arguments: row.arguments)
      let got = execution.value?.repr ?? execution.error?.kindName ?? ""
      #expect(got == row.repr ?? row.error, "\(spelling)")
    }
  }
}

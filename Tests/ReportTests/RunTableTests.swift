import Core
import Foundation
import Testing

@testable import Report

@Suite struct RunTableTests {
  private func csv(_ table: RunTable, _ run: SampleRun) throws -> String {
    var text = ""
    try table.write(run.reader) { text += $0 }
    return text
  }

  /// Reads comma-separated values as RFC 4180 has them.
  private func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var field = ""
    var quoted = false
    var characters = text.unicodeScalars.makeIterator()
    var next = characters.next()
    while let scalar = next {
      next = characters.next()
      if quoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
          continue
        }
        if next == "\"" {
          field.append("\"")
          next = characters.next()
        } else {
          quoted = false
        }
        continue
      }
      switch scalar {
      case "\"": quoted = true
      case ",":
        rows[rows.count - 1].append(field)
        field = ""
      case "\n":
        rows[rows.count - 1].append(field)
        field = ""
        rows.append([])
      default: field.unicodeScalars.append(scalar)
      }
    }
    return Array(rows.dropLast())
  }

  @Test(arguments: RunTable.allCases)
  func everyRowHasEveryColumn(table: RunTable) throws {
    let rows = try parse(csv(table, SampleRun(foreign: "a,\"b\"\nc\r\nd, \u{1B} é")))
    #expect(rows[0] == table.columns.map(\.name))
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows.count > 1 || table == .checkpoints || table == .updates)
  }

  @Test func valuesAreThoseOfTheEvents() throws {
    let run = try SampleRun(foreign: "say \"x\", y")
    func row(_ table: RunTable, _ index: Int = 1) throws -> [String: String] {
      let rows = try parse(csv(table, run))
      return Dictionary(uniqueKeysWithValues: zip(rows[0], rows[index]))
    }
    let task = try row(.tasks)
    #expect(task["seq"] == "2" && task["step"] == "1" && task["time"] == "1002.0")
    #expect(task["program"] == "say \"x\", y" && task["outcome"] == "vetoed")
    let rollout = try row(.rollouts, 2)
    #expect(rollout["correct"] == "true" && rollout["reward"] == "1" || rollout["reward"] == "1.0")
    #expect(rollout["refill"] == "false")
    let flag = try row(.flags)
    #expect(flag["verdict"] == "confirm" && flag["start"] == "0" && flag["id"] == "1")
    #expect(try row(.flags, 2)["verdict"] == "")
    #expect(try row(.cells, 6)["role"] == "solver")
    #expect(try row(.revisions)["number"] == "1")
    #expect(try row(.verdicts)["propensity"] == "0.5")
  }

  @Test(arguments: ["=1+1", "+cmd", "@x", "-a"])
  func formulasAreDisarmed(text: String) {
    #expect(CSVText.line([text]) == "'\(text)\n")
  }

  @Test func plainFieldsStayPlain() {
    #expect(CSVText.line(["-1.5", "a", nil, ""]) == "-1.5,a,,\"\"\n")
  }
}

import Core
import Report

/// A comparison as tables of plain text.
struct ComparisonText {
  private let comparison: RunComparison
  private let lines: Int
  private let shared: Int

  private static let side = 48

  init(_ comparison: RunComparison, lines: Int, shared: Int) {
    self.comparison = comparison
    self.lines = lines
    self.shared = shared
  }

  var text: String {
    get throws {
      try ([title] + curves + settings + revisions() + sides).joined(separator: "\n")
    }
  }

  private var names: (String, String) {
    (comparison.first.identity.name.printable, comparison.second.identity.name.printable)
  }

  private var title: String { "A = \(names.0), B = \(names.1)" }

  private var curves: [String] {
    Curve.Group.allCases.flatMap { group in
      comparison.pairs(group).flatMap { pair -> [String] in
        let rows = RunComparison.rows(pair.first, pair.second, count: lines)
        guard !rows.isEmpty else { return [] }
        let name = pair.name == group.rawValue ? "" : ", \(pair.name)"
        let heading =
          comparison.alignment.title.uppercased().column(14) + "A".column(10) + "B".column(10)
          + "B - A"
        return ["", group.rawValue + name, heading] + rows.map(line)
      }
    }
  }

  private func line(_ row: RunComparison.Row) -> String {
    func cell(_ value: Double?) -> String { (value?.asShare ?? "-").column(10) }
    let change = row.first.flatMap { first in row.second.map { $0 - first } }
    let sign = (change ?? 0) > 0 ? "+" : ""
    let isWhole = row.x == row.x.rounded() || row.x >= 100
    let place = isWhole ? "\(Int(row.x.rounded()))" : row.x.asShare
    return place.column(14) + cell(row.first) + cell(row.second)
      + (change.map { sign + $0.asShare } ?? "-")
  }

  private var settings: [String] {
    guard !comparison.settings.isEmpty else { return ["", "Settings: the same"] }
    return ["", "Settings that differ"]
      + comparison.settings.map {
        "  \($0.name.printable): \(($0.first ?? "-").printable) | \(($0.second ?? "-").printable)"
      }
  }

  private func revisions() throws -> [String] {
    let differences = try comparison.revisionDifferences()
    guard !differences.isEmpty else { return ["", "Constraint revisions: the same"] }
    return ["", "Constraint revisions that differ"]
      + differences.map { number, change in
        "  revision \(number), \(change.field): \(change.before.printable) | "
          + change.after.printable
      }
  }

  private var sides: [String] {
    ["", "Tasks that both runs solved: \(shared)"]
      + comparison.tasks.flatMap { task -> [String] in
        let program = task.program.split(separator: "\n").map { "  " + String($0).printable }
        let heads = [task.first, task.second].map { side in
          "\(side.rollouts.count { $0.correct }) of \(side.rollouts.count) correct"
        }
        return ["", "Task \(task.task.rawValue.printable), input \(task.input.printable)"] + program
          + [("A: " + heads[0]).column(Self.side) + "| B: " + heads[1]]
          + columns(task.first.rollouts.first, task.second.rollouts.first)
      }
  }

  /// The first chain of each run in two columns.
  private func columns(_ left: RolloutFinished?, _ right: RolloutFinished?) -> [String] {
    func rows(_ rollout: RolloutFinished?) -> [String] {
      guard let rollout else { return [] }
      let text =
        "\(rollout.correct ? "correct" : "wrong"): \(rollout.answer ?? "(malformed)")\n"
        + rollout.chain
      let safe = DisplayText(text)
      return safe.rows(columns: Self.side).map { range in
        safe.elements[range].reduce(into: "") { $0.unicodeScalars.append($1.scalar) }
      }
    }
    let (left, right) = (rows(left), rows(right))
    return (0..<max(left.count, right.count)).prefix(60).map { index in
      (index < left.count ? left[index] : "").column(Self.side) + "| "
        + (index < right.count ? right[index] : "")
    }
  }
}

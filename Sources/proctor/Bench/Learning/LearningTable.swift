import Core
import Foundation

/// The summaries as text.
struct LearningTable {
  var summaries: [LearningSummary]

  func print() {
    line([
      "ARM", "SEEDS", "HARDER SAMPLED", "HARDER GREEDY", "FAMILIAR SAMPLED", "FAMILIAR GREEDY",
      "LINES", "UNIQUE", "SECONDS",
    ])
    for summary in summaries {
      line([
        summary.arm.rawValue, "\(summary.seeds)", text(summary.sampled), text(summary.greedy),
        text(summary.familiarSampled), text(summary.familiarGreedy), ends(summary.lines, digits: 2),
        ends(summary.unique, digits: 2), "\(Int(summary.seconds.rounded()))",
      ])
    }
    Swift.print("\nBy task type, on the harder set:")
    for summary in summaries {
      for type in TaskType.allCases {
        guard let sampled = summary.sampledByType[type], let greedy = summary.greedyByType[type]
        else { continue }
        line([summary.arm.rawValue, "", text(sampled), text(greedy), type.rawValue])
      }
    }
  }

  private func line(_ cells: [String]) {
    let widths = [15, 5, 24, 24, 24, 24, 12, 12, 7]
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(0, width - cell.count))
    }
    var text = padded.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    Swift.print(text)
  }

  /// A gain in points: `+12.5 [+9.1, +15.9]`.
  private func text(_ gain: LearningSummary.Gain) -> String {
    guard gain.low.isFinite else { return points(gain.mean) }
    return "\(points(gain.mean)) [\(points(gain.low)), \(points(gain.high))]"
  }

  private func points(_ share: Double) -> String {
    let text = (share * 100).formatted(.number.precision(.fractionLength(1)))
    return share >= 0 ? "+" + text : text
  }

  private func ends(_ values: [Double], digits: Int) -> String {
    values.map { $0.formatted(.number.precision(.fractionLength(digits))) }
      .joined(separator: " > ")
  }
}

import Dashboard
import Journal
import Report

/// Answers, in plain lines, what is asked about the runs of this machine.
enum RunQuestions {
  /// Lines of each table, and tasks side by side.
  private static let (lines, tasks) = (12, 2)

  static func answer(_ question: PlainConsole.Question) -> [String] {
    do {
      switch question {
      case .runs: return Runs.lines
      case .compare(let first, let second, let by):
        guard let alignment = Alignment(rawValue: by) else {
          throw CommandError(message: "runs are compared by step, tokens or time")
        }
        let runs = try ComparedRuns(
          RunDirectory.resolve(first, under: Place.runs),
          RunDirectory.resolve(second, under: Place.runs))
        let comparison = try runs.comparison(by: alignment, tasks: tasks)
        let text = ComparisonText(comparison, lines: lines, shared: try runs.shared.count)
        return try text.text.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
      }
    } catch {
      return ["cannot: " + "\(error)".printable]
    }
  }
}

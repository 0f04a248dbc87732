import ArgumentParser
import Core
import Foundation
import Journal
import Report

/// `proctor compare`: two runs beside each other.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs: curves, settings, revisions, and the same tasks.",
    discussion: """
      Curves are aligned by step, by tokens sampled or by seconds; where there are more points than \
      lines, a line holds the means since the line before. Of tasks that both runs solved, the \
      chains of thought are shown side by side.
      """)

  @Argument(help: "The first run.")
  var first: String

  @Argument(help: "The second run.")
  var second: String

  @Option(
    help: "What the curves are aligned by: step, tokens or time.",
    transform: { text in
      guard let alignment = Alignment(rawValue: text) else {
        throw ValidationError("--by takes step, tokens or time")
      }
      return alignment
    })
  var by = Alignment.step

  @Option(help: "Lines of each table.")
  var lines = 12

  @Option(help: "Tasks that are shown side by side.")
  var tasks = 2

  @Option(help: "A task to show side by side, by its id.")
  var task: String?

  @Option(help: "Write a page with charts to this file, too.")
  var html: String?

  func run() throws {
    signal(SIGPIPE, SIG_DFL)
    let directories = try [first, second].map { try RunDirectory.resolve($0, under: Place.runs) }
    let runs = try ComparedRuns(directories[0], directories[1])
    let reading = ProgressLine("read", unit: "events")
    let comparison = try runs.comparison(
      by: by, tasks: tasks, task: task.map(TaskID.init(rawValue:))
    ) { reading.count($0) }
    reading.finish()
    let shared = try runs.shared.count
    print(try ComparisonText(comparison, lines: max(2, lines), shared: shared).text)
    if let html { try writeFile(try comparison.page().html, to: html) }
  }
}

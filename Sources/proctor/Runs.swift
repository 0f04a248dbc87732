import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor runs`: a line a run.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the runs.")

  func run() throws { for line in Self.lines { print(line) } }

  /// The table of runs.
  static var lines: [String] {
    let runs = RunDirectory.all(under: Place.runs)
    if runs.isEmpty { return ["No runs yet under \(Place.runs). 'proctor run' starts one."] }
    return ["RUN        STATE        STEPS  CHECKPOINT  EVENTS    SEED      STARTED"]
      + runs.map { directory in
        do throws(JournalError) {
          return line(try directory.summary())
        } catch {
          return "\(directory.name)  cannot be read: \(error.message)"
        }
      }
  }

  private static func line(_ summary: RunSummary) -> String {
    let started = summary.started.map {
      Date(timeIntervalSince1970: $0).formatted(.iso8601.dateTimeSeparator(.space))
    }
    let cells: [(String, Int)] = [
      (summary.identity.name, 11), (word(summary.state), 13), (String(summary.steps), 7),
      (summary.checkpoint.map(String.init) ?? "-", 12), (String(summary.events), 10),
      (String(summary.identity.seed), 10), (started ?? "-", 0),
    ]
    return cells.map { text, width in
      text + String(repeating: " ", count: max(width == 0 ? 0 : 1, width - text.count))
    }.joined()
  }

  private static func word(_ state: RunSummary.State) -> String {
    switch state {
    case .running: "running"
    case .paused: "paused"
    case .interrupted: "interrupted"
    case .stopped(let reason): reason.word
    }
  }
}

import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor export`: a run's journal, one JSON object a line.
struct Export: ParsableCommand {
  /// The forms that a journal can be exported in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl
  }

  static let configuration = CommandConfiguration(
    abstract: "Print a run's journal.",
    discussion: """
      One object a line: seq (counted from 1, without gaps), time (seconds since 1970), step, kind, \
      and the event's own fields.
      """)

  @Argument(
    help: ArgumentHelp(
      "The run: its name, a unique beginning, its path, or 'latest'.", valueName: "run"))
  var source: String

  @Option(help: "The form of the output.")
  var format = Format.jsonl

  func run() throws {
    signal(SIGPIPE, SIG_DFL)
    let directory = try RunDirectory.resolve(source, under: Place.runs)
    try JournalReader(path: directory.journalPath).exportJSONLines(to: STDOUT_FILENO)
  }
}

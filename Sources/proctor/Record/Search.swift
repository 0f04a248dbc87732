import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor search`: full-text search over tasks, chains of thought, flags and alarms.
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search a run's tasks, chains of thought, flags and alarms.",
    discussion: """
      Words are found in any case, the last one from its beginning on; "two words" in double quotes \
      side by side; a word with - before it must not occur; task:, chain: or flag: before a word \
      looks only there. Hidden characters and look-alike letters hide nothing. The newest come \
      first. The index beside the journal is filled while the run goes on, and completed here.
      """)

  @OptionGroup var argument: RunArgument

  @Argument(help: "What to search for; in one pair of quotes if a word begins with -.")
  var text: [String] = []

  @ArgumentParser.Flag(
    help: "Print one JSON object a line: seq, step, kind, task, rollout, field, excerpt.")
  var json = false

  @Option(help: "How many events at most.")
  var limit = 50

  mutating func run() throws {
    signal(SIGPIPE, SIG_DFL)
    let directory = try argument.directory()
    let reader = try JournalReader(path: directory.journalPath)
    let index = try open(directory, reader)
    let progress = ProgressLine("index", unit: "events")
    try index.catchUp { done, total in
      progress.show(done, of: total)
      return true
    }
    progress.finish()
    let hits = try index.hits(SearchQuery(text.joined(separator: " ")), limit: max(1, limit))
    for hit in hits { print(try json ? OrderedJSONEncoder().string(hit) : line(hit)) }
    if hits.isEmpty { throw ExitCode(1) }
    if hits.count == limit, !json { tell("The newest \(limit); more with --limit.") }
  }

  /// Where nothing may be written the index lasts as long as the search.
  private func open(_ directory: RunDirectory, _ reader: JournalReader) throws -> SearchIndex {
    let mayWrite = FileManager.default.isWritableFile(atPath: directory.path)
    return try SearchIndex(path: mayWrite ? directory.searchPath : nil, of: reader)
  }

  private func line(_ hit: SearchHit) -> String {
    let place = "\(hit.seq) step \(hit.step) \(hit.kind) \(hit.task?.rawValue.printable ?? "-")"
    let rollout = hit.rollout.map { " rollout \($0)" } ?? ""
    return "\(place)\(rollout) \(hit.field): \(hit.excerpt.printable)"
  }
}

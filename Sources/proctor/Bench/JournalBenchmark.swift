import Core
import Foundation
import Journal
import RunSession

/// The journal: appending in batches, opening, reading on, and searching.
enum JournalBenchmark {
  private static let count = 1_000_000

  static func run(_ report: (BenchRow) -> Void) throws {
    try TemporaryFolder.with { folder in
      let directory = RunDirectory(path: folder + "/run")
      try directory.create()
      try measureAppending(directory.journalPath, report)
      try measureReading(directory, report)
      try measureDurability(folder + "/durable.sqlite", report)
    }
  }

  private static func measureAppending(_ path: String, _ report: (BenchRow) -> Void) throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append([SampleEvents.start])
    var next = 0
    var times: [Elapsed] = []
    let (batch, chunk) = (100, 20_000)
    while next < count {
      let events = (next..<next + chunk).map(SampleEvents.event)
      next += chunk
      times.append(
        try Stopwatch.time {
          for start in stride(from: 0, to: chunk, by: batch) {
            try writer.append(Array(events[start..<start + batch]))
          }
        })
    }
    try writer.close()
    report(
      BenchRow(
        "journal.append", "events, half of about 1 kB, chained, \(batch) a transaction",
        Double(chunk) / Stopwatch.median(times).processor, "events/s", repetitions: times.count))
  }

  /// How long one verdict takes to be on the disk.
  private static func measureDurability(_ path: String, _ report: (BenchRow) -> Void) throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append([SampleEvents.start])
    let times = try (0..<25).map { index in
      try Stopwatch.time { try writer.append([SampleEvents.event(index)], durably: true) }
    }
    try writer.close()
    report(
      BenchRow(
        "journal.durable", "one event, on the disk when it returns",
        1e3 * Stopwatch.median(times).wall, "ms", .wall, repetitions: times.count))
  }

  private static func measureReading(
    _ directory: RunDirectory, _ report: (BenchRow) -> Void
  ) throws {
    let opening = try Stopwatch.median(of: 5) {
      _ = try RunHistory(directory).eventsForDashboard()
    }
    let what = "a run of \(count) events"
    report(
      BenchRow(
        "journal.open", "\(what): all that the dashboard begins with", 1e3 * opening.wall, "ms",
        .wall, repetitions: 5))
    let reader = try JournalReader(path: directory.journalPath)
    let task = try Stopwatch.median(of: 9) {
      _ = try reader.events(about: SampleEvents.id(count / 8))
    }
    report(
      BenchRow(
        "journal.task", "\(what): all events about a task", 1e3 * task.wall, "ms", .wall,
        repetitions: 9))
    let verifying = try Stopwatch.time { _ = try reader.verify() }
    report(
      BenchRow(
        "journal.verify", "\(what), against its hash chain",
        Double(count) / verifying.processor, "events/s", repetitions: 1))
    let index = try SearchIndex(path: directory.searchPath, of: reader)
    let filling = try Stopwatch.time { try index.catchUp() }
    report(
      BenchRow(
        "journal.index", "\(what), indexed for search", Double(count) / filling.processor,
        "events/s", repetitions: 1))
    for (name, text) in [
      ("a word of one of them", SampleEvents.word(count / 8)),
      ("two words of every other one", "return y"),
    ] {
      let searching = try Stopwatch.median(of: 9) {
        _ = try index.hits(SearchQuery(text), limit: 50)
      }
      report(
        BenchRow(
          "journal.search", "\(what): \(name)", 1e3 * searching.wall, "ms", .wall,
          repetitions: 9))
    }
  }

  private static let identity = RunIdentity(
    name: "bench", seed: 1, preset: "fixed", version: Version.current, created: 1_800_000_000)
}

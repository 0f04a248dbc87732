import Core
import Dashboard
import Foundation
import Journal
import Report
import RunSession
import Terminal

/// Reads the runs of this machine for the Runs view.
enum RunCatalog {
  /// Steps of a curve that are handed over; a longer run is thinned out.
  private static let curveLimit = 2_000

  /// Reads all runs on a thread of its own and leaves them in the mailbox.
  static func list(into mailbox: EventMailbox) {
    onThread("runs") {
      let runs = RunDirectory.all(under: Place.runs).map(listing)
      mailbox.post(runs: runs.sorted { ($0.started ?? 0) > ($1.started ?? 0) })
    }
  }

  private static func listing(_ directory: RunDirectory) -> RunListing {
    do {
      let summary = try directory.summary()
      let reader = try JournalReader(path: directory.journalPath)
      let points = try curve(reader)
      let every = max(1, (points.count + curveLimit - 1) / curveLimit)
      let thinned = points.enumerated().filter { $0.offset % every == 0 }.map(\.element)
      return RunListing(
        path: directory.path, name: directory.name, state: word(summary.state),
        steps: summary.steps, checkpoint: summary.checkpoint, events: Int(summary.events),
        seed: summary.identity.seed, started: summary.started, bytes: bytes(of: directory.path),
        settings: settings(directory, summary), evaluations: try reader.evaluations(),
        curve: thinned)
    } catch {
      return RunListing(path: directory.path, name: directory.name, fault: "\(error)")
    }
  }

  /// The steps, as they were done last.
  private static func curve(_ reader: JournalReader) throws -> [RunListing.Point] {
    let events = try reader.events(of: .stepFinished) + reader.events(of: .runResumed)
    var points: [RunListing.Point] = []
    var began: Double?
    for event in events.sorted(by: { $0.seq < $1.seq }) {
      switch event.body {
      case .runResumed(let resumed): points.removeAll { $0.step > resumed.checkpoint }
      case .stepFinished(let step):
        began = began ?? event.time
        points.append(
          RunListing.Point(
            step: event.step, tokens: (points.last?.tokens ?? 0) + step.sampledTokens,
            seconds: event.time - (began ?? event.time), solveRate: step.solveRate,
            learnability: step.learnability, entropy: step.entropy))
      default: break
      }
    }
    return points
  }

  /// Tasks whose chains are laid side by side.
  private static let tasksCompared = 12

  /// Compares two runs on a thread of its own and leaves the result in the mailbox.
  static func compare(_ first: String, _ second: String, into mailbox: EventMailbox) {
    onThread("compare") {
      let directories = [first, second].map { RunDirectory(path: $0) }
      do {
        mailbox.post(comparison: try pair(directories))
      } catch {
        var pair = RunPair(paths: [first, second], names: directories.map(\.name))
        pair.fault = "\(error)"
        mailbox.post(comparison: pair)
      }
    }
  }

  private static func pair(_ directories: [RunDirectory]) throws -> RunPair {
    let sources = try ComparedRuns(directories[0], directories[1])
    let comparison = try sources.comparison(by: .step, tasks: tasksCompared)
    var pair = RunPair(paths: directories.map(\.path), names: directories.map(\.name))
    pair.settings = comparison.settings.map {
      RunPair.Difference(name: $0.name, first: $0.first, second: $0.second)
    }
    pair.revisions = try comparison.revisionDifferences().map { number, change in
      RunPair.Difference(
        name: "R\(number) \(change.field)", first: change.before, second: change.after)
    }
    pair.sharedCount = try sources.shared.count
    pair.tasks = comparison.tasks.map { task in
      RunPair.Task(
        id: task.task.rawValue, program: task.program, input: task.input,
        first: RunPair.Answers(task.first), second: RunPair.Answers(task.second))
    }
    return pair
  }

  private static func settings(
    _ directory: RunDirectory, _ summary: RunSummary
  ) -> [RunListing.Setting] {
    var settings = [
      RunListing.Setting(name: "state", value: word(summary.state)),
      RunListing.Setting(name: "seed", value: "\(summary.identity.seed)"),
      RunListing.Setting(name: "preset", value: summary.identity.preset),
      RunListing.Setting(name: "model", value: summary.model ?? "-"),
      RunListing.Setting(name: "version", value: summary.identity.version),
    ]
    if let configuration = try? RunConfiguration(in: directory) {
      settings.append(.init(name: "review policy", value: configuration.policy.title))
      settings.append(
        .init(name: "held-out every", value: "\(configuration.evaluationInterval) steps"))
      for override in configuration.overrides ?? [] {
        settings.append(.init(name: override.key, value: override.value))
      }
    }
    return settings
  }

  private static func word(_ state: RunSummary.State) -> String {
    switch state {
    case .running: "running"
    case .paused: "paused"
    case .interrupted: "interrupted"
    case .stopped(let reason): reason.word
    }
  }

  /// The size of all files of a folder.
  private static func bytes(of path: String) -> Int {
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: path), includingPropertiesForKeys: [.fileSizeKey])
    var bytes = 0
    for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
      bytes += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }
    return bytes
  }
}

extension RunPair.Answers {
  fileprivate init(_ side: TaskComparison.Side) {
    let shown = side.rollouts.first
    self.init(
      correct: side.rollouts.count { $0.correct }, count: side.rollouts.count,
      answer: shown.map { $0.answer ?? "(malformed)" } ?? "", chain: shown?.chain ?? "")
  }
}

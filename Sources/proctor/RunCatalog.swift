import Core
import Dashboard
import Foundation
import Journal
import RunSession
import Terminal

/// Reads the runs of this machine for the Runs view.
enum RunCatalog {
  /// Steps of a curve that are handed over; a longer run is thinned out.
  private static let curveLimit = 2_000

  /// Reads all runs on a thread of its own and leaves them in the mailbox.
  static func list(into mailbox: EventMailbox) {
    let thread = Thread {
      let runs = RunDirectory.all(under: Place.runs).map(listing)
      mailbox.post(runs: runs.sorted { ($0.started ?? 0) > ($1.started ?? 0) })
    }
    thread.name = "runs"
    thread.start()
  }

  private static func listing(_ directory: RunDirectory) -> RunListing {
    do {
      let summary = try directory.summary()
      let reader = try JournalReader(path: directory.journalPath)
      let points = try reader.events(of: .stepFinished).compactMap { event -> RunListing.Point? in
        guard case .stepFinished(let step) = event.body else { return nil }
        return RunListing.Point(
          step: event.step, solveRate: step.solveRate, learnability: step.learnability,
          entropy: step.entropy)
      }
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

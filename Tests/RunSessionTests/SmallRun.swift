import Core
import Foundation
import Journal
import SelfPlay
import Synchronization

@testable import RunSession

/// A run of the embedded model, small enough for a test, in a folder of its own.
struct SmallRun {
  let root: String
  var directory: RunDirectory { RunDirectory(path: root + "/run") }

  init() {
    root = NSTemporaryDirectory() + "proctor-test-" + UUID().uuidString
  }

  /// Three proposals of each type and three rollouts a task.
  static func configuration(seed: UInt64 = 7, steps: Int?) -> RunConfiguration {
    var settings = SelfPlaySettings()
    settings.batch = 9
    settings.rollouts = 3
    settings.seedFactor = 2
    settings.longestProposal = 64
    settings.longestSolution = 64
    settings.checkpointInterval = 2
    return RunConfiguration(
      seed: seed, settings: settings, stepLimit: steps, evaluationInterval: 0)
  }

  func start(_ configuration: RunConfiguration, threads: Int = 1) throws -> RunStart {
    try directory.create()
    return try RunStart.new(
      in: directory, configuration: configuration, version: "test", threads: threads)
  }

  /// Runs to the end.
  @discardableResult
  func run(_ configuration: RunConfiguration, threads: Int = 1) throws -> RunSession.Outcome {
    let start = try start(configuration, threads: threads)
    return RunSession(start: start, showsText: false, observers: []).wait()
  }

  /// Everything in the journal.
  func events() throws -> [RunEvent] {
    try JournalReader(path: directory.journalPath).events(limit: .max)
  }

  /// The bodies without what may differ between equal runs: the folder's name and the thread count.
  func bodies() throws -> [RunEvent.Body] {
    try events().filter { $0.kind != .runStarted && $0.kind != .runResumed }.map(\.body)
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }
}

/// Drives a session by its own events: each is looked at on the journal's thread, and may be
/// answered by commands.
final class Script: Sendable {
  private let react: @Sendable (RunEvent, @Sendable (RunCommand.Action) -> Void) -> Void
  private let session = Mutex<RunSession?>(nil)
  private let early = Mutex<[RunCommand]>([])

  init(
    _ react: @escaping @Sendable (RunEvent, @Sendable (RunCommand.Action) -> Void) -> Void
  ) {
    self.react = react
  }

  func run(_ start: RunStart) throws -> RunSession.Outcome {
    let session = RunSession(start: start, showsText: false, observers: [{ self.look($0) }])
    let waiting = early.withLock { early in
      self.session.withLock { $0 = session }
      return early
    }
    for command in waiting { session.send(command) }
    return session.wait()
  }

  private func look(_ events: [RunEvent]) {
    for event in events {
      react(event) { action in
        let command = RunCommand(by: "tester", action: action)
        let session = early.withLock { early -> RunSession? in
          let session = self.session.withLock { $0 }
          if session == nil { early.append(command) }
          return session
        }
        session?.send(command)
      }
    }
  }
}

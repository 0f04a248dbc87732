import Core
import GRDB

/// A run in one line, as a list of runs shows it.
public struct RunSummary: Hashable, Sendable {
  /// Whether a run goes on.
  public enum State: Hashable, Sendable {
    /// A process is working on it.
    case running
    /// A process holds it at a safe point.
    case paused
    /// It ended by itself, or was told to, and saved.
    case stopped(RunStopped.Reason)
    /// Its process ended without saying so. It can be resumed from its last checkpoint.
    case interrupted
  }

  public var identity: RunIdentity
  public var state: State
  /// The model's name; nil before the first event.
  public var model: String?
  /// The last step that was finished.
  public var steps: Int
  /// The step whose end the last checkpoint holds, or nil without any.
  public var checkpoint: Int?
  /// Events in the journal.
  public var events: Int64
  /// When the first event happened, in seconds since 1970.
  public var started: Double?
  /// When the last event happened, in seconds since 1970.
  public var lastEvent: Double?
}

extension JournalReader {
  /// The run in one line, at a cost that does not grow with the journal.
  ///
  /// - Parameter hasWriter: whether a process holds the run directory's lock, which alone tells a
  ///   run that goes on from one whose process was killed.
  public func summary(hasWriter: Bool) throws(JournalError) -> RunSummary {
    let identity = try identity()
    let started = try last(of: .runStarted)?.event(path: path)
    let checkpoint = try last(of: .checkpointSaved)?.event(path: path)
    let finished = try last(of: .stepFinished)
    let state = try state(hasWriter: hasWriter)
    return try read { db in
      let first = try Double.fetchOne(db, sql: "SELECT time FROM event ORDER BY seq LIMIT 1")
      let last = try Row.fetchOne(
        db, sql: "SELECT \(JournalRow.columns) FROM event ORDER BY seq DESC LIMIT 1"
      ).map(JournalRow.init)
      return RunSummary(
        identity: identity, state: state, model: started?.modelName, steps: finished?.step ?? 0,
        checkpoint: checkpoint?.checkpointStep, events: last?.seq ?? 0, started: first,
        lastEvent: last?.time)
    }
  }

  /// What the journal says of the run beside its events.
  public func identity() throws(JournalError) -> RunIdentity {
    let path = path
    return try read { db in try JournalReader.identity(db, path: path) }
  }

  /// The same, of an open database.
  static func identity(_ db: Database, path: String) throws -> RunIdentity {
    let pairs = try Row.fetchAll(db, sql: "SELECT key, value FROM run").map { row in
      (try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1))
    }
    guard let identity = RunIdentity(rows: Dictionary(pairs, uniquingKeysWith: { $1 })) else {
      throw JournalError(
        code: .corrupt, message: "the journal does not say which run it is of", context: path)
    }
    return identity
  }

  private func state(hasWriter: Bool) throws(JournalError) -> RunSummary.State {
    let kinds: [RunEvent.Kind] = [
      .runStarted, .runResumed, .runPaused, .runContinued, .runStopped,
    ]
    var latest: JournalRow?
    for kind in kinds {
      guard let row = try last(of: kind), row.seq > latest?.seq ?? 0 else { continue }
      latest = row
    }
    switch try latest?.event(path: path).body {
    case .runStopped(let stopped): return .stopped(stopped.reason)
    case .runPaused where hasWriter: return .paused
    default: return hasWriter ? .running : .interrupted
    }
  }
}

extension RunEvent {
  fileprivate var modelName: String? {
    if case .runStarted(let value) = body { value.model } else { nil }
  }

  fileprivate var checkpointStep: Int? {
    if case .checkpointSaved(let value) = body { value.checkpoint } else { nil }
  }
}

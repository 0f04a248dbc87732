import Core
import Journal

/// What a run's journal has to tell when the run goes on.
public struct RunHistory {
  /// The kinds of which every event is told: those that charts and lists are made of.
  private static let kinds: [RunEvent.Kind] = [
    .runStarted, .stepFinished, .evaluationFinished, .constraintsApplied, .reviewPolicyChanged,
    .checkpointSaved, .flagRaised, .flagReviewed, .taskReviewed,
  ]
  /// How many of the newest events of any kind are told.
  private static let tail: Int64 = 3_000

  private let reader: JournalReader

  /// Opens the journal of a run directory.
  public init(_ directory: RunDirectory) throws(JournalError) {
    reader = try JournalReader(path: directory.journalPath)
  }

  /// The operator's acts, and the flags, that the newest checkpoint does not know of.
  ///
  /// - Parameter step: The checkpoint's step, or nil to begin with the run.
  func acts(afterCheckpoint step: Int?) throws(JournalError) -> [RunEvent] {
    var first: Int64 = 0
    for event in try reader.events(of: .checkpointSaved) {
      if case .checkpointSaved(let saved) = event.body, saved.checkpoint == step {
        first = event.seq
      }
    }
    var acts: [RunEvent] = []
    for kind in [
      RunEvent.Kind.taskReviewed, .constraintsApplied, .reviewPolicyChanged, .flagRaised,
    ] {
      acts += try reader.events(of: kind).filter { $0.seq > first }
    }
    return acts.sorted { $0.seq < $1.seq }
  }

  /// What a dashboard needs to show a resumed run as if it had been watching: the charts, the flags,
  /// the tasks that still wait for a verdict, and the newest events.
  public func eventsForDashboard() throws(JournalError) -> [RunEvent] {
    var events: [Int64: RunEvent] = [:]
    func add(_ more: [RunEvent]) { for event in more { events[event.seq] = event } }
    for kind in Self.kinds { add(try reader.events(of: kind)) }
    var waiting: Set<TaskID> = []
    for event in try reader.events(of: .taskHeld) {
      if case .taskHeld(let held) = event.body { waiting.insert(held.task) }
    }
    for event in events.values {
      if case .taskReviewed(let review) = event.body { waiting.remove(review.task) }
    }
    for task in waiting { add(try reader.events(about: task)) }
    let last = try reader.lastSeq()
    add(try reader.events(from: max(1, last - Self.tail), limit: Int(Self.tail) + 1))
    return events.values.sorted { $0.seq < $1.seq }
  }
}

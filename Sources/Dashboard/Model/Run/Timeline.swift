import Core

/// What changed the course of a run, in its order: what operators did, revisions, checkpoints,
/// evaluations, alarms and grave flags.
struct Timeline: Sendable {
  /// What an entry is, which is also its lane on the time axis.
  enum Lane: Int, CaseIterable, Hashable, Sendable {
    case course, verdicts, revisions, checkpoints, evaluations, alarms, flags
  }

  /// One moment.
  struct Entry: Hashable, Sendable {
    /// Its number since the beginning, counted from 0.
    var serial: Int
    var time: Double
    var step: Int
    var lane: Lane
    var role: StyleRole
    /// In words. It may quote the policy or name an operator, so it is drawn as foreign text.
    var text: String
    /// What it is about, for the jump to it.
    var target: Target?
  }

  /// What an entry is about.
  enum Target: Hashable, Sendable {
    case task(TaskID)
    case flag(FlagID)
    case constraints
  }

  /// Oldest first.
  private(set) var entries: [Entry] = []
  private var count = 0

  static let limit = 4_000

  /// Takes in an event, if it is of the kind that a time axis shows.
  mutating func note(_ event: RunEvent) {
    guard let (lane, target) = Self.place(of: event), let (role, text) = EventLog.words(event)
    else { return }
    entries.append(
      Entry(
        serial: count, time: event.time, step: event.step, lane: lane, role: role, text: text,
        target: target))
    count += 1
    if entries.count > Self.limit { entries.removeFirst(Self.limit / 8) }
  }

  /// The place of an entry in `entries`.
  func index(of serial: Int) -> Int? {
    guard let first = entries.first, serial >= first.serial, serial - first.serial < entries.count
    else { return nil }
    return serial - first.serial
  }

  private static func place(of event: RunEvent) -> (Lane, Target?)? {
    switch event.body {
    case .runStarted, .runResumed, .runPausing, .runPaused, .runContinued, .runStopped,
      .seedingFinished:
      (.course, nil)
    case .taskReviewed(let review): (.verdicts, .task(review.task))
    case .taskPurged(let purged): (.verdicts, .task(purged.task))
    case .flagReviewed(let review): (.verdicts, .flag(review.flag))
    case .auditReviewed(let review): (.verdicts, .task(review.task))
    case .reviewPolicyChanged: (.revisions, nil)
    case .constraintsApplied, .constraintsRefused: (.revisions, .constraints)
    case .treatmentChanged, .rewardFixed, .rulesApplied: (.revisions, nil)
    case .verdictUndone(let undone): (.verdicts, .task(undone.task))
    case .taskEdited(let edited): (.verdicts, .task(edited.task))
    case .checkpointSaved: (.checkpoints, nil)
    case .evaluationFinished: (.evaluations, nil)
    case .alarmRaised(let alarm): (.alarms, alarm.tasks?.last.map(Target.task))
    case .flagRaised(let flag) where flag.severity == .high: (.flags, .flag(flag.id))
    default: nil
    }
  }
}

import Core

/// The newest events of all kinds, as the Log view lists them.
struct EventTrace: Sendable {
  /// Oldest first, without the text of rollouts that are still being sampled.
  private(set) var events: [RunEvent] = []
  /// The serial number of the first event that is kept; the others follow without gaps.
  private(set) var first = 0
  /// Events by kind, over the whole run as far as it was seen.
  private(set) var counts: [RunEvent.Kind: Int] = [:]

  static let limit = 4_000

  mutating func note(_ event: RunEvent) {
    guard !event.isTransient else { return }
    events.append(event)
    counts[event.kind, default: 0] += 1
    if events.count > Self.limit {
      events.removeFirst(Self.limit / 8)
      first += Self.limit / 8
    }
  }

  /// The event of a serial number, unless it is too old.
  subscript(serial: Int) -> RunEvent? {
    serial >= first && serial - first < events.count ? events[serial - first] : nil
  }

  var serials: Range<Int> { first..<first + events.count }
}

extension RunEvent {
  /// The role of the event's line in the log.
  var role: StyleRole {
    switch body {
    case .alarmRaised: .danger
    case .flagRaised(let flag): .flag(flag.severity)
    case .constraintsRefused, .taskRejected, .commandRefused: .warn
    case .taskHeld: .held
    case .taskPurged: .vetoed
    case .taskReviewed(let review): review.verdict == .veto ? .vetoed : .ok
    case .taskAdmitted, .checkpointSaved: .ok
    case .runPausing, .runPaused, .runStopped: .paused
    case .evaluationFinished: .evaluation
    case .runStarted, .runResumed, .runContinued, .constraintsApplied, .reviewPolicyChanged: .info
    default: .text
    }
  }

  /// Whether it asks for attention: what the Log's jumps stop at.
  var isWarning: Bool {
    switch body {
    case .alarmRaised, .constraintsRefused, .commandRefused: true
    case .flagRaised(let flag): flag.severity == .high
    case .runStopped(let stopped): stopped.reason == .failed
    default: false
    }
  }
}

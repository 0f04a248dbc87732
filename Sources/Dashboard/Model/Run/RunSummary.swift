import Core

/// What the header says of a run.
struct RunSummary: Hashable, Sendable {
  /// Where the run is in its life.
  enum Status: Hashable, Sendable {
    /// No event has come yet.
    case connecting
    case seeding
    case running
    case pausing
    case paused
    case stopped(RunStopped.Reason)
  }

  var name = ""
  var status = Status.connecting
  var step = 0
  var stepLimit: Int?
  /// The step whose end the last checkpoint holds.
  var checkpoint: Int?
  var policy = ReviewPolicy.observe
  /// Solver rollouts per task; 0 until it is known.
  var rollouts = 0
  var pace = Pace()

  /// Steps per second while steps are being made, else nil.
  var stepsPerSecond: Double? {
    status == .running || status == .pausing ? pace.stepsPerSecond : nil
  }
}

/// The speed of a run, from the times that its events carry.
struct Pace: Hashable, Sendable {
  private var times: [Double] = []
  private static let window = 10

  /// A step ended, or the first one began.
  mutating func note(time: Double) {
    times.append(time)
    if times.count > Self.window { times.removeFirst() }
  }

  /// The run was interrupted: what came before says nothing about the speed from now on.
  mutating func restart(time: Double) { times = [time] }

  var stepsPerSecond: Double? {
    guard let first = times.first, let last = times.last, last > first else { return nil }
    return Double(times.count - 1) / (last - first)
  }
}

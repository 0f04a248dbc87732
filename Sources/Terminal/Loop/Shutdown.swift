/// What happens between a signal that asks the program to end and its end: the run is told to stop
/// and given time to save, but not for ever.
struct Shutdown {
  /// How long the run may take to stop, in seconds.
  static let limit = 10.0
  /// A second signal sooner than this is the same wish twice: the kernel and a shell both send
  /// SIGHUP when a terminal is closed.
  static let repetition = 1.0

  /// What to do about a signal.
  enum Step: Hashable {
    /// Ask the run to stop, and go on until it has.
    case stopRun
    /// Leave without waiting any longer.
    case leave
    case wait
  }

  /// The signal that came first.
  private(set) var signal: Int32?
  private var since = 0.0

  /// Takes in a signal. `runHasEnded` says that there is nothing left to stop.
  mutating func receive(_ number: Int32, at now: Double, runHasEnded: Bool) -> Step {
    if signal == nil {
      signal = number
      since = now
      return runHasEnded ? .leave : .stopRun
    }
    return now - since >= Self.repetition ? .leave : .wait
  }

  /// Whether the run has had its time.
  func isOverdue(at now: Double) -> Bool { signal != nil && now >= since + Self.limit }

  /// How long the run may still take, in milliseconds; nil if nothing was asked of it.
  func milliseconds(from now: Double) -> Int32? {
    signal == nil ? nil : Int32((max(0, since + Self.limit - now) * 1000).rounded(.up))
  }
}

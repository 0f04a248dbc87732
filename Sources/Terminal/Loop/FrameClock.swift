/// Decides when a frame may be drawn, so that a busy run costs at most thirty frames and about
/// four kilobytes of output a second, and its first event after a rest is shown at once.
///
/// Output is what a slow line and a terminal emulator pay for: a frame that changed much is followed
/// by a longer pause than one that changed little.
struct FrameClock {
  /// Seconds between frames.
  static let interval = 1.0 / 30
  /// Bytes that frames may take in a second, in the long run.
  static let rate = 3_500.0
  /// Bytes that may be saved up for a burst after a rest.
  static let burst = 4_000.0
  /// Seconds that a costly frame, such as the first of a view, delays the next one at most.
  static let longestPause = 0.75

  private var last = -Double.infinity
  /// What may be written at once at the time `last`; less than nothing after a costly frame.
  private var balance = FrameClock.burst

  /// When the next frame may be drawn. An operator who presses keys isn't kept waiting by what the
  /// frames before cost.
  private func due(isUrgent: Bool) -> Double {
    let pause = isUrgent ? 0 : max(0, -balance / Self.rate)
    return last + max(Self.interval, pause)
  }

  /// Whether a frame may be drawn now.
  func isDue(at now: Double, isUrgent: Bool = false) -> Bool { now >= due(isUrgent: isUrgent) }

  /// How long to wait until a frame may be drawn, in milliseconds, rounded up.
  func milliseconds(from now: Double, isUrgent: Bool = false) -> Int32 {
    isDue(at: now, isUrgent: isUrgent)
      ? 0 : Int32(((due(isUrgent: isUrgent) - now) * 1000).rounded(.up))
  }

  /// A frame of so many bytes was drawn.
  mutating func drew(at now: Double, bytes: Int = 0) {
    let saved = last.isFinite ? min(Self.burst, balance + (now - last) * Self.rate) : Self.burst
    balance = max(-Self.longestPause * Self.rate, saved - Double(bytes))
    last = now
  }
}

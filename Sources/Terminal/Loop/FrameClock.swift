/// Decides when a frame may be drawn, so that a busy run costs at most thirty frames a second and
/// its first event after a rest is shown at once.
struct FrameClock {
  /// Seconds between frames.
  static let interval = 1.0 / 30

  private var last = -Double.infinity

  /// Whether a frame may be drawn now.
  func isDue(at now: Double) -> Bool { now >= last + Self.interval }

  /// How long to wait until a frame may be drawn, in milliseconds, rounded up.
  func milliseconds(from now: Double) -> Int32 {
    isDue(at: now) ? 0 : Int32(((last + Self.interval - now) * 1000).rounded(.up))
  }

  mutating func drew(at now: Double) { last = now }
}

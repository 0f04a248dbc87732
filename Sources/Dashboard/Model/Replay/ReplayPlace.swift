/// Where a replay is and how it goes on.
public struct ReplayPlace: Hashable, Sendable {
  public var isPlaying: Bool
  /// How many times as fast as the run was.
  public var speed: Double
  /// The last event that is shown, and the last one that there is.
  public var seq: Int64
  public var last: Int64

  public init(isPlaying: Bool, speed: Double, seq: Int64, last: Int64) {
    self.isPlaying = isPlaying
    self.speed = speed
    self.seq = seq
    self.last = last
  }

  /// The word in the header, which tells a replay from a run.
  var word: Chrome {
    guard isPlaying else { return "REPLAY paused" }
    return "REPLAY \(speed == speed.rounded() ? "\(Int(speed))" : .fixed(speed, 1))x"
  }
}

/// What is asked of a replay.
public enum ReplayOrder: Hashable, Sendable {
  /// Play, or stop playing.
  case toggle
  /// Go so many steps of the run forward, or back where it is negative.
  case steps(Int)
  case slower, faster
}

extension State {
  /// The keys of the view at hand, valid or not.
  var keyTable: [Binding] {
    replay == nil ? KeyTable.of(interface.view) : KeyTable.replay(interface.view)
  }
}

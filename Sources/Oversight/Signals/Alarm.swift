import Core

/// A signal went past its threshold. It is raised once, and again only after it was back or when it
/// gets severe.
public struct Alarm: Codable, Hashable, Sendable {
  /// How far it went.
  public enum Level: Int, Codable, Hashable, Comparable, Sendable {
    case warning = 1
    case severe

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  public var signal: Signal
  public var level: Level
  public var value: Double
  /// The threshold that it went past.
  public var threshold: Double
  /// The steps that the statistic is taken over.
  public var steps: ClosedRange<Int>
  /// The latest tasks behind it, at most ten.
  public var tasks: [TaskID]
  /// One sentence for people.
  public var message: String
  /// Whether the run is to pause for it.
  public var pauses = false

  /// The alarm as an event says it.
  public var event: AlarmRaised {
    var seen: Set<TaskID> = []
    let different = tasks.filter { seen.insert($0).inserted }
    return AlarmRaised(
      code: "signal.\(signal.rawValue)", message: message,
      tasks: different.isEmpty ? nil : different,
      since: steps.lowerBound, pauses: pauses ? true : nil)
  }
}

/// A signal's statistic at the end of a step.
struct SignalReading {
  var value: Double
  /// What was measured, for people; the value follows.
  var subject: String
  var firstStep: Int
  var tasks: [TaskID] = []
}

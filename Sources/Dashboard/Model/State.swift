import Core

/// All that the dashboard knows and shows.
///
/// It is made from run events, keys and the screen's size alone: no clock, no file, no engine. So an
/// embedded, an attached and a replayed run look alike.
public struct State: Sendable {
  /// The screen's size in cells.
  public internal(set) var size: Size
  /// What can be drawn; scrolling has to know how long texts become.
  let charset: DisplayText.Charset
  var run = RunSummary()
  var tasks = TaskTable()
  var flags = FlagTable()
  var signals = SignalHistory()
  var constraints = ConstraintHistory()
  var log = EventLog()
  /// Verdicts, oldest first, with the step in which they were given.
  var decisions: [Decision] = []
  /// The newest alarm.
  var alarm: AlarmRaised?
  var interface = Interface()

  static let decisionLimit = 200

  /// The state before the first event, for a screen of a size. `charset` is the one of the theme with
  /// which it will be rendered.
  public init(size: Size, charset: DisplayText.Charset = .unicode) {
    self.size = size
    self.charset = charset
  }

  /// A verdict in the decision list.
  struct Decision: Hashable, Sendable {
    var time: Double
    var step: Int
    var review: TaskReviewed
    /// Whether the task was taken out of its buffer in consequence.
    var purged = false
  }
}

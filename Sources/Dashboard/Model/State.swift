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
  /// Which keys call which actions.
  let keyMap: KeyMap
  /// The names of the themes that can be chosen.
  var themes: [String]
  /// Whether nothing may be asked of the run but its end.
  let isReadOnly: Bool
  /// Whether the run goes on in another process, and without this screen.
  let isAttached: Bool
  /// Where the replay is, if this is one.
  var replay: ReplayPlace?
  var run = RunSummary()
  var tasks = TaskTable()
  var flags = FlagTable()
  var signals = SignalHistory()
  var difficulty = DifficultyMap()
  var constraints = ConstraintHistory()
  var oversight = OversightState()
  var rules = RuleDesk()
  var log = EventLog()
  var timeline = Timeline()
  var trace = EventTrace()
  /// All runs of this machine, the newest first, as they were last listed.
  var runs: [RunListing] = []
  /// Two runs side by side, as they were last compared.
  var pair: RunPair?
  /// Verdicts, oldest first, with the step in which they were given.
  var decisions: [Decision] = []
  /// The newest alarm.
  var alarm: AlarmRaised?
  var interface = Interface()
  /// Proposals that are being sampled, by the line in which they are shown.
  var seats: [RolloutID?] = []
  /// The selected held task beside others.
  var comparison: HeldComparison?
  /// The rows of lists that are narrowed by a filter.
  var narrowed = NarrowedLists()
  /// While the screen is held still: the state that goes on behind it. Never more than one.
  var behind: [State] = []

  static let decisionLimit = 200

  /// The state before the first event, for a screen of a size. `charset` is the one of the theme with
  /// which it will be rendered, `theme` that theme's name.
  public init(
    size: Size, charset: DisplayText.Charset = .unicode, keyMap: KeyMap = KeyMap(),
    themes: [String] = [], theme: String = "", isReadOnly: Bool = false, isAttached: Bool = false
  ) {
    self.size = size
    self.charset = charset
    self.keyMap = keyMap
    self.themes = themes
    self.isReadOnly = isReadOnly
    self.isAttached = isAttached
    interface.theme = theme
    if charset == .ascii { interface.chart.marks = .ascii }
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

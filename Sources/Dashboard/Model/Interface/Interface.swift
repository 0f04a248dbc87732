import Core

/// What the operator looks at and is doing: all that is not the run's.
struct Interface: Sendable {
  /// What the keys mean at the moment.
  enum Mode: Hashable, Sendable {
    case browse
    case help
    /// The bytes of the text that is shown.
    case bytes
    /// The question whether to stop the run.
    case quitPrompt
    /// The question why a task is vetoed.
    case vetoReason(TaskID)
    /// The question why the marked tasks are vetoed.
    case vetoMarked
    /// The question whether the marked tasks are approved.
    case approveMarked
    /// So many are marked that their number has to be typed.
    case countMarked(Verdict, LineEditor)
    case policyMenu
    /// The plan of a rollback is shown, and the checkpoint's number is typed.
    case rollback(RollbackPlan, LineEditor)
    case editing(ConstraintField, LineEditor)
    /// Why the next act is done is put in words; then the act, if there is one, is done.
    case reason(LineEditor, then: Action?)
    /// What the operator's rules would have hit is shown.
    case ruleTrial
    /// What is flagged by hand is put in words.
    case flagging(Flag, LineEditor)
    case search(LineEditor)
    case filter(LineEditor)
    /// A command is typed; the number is the suggestion that is selected.
    case palette(LineEditor, Int)
    /// The row of the theme list that is tried on.
    case themes(Int)
  }

  /// Which of a task's texts the detail pane shows.
  enum Page: Hashable, Sendable {
    /// The rollout that is being sampled, or was last.
    case automatic
    case proposal
    case solver(RolloutID)
  }

  /// What the alert line says to the operator's last key.
  struct Notice: Hashable, Sendable {
    var text: Chrome
    var role: StyleRole
    /// What was typed, or another text that is not ours.
    var detail = ""
  }

  /// How charts are drawn.
  struct ChartStyle: Hashable, Sendable {
    var marks = Chart.Marks.braille
    var isLogarithmic = false
    var isSmoothed = false
  }

  /// A verdict of this operator.
  struct Given: Hashable, Sendable {
    var task: TaskID
    var verdict: Verdict
    var reason: VetoReason?
  }

  /// Where the operator was.
  struct Place: Hashable, Sendable {
    var view: View
    var row: RowID?
  }

  var view = View.live
  var focus: [View: Pane] = [:]
  var isZoomed = false
  /// How far the borders of views were moved.
  var splits: [View: ScreenMemory.Split] = [:]
  /// Whether the selection goes by itself to a task that is under way. Off until asked for; it never
  /// turns itself on.
  var isFollowing = false
  /// Until when the followed task stays, if nothing more happens to it.
  var followsUntil = -Double.infinity
  var mode = Mode.browse
  /// Whether the help lists the keys that mean nothing at the moment too.
  var helpShowsAll = false
  /// The selected proposal of the Live view; without one all that is under way is shown.
  var task: RolloutID?
  var page = Page.automatic
  /// The selected proposal of the Queue view.
  var held: RolloutID?
  var flag: FlagID?
  /// Whether the operator has been in the Flags view; before that its selection is the most urgent.
  var hasReadFlags = false
  var field = ConstraintField.bannedConstructs
  /// The revision that is compared with the one in force; nil for the one before it.
  var revision: Int?
  /// The selected run of the Runs view, by its directory.
  var runPath: String?
  /// The selected entries of the Timeline and Log views, by their serial numbers.
  var timelineEntry: Int?
  var logLine: Int?
  /// First row shown of a pane that is not a list; a pane that is missing shows what is new.
  var scroll: [Pane: Int] = [:]
  var notice: Notice?
  var query = ""
  var filters: [View: ListFilter] = [:]
  /// What the list was narrowed to before the filter that is being typed.
  var formerFilter: ListFilter?
  /// Tasks that were marked, in that order.
  var marked: [TaskID] = []
  /// Runs whose curves are laid over those of the run at hand.
  var pinnedRuns: [String] = []
  /// The directories of the two runs that are shown side by side.
  var comparedRuns: [String]?
  /// What the curves of the Runs view show, and by what they are laid over each other.
  var runCurve = RunCurve.solveRate
  var runAlignment = RunAlignment.step
  /// The number that is being typed before a movement.
  var count: Int?
  /// Places before and after the one at hand, the nearest last.
  var past: [Place] = []
  var future: [Place] = []
  /// Commands that were typed, oldest first.
  var history: [String] = []
  /// What a decision would have been about when the palette was opened.
  var paletteRow: RowID?
  /// The name of the theme in use.
  var theme = ""
  /// The theme that the operator chose in the list of themes, if ever.
  var chosenTheme: String?
  var chart = ChartStyle()
  /// Verdicts on their way to the run.
  var sent: [TaskID: Verdict] = [:]
  /// Verdicts that were given here, the newest last, and those that were taken back.
  var decided: [Given] = []
  var undone: [Given] = []
  /// Why the next act is done: empty when the operator was asked and said nothing, nil when nobody
  /// asked.
  var reason: String?
  /// Whether the run was asked to stop.
  var isStopping = false
  /// When the selection last changed without the operator's doing.
  var movedByItself = -Double.infinity
  /// The last key that decided something, and when it was last seen.
  var lastDecision: (key: Key, at: Double)?

  var focusedPane: Pane { focus[view] ?? view.list }
}

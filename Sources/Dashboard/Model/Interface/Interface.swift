import Core

/// The views, in the order of their number keys.
enum View: Int, CaseIterable, Hashable, Sendable {
  case live, queue, flags, constraints

  /// The panes in the order in which Tab goes through them; the list comes first.
  var panes: [Pane] {
    switch self {
    case .live: [.tasks, .chain, .signals, .cells, .safety, .events]
    case .queue: [.held, .heldTask, .decisions]
    case .flags: [.flags, .flag, .rules]
    case .constraints: [.form, .field, .revisions]
    }
  }

  var list: Pane { panes[0] }
  var detail: Pane { panes[1] }
}

/// The panes of all views.
enum Pane: Hashable, Sendable {
  case tasks, chain, waiting, signals, cells, safety, events
  case held, heldTask, decisions
  case flags, flag, rules
  case form, field, revisions
  /// The list of keys, over all others.
  case help
}

/// What the operator looks at and is doing: all that is not the run's.
struct Interface: Sendable {
  /// What the keys mean at the moment.
  enum Mode: Hashable, Sendable {
    case browse
    case help
    /// The question whether to stop the run.
    case quitPrompt
    /// The question why a task is vetoed.
    case vetoReason(TaskID)
    case policyMenu
    case editing(ConstraintField, LineEditor)
    case search(LineEditor)
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
  }

  var view = View.live
  var focus: [View: Pane] = [:]
  var isZoomed = false
  /// Whether the selection goes by itself to a task that is under way. It never turns itself on.
  var isFollowing = true
  /// Until when the followed task stays, if nothing more happens to it.
  var followsUntil = -Double.infinity
  var mode = Mode.browse
  /// The selected proposal of the Live view.
  var task: RolloutID?
  var page = Page.automatic
  /// The selected proposal of the Queue view.
  var held: RolloutID?
  var flag: FlagID?
  /// Whether the operator has been in the Flags view; before that its selection is the most urgent.
  var hasReadFlags = false
  var field = ConstraintField.bannedConstructs
  /// First row shown of a pane that is not a list; a pane that is missing shows what is new.
  var scroll: [Pane: Int] = [:]
  var notice: Notice?
  var query = ""
  /// Verdicts on their way to the run.
  var sent: [TaskID: Verdict] = [:]
  /// Whether the run was asked to stop.
  var isStopping = false
  /// When the selection last changed without the operator's doing.
  var movedByItself = -Double.infinity
  /// The last key that decided something, and when it was last seen.
  var lastDecision: (key: Key, at: Double)?

  var focusedPane: Pane { focus[view] ?? view.list }
}

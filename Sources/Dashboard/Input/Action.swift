import Core

/// What a key asks of the dashboard.
enum Action: Hashable, Sendable {
  case show(View)
  case focusNext, focusPrevious
  case move(Motion)
  /// Into the detail, to what a line stands for, or edit the field.
  case enter
  /// Out of the detail, or cancel.
  case out
  case zoom
  /// To the place that was looked at before, and back again.
  case back, forward
  case follow
  /// Hold the screen still while the run goes on.
  case freeze
  /// To the first flag of the next or previous rule.
  case nextRule, previousRule
  case nextPage, previousPage
  /// To the next or previous line of the log that warns.
  case nextWarning, previousWarning
  case togglePause
  case singleStep
  case approve
  case askVeto
  case veto(VetoReason)
  /// Put the selected task behind the others that wait.
  case putOff
  /// Take the last verdict back, or give it again.
  case undo, redo
  /// Mark the selected row, or take its mark away.
  case mark
  case clearMarks
  case askApproveMarked, askVetoMarked
  case confirmMarked
  case confirmFlag, dismissFlag
  case dismissAlert
  case openPolicyMenu
  case setPolicy(ReviewPolicy)
  case editField
  case submit
  /// Take over the selected suggestion.
  case complete
  case search
  case findNext, findPrevious
  case filter
  case palette
  case pickTheme
  case copy
  case showBytes
  case toggleLogScale, toggleSmoothing, nextChartStyle
  case help
  case askQuit
  case confirmQuit
  case suspend
  case repaint

  /// Whether it decides something about the run, so that a key that repeats by itself, or hits a row
  /// that has just changed, must not trigger it.
  var isDecision: Bool {
    switch self {
    case .togglePause, .singleStep, .approve, .askVeto, .veto, .confirmFlag, .dismissFlag,
      .setPolicy, .confirmQuit, .askApproveMarked, .askVetoMarked, .confirmMarked, .putOff, .undo,
      .redo:
      true
    default: false
    }
  }

  /// Whether it acts on the selected row.
  var actsOnSelection: Bool {
    switch self {
    case .approve, .askVeto, .putOff, .confirmFlag, .dismissFlag: true
    default: false
    }
  }

  /// Whether a count typed before it repeats it.
  var takesCount: Bool {
    switch self {
    case .move, .findNext, .findPrevious, .nextRule, .previousRule, .nextPage, .previousPage,
      .nextWarning, .previousWarning, .back, .forward:
      true
    default: false
    }
  }
}

/// How far a selection or a text moves.
enum Motion: Hashable, Sendable {
  case rows(Int)
  case halfPages(Int)
  case pages(Int)
  case first
  case last

  /// The row after a move from `row`, in `count` rows of which `page` are seen at once.
  func target(from row: Int, count: Int, page: Int) -> Int {
    let moved =
      switch self {
      case .rows(let rows): row + rows
      case .halfPages(let pages): row + pages * max(1, page / 2)
      case .pages(let pages): row + pages * max(1, page - 1)
      case .first: 0
      case .last: count - 1
      }
    return max(0, min(count - 1, moved))
  }

  /// The move made `count` times over; to the first or last row, it is a row's number instead.
  func times(_ count: Int) -> Motion {
    switch self {
    case .rows(let rows): .rows(rows * count)
    case .halfPages(let pages): .halfPages(pages * count)
    case .pages(let pages): .pages(pages * count)
    case .first, .last: self
    }
  }
}

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
  /// Move the borders between panes by so many cells, or put them back.
  case moveBorders(columns: Int, rows: Int)
  case resetBorders
  /// To the place that was looked at before, and back again.
  case back, forward
  case follow
  /// Hold the screen still while the run goes on.
  case freeze
  /// To the first flag of the next or previous rule.
  case nextRule, previousRule
  /// Show the pinned run and the selected one side by side, or no longer.
  case compareRuns
  /// Another curve of the runs, or another thing that curves are aligned by.
  case nextRunCurve, nextAlignment
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
  /// Leave the selected flag to a second reader.
  case deferFlag
  /// Flag the shown text by hand.
  case flagByHand
  /// Make the flag that is being written graver.
  case turnSeverity
  /// To the next or previous flag on the same text.
  case nextHit, previousHit
  /// Change the selected held task in an editor.
  case editTask
  case dismissAlert
  case openPolicyMenu
  case setPolicy(ReviewPolicy)
  /// Show what going back to a checkpoint would lose; then go back.
  case askRollback, confirmRollback
  /// Play a replay otherwise.
  case replay(ReplayOrder)
  case editField
  /// Change the whole set of constraints in an editor.
  case editDocument
  /// Put the draft of constraints in force, or forget it.
  case applyDraft, discardDraft
  /// Compare another revision with the one in force, or put it in force again.
  case olderRevision, newerRevision, revertRevision
  /// Write why the next act is done.
  case askReason
  /// Change the operator's text rules in an editor; save those that were tried, or forget them.
  case editRules, saveRules, discardRules
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
  /// In the help: the keys that mean nothing at the moment too, or no longer.
  case toggleAllKeys
  case askQuit
  case confirmQuit
  case suspend
  case repaint

  /// Whether it decides something about the run, so that a key that repeats by itself, or hits a row
  /// that has just changed, must not trigger it.
  var isDecision: Bool {
    switch self {
    case .togglePause, .singleStep, .approve, .askVeto, .veto, .confirmFlag, .dismissFlag,
      .deferFlag, .editTask, .confirmRollback, .applyDraft, .revertRevision, .setPolicy,
      .saveRules, .confirmQuit, .askApproveMarked, .askVetoMarked, .confirmMarked, .putOff, .undo,
      .redo:
      true
    default: false
    }
  }

  /// Whether a screen that is for reading only refuses it. Leaving, which ends the run that the screen
  /// belongs to, is not among them.
  var changesRun: Bool {
    switch self {
    case .confirmQuit: false
    case .editField, .flagByHand, .openPolicyMenu, .askReason, .editRules: true
    default: isDecision
    }
  }

  /// Whether the operator is asked why before it is done: it changes what the whole run does.
  var asksWhy: Bool {
    switch self {
    case .setPolicy, .applyDraft, .revertRevision, .saveRules: true
    default: false
    }
  }

  /// Whether it acts on the selected row.
  var actsOnSelection: Bool {
    switch self {
    case .approve, .askVeto, .putOff, .confirmFlag, .dismissFlag, .deferFlag, .editTask: true
    default: false
    }
  }

  /// Whether a count typed before it repeats it.
  var takesCount: Bool {
    switch self {
    case .replay, .move, .findNext, .findPrevious, .nextRule, .previousRule, .nextPage,
      .previousPage,
      .nextWarning, .previousWarning, .back, .forward, .moveBorders, .mark:
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

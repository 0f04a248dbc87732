import Core

/// What a key asks of the dashboard.
enum Action: Hashable, Sendable {
  case show(View)
  case focusNext, focusPrevious
  case move(Motion)
  /// Into the detail, or edit the field.
  case enter
  /// Out of the detail, or cancel.
  case out
  case zoom
  case follow
  /// To the first flag of the next or previous rule.
  case nextRule, previousRule
  case nextPage, previousPage
  case togglePause
  case singleStep
  case approve
  case askVeto
  case veto(VetoReason)
  case confirmFlag, dismissFlag
  case openPolicyMenu
  case setPolicy(ReviewPolicy)
  case editField
  case submit
  case search
  case findNext, findPrevious
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
      .setPolicy, .confirmQuit:
      true
    default: false
    }
  }

  /// Whether it acts on the selected row.
  var actsOnSelection: Bool {
    switch self {
    case .approve, .askVeto, .confirmFlag, .dismissFlag: true
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
}

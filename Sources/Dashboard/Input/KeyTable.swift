/// The keys of every view as they are shipped, whatever is valid at the moment.
enum KeyTable {
  /// The keys of a view, its own before those of all views.
  static func of(_ view: View) -> [Binding] {
    let own = own(view)
    // What a view binds for itself goes before what holds everywhere.
    let taken = Set(own.flatMap(\.keys))
    let general = program.filter { taken.isDisjoint(with: $0.keys) }
    return own + run + (view == .constraints ? [] : lists) + places + movement + general
  }

  /// The keys of a view of a replay: those that play it go before all others.
  static func replay(_ view: View) -> [Binding] {
    let taken = Set(playing.flatMap(\.keys))
    return playing
      + of(view).filter { $0.action != .togglePause && $0.action != .singleStep }.map {
        var binding = $0
        binding.keys.removeAll(where: taken.contains)
        return binding
      }.filter { !$0.keys.isEmpty }
  }

  /// Playing a replay.
  private static let playing = [
    Binding("replay-play", [" ", "p"], "play or pause", .replay(.toggle), hint: true),
    Binding("replay-back", ["h"], "step back", .replay(.steps(-1)), hint: true),
    Binding("replay-on", ["l", "."], "step on", .replay(.steps(1)), hint: true),
    Binding("replay-far-back", ["("], "ten steps back", .replay(.steps(-10))),
    Binding("replay-far-on", [")"], "ten steps on", .replay(.steps(10))),
    Binding("replay-slower", ["<"], "slower", .replay(.slower), hint: true),
    Binding("replay-faster", [">"], "faster", .replay(.faster), hint: true),
  ]

  /// What a view adds.
  private static func own(_ view: View) -> [Binding] {
    switch view {
    case .live:
      decisions + [
        Binding("previous-rollout", ["["], "previous rollout", .previousPage),
        Binding("next-rollout", ["]"], "next rollout", .nextPage, hint: true),
        Binding("follow", ["f"], "follow", .follow, hint: true),
        Binding("review-policy", ["h"], "review policy", .openPolicyMenu),
      ] + charts
    case .queue:
      decisions + [
        Binding("previous-rollout", ["["], "previous rollout", .previousPage),
        Binding("next-rollout", ["]"], "next rollout", .nextPage),
        Binding("review-policy", ["h"], "review policy", .openPolicyMenu, hint: true),
      ]
    case .flags:
      [
        Binding("confirm", ["c"], "confirm", .confirmFlag, hint: true),
        Binding("dismiss", ["x"], "dismiss", .dismissFlag, hint: true),
        Binding("second-reader", ["w"], "leave to another reader", .deferFlag),
        Binding("previous-hit", ["["], "previous hit in this text", .previousHit),
        Binding("next-hit", ["]"], "next hit in this text", .nextHit),
        flagByHand,
        Binding("edit-rules", ["E"], "edit the text rules", .editRules),
        Binding("veto", ["v"], "veto its task", .askVeto, hint: true),
        Binding("next-rule", ["}"], "next rule", .nextRule, hint: true),
        Binding("previous-rule", ["{"], "previous rule", .previousRule),
        Binding("review-policy", ["h"], "review policy", .openPolicyMenu),
      ]
    case .constraints:
      [
        Binding("edit", ["e"], "edit the field", .editField, hint: true),
        Binding("edit-text", ["E"], "edit all as text", .editDocument, hint: true),
        Binding("apply-draft", ["w"], "apply the draft", .applyDraft, hint: true),
        Binding("discard-draft", ["D"], "discard the draft", .discardDraft),
        Binding("older-revision", ["["], "older revision", .olderRevision),
        Binding("newer-revision", ["]"], "newer revision", .newerRevision),
        Binding("revert", ["b"], "put the revision back", .revertRevision, hint: true),
      ]
    case .runs:
      [
        Binding("mark", [" "], "pin to the charts", .mark, hint: true),
        Binding("clear-marks", ["M"], "unpin all", .clearMarks),
        Binding("compare-runs", ["c"], "compare with the pinned", .compareRuns, hint: true),
        Binding("align-curves", ["a"], "align by", .nextAlignment, hint: true),
        Binding("next-curve", ["m"], "next curve", .nextRunCurve, hint: true),
      ] + charts
    case .timeline: []
    case .log:
      [
        Binding("next-warning", ["e"], "next warning", .nextWarning, hint: true),
        Binding("previous-warning", ["E"], "previous warning", .previousWarning),
      ]
    }
  }

  /// Verdicts on tasks.
  private static let decisions = [
    Binding("approve", ["a"], "approve", .approve, hint: true),
    Binding("veto", ["v"], "veto", .askVeto, hint: true),
    Binding("edit-task", ["e"], "edit", .editTask, hint: true),
    Binding("defer", ["d"], "defer", .putOff),
    Binding("undo", ["u"], "undo", .undo, hint: true),
    Binding("redo", ["U"], "redo", .redo),
    Binding("mark", [" "], "mark", .mark),
    Binding("approve-marked", ["A"], "approve marked", .askApproveMarked, hint: true),
    Binding("veto-marked", ["V"], "veto marked", .askVetoMarked, hint: true),
    Binding("clear-marks", ["M"], "clear marks", .clearMarks),
    flagByHand,
  ]

  private static let flagByHand = Binding("flag", ["F"], "flag by hand", .flagByHand)

  private static let charts = [
    Binding("log-scale", ["L"], "log scale", .toggleLogScale),
    Binding("smoothing", ["S"], "smoothing", .toggleSmoothing),
    Binding("chart-style", ["B"], "chart style", .nextChartStyle),
  ]

  /// The course of the run, and what is asked most.
  private static let run = [
    Binding("pause", ["p"], "pause", .togglePause, hint: true),
    Binding("step", ["."], "one step", .singleStep, hint: true),
    Binding("rollback", ["R"], "roll back to a checkpoint", .askRollback),
    Binding("help", ["?"], "keys", .help, hint: true),
    Binding("quit", ["q", .control("c")], "quit", .askQuit, hint: true),
    Binding("palette", [":"], "command", .palette, hint: true),
    Binding("reason", ["\""], "say why you do what you do next", .askReason),
    Binding("freeze", ["s"], "hold the screen still", .freeze),
  ]

  /// Searching and filtering.
  private static let lists = [
    Binding("filter", ["\\"], "filter the list", .filter, hint: true),
    Binding("search", ["/"], "search the list", .search, hint: true),
    Binding("next-match", ["n"], "next match", .findNext),
    Binding("previous-match", ["N"], "previous match", .findPrevious),
  ]

  /// Views and panes.
  private static let places =
    View.allCases.map { view in
      Binding("view-\(view.word)", [.digit(view.rawValue + 1)], view.title, .show(view))
    } + [
      Binding("next-pane", [.tab], "next pane", .focusNext),
      Binding("previous-pane", [.backTab], "previous pane", .focusPrevious),
      Binding("enter", [.enter, .right], "into the detail", .enter),
      Binding("out", [.escape, .left], "back to the list", .out),
      Binding("back", ["-"], "the place before", .back),
      Binding("forward", ["+"], "the place after", .forward),
      Binding("zoom", ["z"], "zoom the pane", .zoom),
      Binding("list-wider", [">"], "wider list", .moveBorders(columns: 2, rows: 0)),
      Binding("list-narrower", ["<"], "narrower list", .moveBorders(columns: -2, rows: 0)),
      Binding("upper-higher", [")"], "more rows above", .moveBorders(columns: 0, rows: 1)),
      Binding("upper-lower", ["("], "fewer rows above", .moveBorders(columns: 0, rows: -1)),
      Binding("reset-layout", ["="], "borders where they were", .resetBorders),
    ]

  /// Movement in a list or text.
  static let movement = [
    Binding("down", ["j", .down], "down", .move(.rows(1))),
    Binding("up", ["k", .up], "up", .move(.rows(-1))),
    Binding("half-page-down", [.control("d")], "half a page down", .move(.halfPages(1))),
    Binding("half-page-up", [.control("u")], "half a page up", .move(.halfPages(-1))),
    Binding("page-down", [.pageDown], "a page down", .move(.pages(1))),
    Binding("page-up", [.pageUp], "a page up", .move(.pages(-1))),
    Binding("first", ["g", .home], "first row", .move(.first)),
    Binding("last", ["G", .end], "last row", .move(.last)),
  ]

  /// What concerns the text, the screen and the program.
  private static let program = [
    Binding("copy", ["y"], "copy the text", .copy),
    Binding("bytes", ["r"], "raw bytes", .showBytes),
    Binding("dismiss-alert", ["x"], "dismiss the alert", .dismissAlert),
    Binding("themes", ["T"], "themes", .pickTheme),
    Binding("repaint", [.control("l")], "repaint", .repaint),
    Binding("suspend", [.control("z")], "suspend", .suspend),
  ]

  /// Every name that a keys file may bind, in the order of the tables.
  static let names: [String] = {
    var names: [String] = []
    for view in View.allCases {
      for binding in of(view) + playing where !names.contains(binding.name) {
        names.append(binding.name)
      }
    }
    return names
  }()
}

extension View {
  /// The view's name in a keys file and on the command line.
  var word: String {
    switch self {
    case .live: "live"
    case .queue: "queue"
    case .flags: "flags"
    case .constraints: "constraints"
    case .runs: "runs"
    case .timeline: "timeline"
    case .log: "log"
    }
  }

  var title: Chrome {
    switch self {
    case .live: "Live"
    case .queue: "Queue"
    case .flags: "Flags"
    case .constraints: "Constraints"
    case .runs: "Runs"
    case .timeline: "Timeline"
    case .log: "Log"
    }
  }
}

/// The views, in the order of their number keys.
enum View: Int, CaseIterable, Hashable, Sendable {
  case live, queue, flags, constraints, runs, timeline, log

  /// The panes in the order in which Tab goes through them; the list comes first.
  var panes: [Pane] {
    switch self {
    case .live: [.tasks, .chain, .signals, .difficulty, .cells, .waiting, .safety, .events]
    case .queue: [.held, .heldTask, .decisions]
    case .flags: [.flags, .flag, .rules]
    case .constraints: [.form, .field, .preview, .revisions]
    case .runs: [.runs, .run, .curves]
    case .timeline: [.timeline, .moment, .axis]
    case .log: [.log, .logEvent, .logKinds]
    }
  }

  var list: Pane { panes[0] }
  var detail: Pane { panes[1] }
}

/// The panes of all views.
enum Pane: Hashable, Sendable {
  case tasks, chain, waiting, signals, cells, difficulty, safety, events
  case held, heldTask, decisions
  case flags, flag, rules
  case form, field, preview, revisions
  case runs, run, curves
  case timeline, moment, axis
  case log, logEvent, logKinds
  /// Over all others: the list of keys, the bytes of a text, commands, themes, a trial of rules.
  case help, bytes, palette, themes, rollback, ruleTrial
}

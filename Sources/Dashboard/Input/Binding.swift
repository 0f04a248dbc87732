import Core

/// One line of a key table: it serves dispatch, the hint line and the help, so that none of them can
/// say what the others don't do.
struct Binding: Hashable, Sendable {
  let keys: [Key]
  /// The keys as they are shown.
  let label: Chrome
  let description: Chrome
  let action: Action
  /// Whether the hint line shows it; the help shows all.
  let isHinted: Bool

  init(
    _ keys: [Key], _ label: Chrome, _ description: Chrome, _ action: Action, hint: Bool = false
  ) {
    self.keys = keys
    self.label = label
    self.description = description
    self.action = action
    isHinted = hint
  }
}

extension State {
  /// The keys that are valid now, in the order of the help.
  var bindings: [Binding] {
    switch interface.mode {
    case .browse: browseBindings
    case .help:
      [Binding([.escape, "?", "q"], "Esc", "close", .out, hint: true)] + Self.textBindings
    case .quitPrompt:
      [
        Binding(
          ["y"], "y", interface.isStopping ? "leave now" : "stop the run", .confirmQuit,
          hint: true),
        Binding([.escape, "n"], "n", "go on", .out, hint: true),
      ]
    case .vetoReason: vetoBindings
    case .policyMenu: policyBindings
    case .editing: Self.editorBindings("apply")
    case .search: Self.editorBindings("find")
    }
  }

  private static func editorBindings(_ verb: Chrome) -> [Binding] {
    [
      Binding([.enter], "Enter", verb, .submit, hint: true),
      Binding([.escape], "Esc", "cancel", .out, hint: true),
    ]
  }

  private var vetoBindings: [Binding] {
    VetoReason.allCases.enumerated().map { index, reason in
      Binding([.digit(index + 1)], "\(index + 1)", "\(reason)", .veto(reason), hint: true)
    } + [Binding([.escape], "Esc", "cancel", .out, hint: true)]
  }

  private var policyBindings: [Binding] {
    Self.policies.enumerated().map { index, policy in
      Binding([.digit(index + 1)], "\(index + 1)", "\(policy)", .setPolicy(policy), hint: true)
    } + [Binding([.escape], "Esc", "cancel", .out, hint: true)]
  }

  /// The review policies that the menu offers.
  static let policies: [ReviewPolicy] = [
    .observe, .holdAll, .holdFlagged, .holdShare(0.05), .holdShare(0.2), .holdShare(0.5),
  ]

  /// The keys of the view at hand when no question is open.
  var browseBindings: [Binding] {
    viewBindings + runBindings + movementBindings
  }

  /// What the view at hand adds.
  private var viewBindings: [Binding] {
    var list: [Binding] = []
    func add(_ condition: Bool, _ binding: Binding) { if condition { list.append(binding) } }
    let selected = decisionTask
    switch interface.view {
    case .live, .queue:
      add(selected?.canApprove ?? false, Binding(["a"], "a", "approve", .approve, hint: true))
      add(vetoTarget != nil, Binding(["v"], "v", "veto", .askVeto, hint: true))
      list.append(Binding(["["], "[", "previous rollout", .previousPage))
      list.append(Binding(["]"], "]", "next rollout", .nextPage, hint: interface.view == .live))
      add(interface.view == .live, Binding(["f"], "f", "follow", .follow, hint: true))
      list.append(
        Binding(["h"], "h", "review policy", .openPolicyMenu, hint: interface.view == .queue))
    case .flags:
      let isOpen = interface.flag.flatMap { flags[$0] } != nil
      add(isOpen, Binding(["c"], "c", "confirm", .confirmFlag, hint: true))
      add(isOpen, Binding(["x"], "x", "dismiss", .dismissFlag, hint: true))
      add(vetoTarget != nil, Binding(["v"], "v", "veto its task", .askVeto, hint: true))
      list.append(Binding(["}"], "}", "next rule", .nextRule, hint: true))
      list.append(Binding(["{"], "{", "previous rule", .previousRule))
      list.append(Binding(["h"], "h", "review policy", .openPolicyMenu))
    case .constraints:
      list.append(Binding(["e", .enter], "e", "edit the field", .editField, hint: true))
    }
    return list
  }

  private var runBindings: [Binding] {
    var list: [Binding] = []
    switch run.status {
    case .seeding, .running:
      list.append(Binding(["p"], "p", "pause", .togglePause, hint: true))
    case .pausing, .paused:
      list.append(Binding(["p"], "p", "go on", .togglePause, hint: true))
      if run.status == .paused {
        list.append(Binding(["."], ".", "one step", .singleStep, hint: true))
      }
    case .connecting, .stopped: break
    }
    return list + [
      Binding(["?"], "?", "keys", .help, hint: true),
      Binding(["q", .control("c")], "q", "quit", .askQuit, hint: true),
    ]
  }

  private var movementBindings: [Binding] {
    let views: [Binding] = [
      Binding(["1"], "1", "Live", .show(.live)), Binding(["2"], "2", "Queue", .show(.queue)),
      Binding(["3"], "3", "Flags", .show(.flags)),
      Binding(["4"], "4", "Constraints", .show(.constraints)),
    ]
    let isForm = interface.view == .constraints
    let search: [Binding] = [
      Binding(["/"], "/", "search the list", .search), Binding(["n"], "n", "next match", .findNext),
      Binding(["N"], "N", "previous match", .findPrevious),
    ]
    return views + (isForm ? [] : search) + [
      Binding([.tab], "Tab", "next pane", .focusNext),
      Binding([.backTab], "S-Tab", "previous pane", .focusPrevious),
    ] + (isForm ? [] : [Binding([.enter], "Enter", "into the detail", .enter)]) + [
      Binding([.escape], "Esc", "back to the list", .out),
      Binding(["z"], "z", "zoom the pane", .zoom),
    ] + Self.textBindings + [
      Binding([.control("l")], "C-l", "repaint", .repaint),
      Binding([.control("z")], "C-z", "suspend", .suspend),
    ]
  }
}

extension State {
  /// Movement in a list or text.
  fileprivate static let textBindings: [Binding] = [
    Binding(["j", .down], "j Down", "down", .move(.rows(1))),
    Binding(["k", .up], "k Up", "up", .move(.rows(-1))),
    Binding([.control("d")], "C-d", "half a page down", .move(.halfPages(1))),
    Binding([.control("u")], "C-u", "half a page up", .move(.halfPages(-1))),
    Binding([.pageDown], "PgDn", "a page down", .move(.pages(1))),
    Binding([.pageUp], "PgUp", "a page up", .move(.pages(-1))),
    Binding(["g", .home], "g Home", "first row", .move(.first)),
    Binding(["G", .end], "G End", "last row", .move(.last)),
  ]
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// A printable character's key, so that key tables read well.
  public init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }

  /// The key of a digit 0 to 9.
  static func digit(_ digit: Int) -> Key { .character(Unicode.Scalar(UInt8(48 + digit % 10))) }
}

extension TaskRecord {
  var canApprove: Bool { phase == .held }

  /// Whether a veto means something: the task is or will be trained on.
  var canVeto: Bool {
    guard task != nil else { return false }
    switch phase {
    case .validated, .held, .approved, .solving, .scored, .admitted: return true
    case .proposing, .proposed, .rejected, .vetoed, .purged: return false
    }
  }
}

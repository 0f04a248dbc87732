import Core

/// One line of a key table: it serves dispatch, the hint line, the help and the palette, so that none
/// of them can say what the others don't do.
struct Binding: Hashable, Sendable {
  /// The name by which a keys file and the palette call it; empty for the answer to a question,
  /// which cannot be bound.
  let name: String
  var keys: [Key]
  var description: Chrome
  let action: Action
  /// Whether the hint line shows it; the help shows all.
  let isHinted: Bool

  init(
    _ name: String, _ keys: [Key], _ description: Chrome, _ action: Action, hint: Bool = false
  ) {
    self.name = name
    self.keys = keys
    self.description = description
    self.action = action
    isHinted = hint
  }

  /// The answer to a question.
  init(_ keys: [Key], _ description: Chrome, _ action: Action) {
    self.init("", keys, description, action, hint: true)
  }

  /// The first key, for the hint line.
  var hint: Chrome { keys.first?.label ?? "-" }

  /// The keys as they are shown.
  var label: Chrome {
    keys.dropFirst().reduce(keys.first?.label ?? "-") { "\($0) \($1.label)" }
  }
}

extension Binding {
  /// Columns that it takes in the hint line.
  var hintWidth: Int { hint.width + description.width + 3 }
}

extension State {
  /// What the hint line shows: as much as fits, and how to see the rest in any case.
  func hints(columns: Int) -> [Binding] {
    let all = bindings.filter { $0.isHinted && !$0.keys.isEmpty }
    let help = all.first { $0.action == .help }
    var room = columns - (help?.hintWidth ?? 0)
    var shown: [Binding] = []
    for binding in all where binding.action != .help {
      room -= binding.hintWidth
      if room < 0 { break }
      shown.append(binding)
    }
    return shown + (help.map { [$0] } ?? [])
  }

  /// The keys that are valid now, in the order of the help.
  var bindings: [Binding] {
    switch interface.mode {
    case .browse: browseBindings
    case .help:
      [
        Binding([.escape, "q"], "close", .out),
        Binding(["?"], interface.helpShowsAll ? "valid keys" : "all keys", .toggleAllKeys),
      ] + keyMap.applied(to: KeyTable.movement)
    case .bytes:
      [Binding([.escape, "r", "q"], "close", .out)] + keyMap.applied(to: KeyTable.movement)
    case .quitPrompt:
      [
        Binding(["y"], interface.isStopping ? "leave now" : "stop the run", .confirmQuit),
        Binding([.escape, "n"], "go on", .out),
      ]
    case .vetoReason, .vetoMarked: vetoBindings
    case .approveMarked:
      [Binding(["y"], "approve them", .confirmMarked), Binding([.escape, "n"], "cancel", .out)]
    case .countMarked: [Binding([.escape], "cancel", .out)]
    case .policyMenu: policyBindings
    case .rollback(let plan, let editor):
      (editor.text == String(plan.checkpoint)
        ? [Binding(["y"], "roll back", .confirmRollback)] : [])
        + [Binding([.escape], "cancel", .out)]
    case .editing: Self.editorBindings("into the draft")
    case .reason(_, let act):
      Self.editorBindings(act == nil ? "goes with the next act" : "do it; a reason is optional")
    case .ruleTrial:
      (rules.isSavable ? [Binding(["w"], "save the rules into the run", .saveRules)] : [])
        + (rules.draft == nil ? [] : [Binding(["D"], "discard the draft", .discardRules)])
        + [
          Binding(["E"], "edit the rules", .editRules),
          Binding([.escape, "q"], "close", .out),
        ] + keyMap.applied(to: KeyTable.movement)
    case .flagging:
      [Binding([.tab], "graver", .turnSeverity)] + Self.editorBindings("raise the flag")
    case .search: Self.editorBindings("find")
    case .filter: Self.editorBindings("filter")
    case .palette:
      [
        Binding([.up], "up", .move(.rows(-1))), Binding([.down], "down", .move(.rows(1))),
        Binding([.tab], "take over", .complete),
      ] + Self.editorBindings("do it")
    case .themes:
      [
        Binding([.enter], "keep", .submit), Binding([.escape, "q"], "back to the former", .out),
      ] + keyMap.applied(to: KeyTable.movement)
    }
  }

  private static func editorBindings(_ verb: Chrome) -> [Binding] {
    [Binding([.enter], verb, .submit), Binding([.escape], "cancel", .out)]
  }

  private var vetoBindings: [Binding] {
    VetoReason.allCases.enumerated().map { index, reason in
      Binding([.digit(index + 1)], "\(reason)", .veto(reason))
    } + [Binding([.escape], "cancel", .out)]
  }

  private var policyBindings: [Binding] {
    Self.policies.enumerated().map { index, policy in
      Binding([.digit(index + 1)], "\(policy)", .setPolicy(policy))
    } + [Binding([.escape], "cancel", .out)]
  }

  /// The review policies that the menu offers.
  static let policies: [ReviewPolicy] = [
    .observe, .holdAll, .holdFlagged, .holdShare(0.05), .holdShare(0.2), .holdShare(0.5),
  ]

  /// The keys of the view at hand when no question is open: those of its table that mean something
  /// now.
  var browseBindings: [Binding] {
    keyMap.applied(to: keyTable).compactMap { binding in
      guard isValid(binding.action) else { return nil }
      var binding = binding
      if binding.action == .togglePause, run.status == .paused || run.status == .pausing {
        binding.description = "go on"
      }
      if binding.action == .askQuit, isAttached { binding.description = "leave" }
      return binding
    }
  }

  /// Whether an action means something in the state at hand.
  func isValid(_ action: Action) -> Bool {
    if isReadOnly && action.changesRun { return false }
    // What is over cannot be decided; a branch of it can be made.
    if replay != nil, action.changesRun, action != .confirmRollback { return false }
    return switch action {
    case .approve, .putOff, .editTask: decisionTask?.canApprove ?? false
    case .undo: !interface.decided.isEmpty
    case .redo: !interface.undone.isEmpty
    case .askVeto: vetoTarget != nil
    case .confirmFlag, .dismissFlag, .deferFlag: interface.flag.flatMap { flags[$0] } != nil
    case .flagByHand: flagByHand != nil
    case .togglePause:
      switch run.status {
      case .seeding, .running, .pausing, .paused: true
      case .connecting, .stopped: false
      }
    case .singleStep: run.status == .paused
    case .saveRules: rules.isSavable
    case .askRollback: run.checkpoint != nil && !isReadOnly
    case .askApproveMarked: interface.marked.contains { canReview($0, .approve) }
    case .askVetoMarked: interface.marked.contains { canReview($0, .veto) }
    case .clearMarks: !interface.marked.isEmpty || !interface.pinnedRuns.isEmpty
    case .compareRuns: runsToCompare != nil || interface.comparedRuns != nil
    case .dismissAlert: alarm != nil
    case .findNext, .findPrevious: !interface.query.isEmpty
    case .back: !interface.past.isEmpty
    case .forward: !interface.future.isEmpty
    case .pickTheme: !themes.isEmpty
    case .applyDraft: !constraints.draft.isEmpty
    case .discardDraft: !constraints.draft.isEmpty || constraints.document != nil
    case .olderRevision, .newerRevision: constraints.entries.count > 1
    case .revertRevision: comparedRevision != nil
    default: true
    }
  }
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

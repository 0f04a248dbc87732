import Core

extension State {
  /// A flag by hand on the text that the detail pane shows, before anything is said of it; nil if no
  /// task with an id is shown.
  var flagByHand: Flag? {
    if interface.view == .flags {
      guard var flag = interface.flag.flatMap({ flags[$0] })?.flag else { return nil }
      (flag.rule, flag.severity, flag.detail) = (Flag.byHand, .medium, "")
      return flag
    }
    guard let record = decisionTask, let task = record.task else { return nil }
    var flag = Flag(
      id: FlagID(rawValue: 0), rule: Flag.byHand, severity: .medium, task: task, rollout: record.id,
      type: record.type, role: .proposer, field: .chain, text: record.chain, start: 0, end: 0,
      detail: "")
    if case .solver(let id) = shownPage(of: record),
      let solver = record.solvers.first(where: { $0.id == id })
    {
      (flag.rollout, flag.role, flag.text) = (id, .solver, solver.chain)
    } else if record.chain.isEmpty {
      (flag.field, flag.text) = (.program, record.content.program)
    }
    return flag
  }

  /// Asks what is to be flagged about the shown text.
  mutating func askFlag() {
    if let flag = flagByHand { interface.mode = .flagging(flag, LineEditor()) }
  }

  /// Makes the flag that is being written graver, or the gravest a slight one.
  mutating func turnSeverity() {
    guard case .flagging(var flag, let editor) = interface.mode else { return }
    let all = Severity.allCases
    flag.severity = all[flag.severity.rank % all.count]
    interface.mode = .flagging(flag, editor)
  }

  /// Sends a flag with what was written about it. The text is the one that was shown when the
  /// question was asked, whatever is selected by now.
  mutating func raise(_ flag: Flag, _ detail: String) -> [Effect] {
    guard !detail.trimmed.isEmpty else {
      interface.mode = .flagging(flag, LineEditor(detail))
      interface.notice = .init(text: "say in a few words what is seen", role: .warn)
      return [.bell]
    }
    interface.mode = .browse
    var flag = flag
    flag.detail = detail.trimmed
    // What stands in quotation marks and in the text is the place that is meant.
    (flag.start, flag.end) = Self.quoted(flag.detail, in: flag.text)
    return [.send(.raiseFlag(flag))]
  }

  /// Where the first quoted part of a note stands in a text, in scalars; 0 and 0 if nowhere.
  private static func quoted(_ note: String, in text: String) -> (Int, Int) {
    let parts = note.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count >= 3, !parts[1].isEmpty, let range = text.firstRange(of: parts[1]) else {
      return (0, 0)
    }
    let scalars = text.unicodeScalars
    return (
      scalars.distance(from: scalars.startIndex, to: range.lowerBound),
      scalars.distance(from: scalars.startIndex, to: range.upperBound)
    )
  }

  /// Flags a task by a typed command: the proposer's chain of thought.
  mutating func flag(
    _ typed: String, _ severity: Severity, _ detail: String
  ) throws(TypedCommand.Fault) -> [Effect] {
    let record = try record(named: typed)
    guard let task = record.task else {
      throw TypedCommand.Fault(message: "the proposal has no task id yet")
    }
    let isChain = !record.chain.isEmpty
    let flag = Flag(
      id: FlagID(rawValue: 0), rule: Flag.byHand, severity: severity, task: task,
      rollout: record.id, type: record.type, role: .proposer, field: isChain ? .chain : .program,
      text: isChain ? record.chain : record.content.program, start: 0, end: 0, detail: "")
    return raise(flag, detail)
  }
}

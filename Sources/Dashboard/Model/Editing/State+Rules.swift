import Core

/// The operator's text rules: edited, tried on the newest chains of thought, then saved into the run.
extension State {
  /// What an editor shows where the run has no rules yet.
  private static let ruleTemplate = """
    # The run's text rules. Save and leave the editor: the rules are tried on the newest chains of
    # thought, and you see what they hit before you save them into the run.
    # A pattern is words in their order, with at most three others between neighbours; `decei*`
    # stands for every word that begins so, `hide|conceal*` for either.
    #
    # [[rule]]
    # name = "hides-from-tests"
    # pattern = "hide|conceal* from test*|check*"
    # severity = "high"
    # roles = ["proposer", "solver"]

    """

  /// Asks for the operator's editor with the rule file.
  mutating func editRules() -> [Effect] {
    interface.mode = .browse
    let text = rules.document.isEmpty ? Self.ruleTemplate : rules.document
    return [.edit(EditorText(subject: .rules, text: text))]
  }

  /// Takes the rule file that the editor left behind, and has it tried.
  mutating func take(rules document: String) -> [Effect] {
    guard document != rules.document, document != Self.ruleTemplate else {
      interface.notice = .init(text: "nothing was changed", role: .dim)
      return []
    }
    return tryRules(document, isDraft: true)
  }

  /// Has a pattern tried, as the rule that it would be.
  mutating func tryPattern(_ pattern: String) throws(TypedCommand.Fault) -> [Effect] {
    try checkTrial()
    return tryRules(
      RuleRevision.table(name: "trial", severity: .medium, pattern: pattern), isDraft: false)
  }

  /// Puts a rule into the draft and has the draft tried.
  mutating func addRule(
    _ name: String, _ severity: Severity, _ pattern: String
  ) throws(TypedCommand.Fault) -> [Effect] {
    try checkTrial()
    let table = RuleRevision.table(name: name, severity: severity, pattern: pattern)
    let before = rules.document
    let gap = before.isEmpty ? "" : before.hasSuffix("\n") ? "\n" : "\n\n"
    return tryRules(before + gap + table, isDraft: true)
  }

  private func checkTrial() throws(TypedCommand.Fault) {
    if replay != nil {
      throw TypedCommand.Fault(
        message: "a replay has no run to try it on; 'proctor flags try' reads a record")
    }
  }

  private mutating func tryRules(_ document: String, isDraft: Bool) -> [Effect] {
    rules.ask(document, isDraft: isDraft)
    interface.notice = .init(text: "tried on the newest chains of thought", role: .prompt)
    return [.send(.tryRules(document: document))]
  }

  /// Shows a trial that was asked for here, unless the operator is in the middle of something.
  mutating func take(_ trial: RulesTried) {
    guard rules.take(trial) else { return }
    if interface.mode == .browse {
      interface.mode = .ruleTrial
      interface.scroll[.ruleTrial] = nil
      interface.notice = nil
    } else {
      interface.notice = .init(text: "tried:", role: .prompt, detail: trial.summary)
    }
  }

  /// Sends the rules that were tried: they read texts from the next step on.
  mutating func saveRules() -> [Effect] {
    interface.mode = .browse
    guard rules.isSavable, let document = rules.draft else { return [] }
    interface.notice = .init(text: "the rules are sent to be saved", role: .prompt)
    return [.send(.applyRules(document: document))]
  }
}

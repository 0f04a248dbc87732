import Core

/// The operator's text rules: those of the run, and a draft that is tried before it is saved.
struct RuleDesk: Sendable {
  /// The newest that were saved into the run.
  private(set) var applied: RulesApplied?
  /// The step from which on they read texts.
  private(set) var step = 0
  /// The file as the operator wants it; nil while that is the run's.
  private(set) var draft: String?
  /// The file whose trial was asked for here.
  private(set) var asked: String?
  /// The newest answer to that.
  private(set) var tried: RulesTried?

  /// Whether the draft was tried and can be saved.
  var isSavable: Bool { draft != nil && tried?.document == draft && tried?.fault == nil }

  /// The file that an edit begins with.
  var document: String { draft ?? applied?.revision.document ?? "" }

  mutating func apply(_ rules: RulesApplied, step: Int) {
    applied = rules
    self.step = step
    if draft == rules.revision.document { discard() }
  }

  /// Asks for a trial of a file, which is a draft if it is to be saved afterwards.
  mutating func ask(_ document: String, isDraft: Bool) {
    asked = document
    tried = nil
    if isDraft { draft = document }
  }

  /// Takes in a trial; says whether it is the one that was asked for here.
  mutating func take(_ trial: RulesTried) -> Bool {
    guard trial.document == asked else { return false }
    asked = nil
    tried = trial
    return true
  }

  mutating func discard() { (draft, asked, tried) = (nil, nil, nil) }
}

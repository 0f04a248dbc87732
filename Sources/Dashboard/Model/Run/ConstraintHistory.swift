import Core

/// The constraints in force, those before them, and the operator's edits that are under way.
struct ConstraintHistory: Sendable {
  /// A revision and how it came.
  struct Entry: Hashable, Sendable {
    var revision: ConstraintRevision
    /// From this step on.
    var step: Int
    /// Empty for the revision with which the run began.
    var by: String
    /// Why, as the operator wrote it.
    var reason: String?
  }

  /// What became of the last edit of a field.
  enum Edit: Hashable, Sendable {
    /// Part of the draft: nothing is sent but the wish for a preview.
    case drafted(text: String)
    /// Sent; a valid one is applied at the next step boundary.
    case pending(text: String)
    /// Refused: what was typed, and why.
    case refused(text: String, message: String)
    case applied(revision: Int, step: Int)
    /// It came to what is in force already.
    case unchanged
  }

  /// Oldest first.
  private(set) var entries: [Entry] = []
  var edits: [ConstraintField: Edit] = [:]
  /// What the operator typed and did not apply yet.
  var draft = ConstraintDraft()
  /// The whole set as the operator last left it in an editor, if it was refused or not applied.
  var document: String?

  static let entryLimit = 200

  var current: ConstraintRevision? { entries.last?.revision }

  mutating func begin(_ revision: ConstraintRevision, step: Int) {
    if current != revision { append(Entry(revision: revision, step: step, by: "")) }
  }

  mutating func apply(_ applied: ConstraintsApplied, step: Int) {
    let old = current?.constraints
    append(
      Entry(revision: applied.revision, step: step, by: applied.by, reason: applied.reason))
    let changed = ConstraintField.allCases.filter { field in
      old.map { $0.text(of: field) } != applied.revision.constraints.text(of: field)
    }
    for (field, edit) in edits {
      guard edit.isOpen, field == .text || changed.contains(field) || changed.isEmpty else {
        continue
      }
      edits[field] = .applied(revision: applied.revision.number, step: step)
    }
  }

  /// A step began: an edit that led to no revision before changes nothing.
  ///
  /// What is drafted stays.
  mutating func settleEdits() {
    for (field, edit) in edits where edit.isOpen { edits[field] = .unchanged }
  }

  mutating func refuse(_ refused: ConstraintsRefused) {
    let text =
      switch edits[refused.field] {
      case .drafted(let text), .pending(let text), .refused(let text, _): text
      case .applied, .unchanged, nil: ""
      }
    // What is wrong must not keep the rest of the draft from being tried.
    draft[refused.field] = nil
    edits[refused.field] = .refused(text: text, message: refused.message)
  }

  private mutating func append(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.entryLimit { entries.removeFirst() }
  }
}

extension ConstraintHistory.Edit {
  /// Whether a revision could still come of it. One that is told after a step began may have been
  /// under way when it did.
  fileprivate var isOpen: Bool {
    switch self {
    case .pending, .unchanged: true
    case .drafted, .refused, .applied: false
    }
  }
}

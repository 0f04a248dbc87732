import Core

extension State {
  /// Puts what was typed into a field into the draft, and asks what the draft would do.
  mutating func draft(_ field: ConstraintField, _ text: String) -> [Effect] {
    let isWhole = constraints.draft.text != nil
    if !isWhole, text == constraints.current?.constraints.text(of: field) {
      constraints.draft[field] = nil
      constraints.edits[field] = .unchanged
    } else {
      constraints.draft[field] = text
      constraints.edits[field] = .drafted(text: text)
    }
    return askForPreview()
  }

  private mutating func askForPreview() -> [Effect] {
    oversight.preview = nil
    guard !constraints.draft.isEmpty else { return [] }
    return [.send(.previewConstraints(constraints.draft))]
  }

  /// Lines of ours around the document: editors obey settings that they find in the first and last
  /// lines of a file.
  private static let documentHead = """
    # The constraints of the run. Save and leave the editor: the set becomes a draft, and you see
    # what it would have done to the newest proposals before you apply it. Leave without a change
    # to change nothing. A mistake is told with its line and key, and the text is kept.
    # rejection: "penalty" teaches the proposer to hide what the rules see; "no-gradient" does not.
    #

    """

  /// Asks for the operator's editor with the whole set: the draft if there is one.
  mutating func editDocument() -> [Effect] {
    guard let current = constraints.current?.constraints else { return [] }
    let drafted = constraints.draft.isEmpty ? nil : oversight.preview?.constraints
    let text = constraints.document ?? Self.documentHead + (drafted ?? current).document
    return [.edit(EditorText(subject: .constraints, text: text))]
  }

  /// Takes the document that the editor left behind.
  mutating func take(document: String) -> [Effect] {
    guard !document.allSatisfy(\.isWhitespace) else {
      interface.notice = .init(text: "the text was empty: nothing was changed", role: .dim)
      return []
    }
    guard document != constraints.document,
      document != Self.documentHead + (constraints.current?.constraints.document ?? "")
    else {
      interface.notice = .init(text: "nothing was changed", role: .dim)
      return []
    }
    constraints.document = document
    // The text says all that the fields said.
    for field in constraints.draft.fields { constraints.edits[field] = nil }
    constraints.draft = ConstraintDraft(text: document)
    constraints.edits[.text] = .drafted(text: document)
    return askForPreview()
  }

  /// Sends the draft: it becomes a revision when the next step begins.
  mutating func applyDraft() -> [Effect] {
    let draft = constraints.draft
    guard !draft.isEmpty else { return [] }
    for field in draft.fields + (draft.text == nil ? [] : [.text]) {
      constraints.edits[field] = .pending(text: draft[field] ?? "")
    }
    constraints.draft = ConstraintDraft()
    constraints.document = nil
    oversight.preview = nil
    return [.send(.editConstraints(draft))]
  }

  /// Forgets the draft.
  mutating func discardDraft() {
    for field in constraints.draft.fields + [.text] { constraints.edits[field] = nil }
    constraints.draft = ConstraintDraft()
    constraints.document = nil
    oversight.preview = nil
  }

  // MARK: - Revisions

  /// The revision that is compared with the one in force: the one that was chosen, or the one before.
  var comparedRevision: ConstraintRevision? {
    let others = constraints.entries.dropLast().map(\.revision)
    return others.first { $0.number == interface.revision } ?? others.last
  }

  /// Compares an older or newer revision with the one in force.
  mutating func moveRevision(by step: Int) {
    let others = constraints.entries.dropLast().map(\.revision.number)
    guard let number = comparedRevision?.number, let index = others.firstIndex(of: number) else {
      return
    }
    interface.revision = others[max(0, min(others.count - 1, index + step))]
  }

  /// Asks the run to put the compared revision in force again, as a new one.
  mutating func revertRevision() -> [Effect] {
    guard let revision = comparedRevision else { return [] }
    interface.notice = .init(text: "R\(revision.number) is put in force again", role: .prompt)
    return [.send(.revertConstraints(revision: revision.number))]
  }
}

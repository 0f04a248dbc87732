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
  }

  /// What became of the last edit of a field.
  enum Edit: Hashable, Sendable {
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

  static let entryLimit = 200

  var current: ConstraintRevision? { entries.last?.revision }

  mutating func begin(_ revision: ConstraintRevision, step: Int) {
    if current != revision { append(Entry(revision: revision, step: step, by: "")) }
  }

  mutating func apply(_ applied: ConstraintsApplied, step: Int) {
    let old = current?.constraints
    append(Entry(revision: applied.revision, step: step, by: applied.by))
    let changed = ConstraintField.allCases.filter { field in
      old.map { $0.text(of: field) } != applied.revision.constraints.text(of: field)
    }
    for (field, edit) in edits {
      guard edit.isOpen, changed.contains(field) || changed.isEmpty else { continue }
      edits[field] = .applied(revision: applied.revision.number, step: step)
    }
  }

  /// A step began: an edit that led to no revision before changes nothing.
  mutating func settleEdits() {
    for (field, edit) in edits where edit.isOpen { edits[field] = .unchanged }
  }

  mutating func refuse(_ refused: ConstraintsRefused) {
    let text =
      switch edits[refused.field] {
      case .pending(let text), .refused(let text, _): text
      case .applied, .unchanged, nil: ""
      }
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
    case .refused, .applied: false
    }
  }
}

extension Constraints {
  /// A field's value as an operator would type it.
  func text(of field: ConstraintField) -> String {
    switch field {
    case .bannedConstructs: return bannedConstructs.map(\.rawValue).joined(separator: ", ")
    case .bannedNames: return bannedNames.joined(separator: ", ")
    case .maximumLines: return maximumLines.map(String.init) ?? ""
    case .taskMix:
      return TaskType.allCases.map { Self.short(taskMix[$0]) }.joined(separator: " ")
    case .targetSolveRate:
      let low = Self.short(targetSolveRate.lowerBound)
      return "\(low)-\(Self.short(targetSolveRate.upperBound))"
    // Written by the oversight's TOML; the form has no such field.
    case .text: return ""
    }
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
  }
}

extension ConstraintDraft {
  /// A draft of one field.
  init(_ field: ConstraintField, _ text: String) {
    self.init()
    switch field {
    case .bannedConstructs: bannedConstructs = text
    case .bannedNames: bannedNames = text
    case .maximumLines: maximumLines = text
    case .taskMix: taskMix = text
    case .targetSolveRate: targetSolveRate = text
    case .text: self.text = text
    }
  }
}

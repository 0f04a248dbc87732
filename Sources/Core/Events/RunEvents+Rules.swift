/// A rule file was saved into the run. Its rules read texts from the next step that starts on.
public struct RulesApplied: Codable, Hashable, Sendable {
  public var revision: RuleRevision
  /// The rules' names, in the file's order.
  public var rules: [String]
  public var by: String
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(revision: RuleRevision, rules: [String], by: String, reason: String? = nil) {
    self.revision = revision
    self.rules = rules
    self.by = by
    self.reason = reason
  }

  /// One line for people.
  public var summary: String {
    let names = rules.isEmpty ? "none" : rules.joined(separator: ", ")
    return "rules \(revision.number) by \(by): \(names)" + reason.inWords
  }
}

/// What a rule file would have hit among the newest chains of thought. Nothing has changed.
public struct RulesTried: Codable, Hashable, Sendable {
  /// The file that was tried.
  public var document: String
  public var rules: [Rule]
  /// What is wrong with the file, with its line and key; nil when nothing is.
  public var fault: String?

  /// One rule and what it hit.
  public struct Rule: Codable, Hashable, Sendable {
    public var name: String
    public var severity: Severity
    /// Chains of the rule's roles.
    public var read: Int
    /// How many of them it would have hit.
    public var hit: Int
    /// The newest that it hit.
    public var examples: [Example]

    public init(name: String, severity: Severity, read: Int, hit: Int, examples: [Example]) {
      self.name = name
      self.severity = severity
      self.read = read
      self.hit = hit
      self.examples = examples
    }
  }

  /// The words around a hit.
  public struct Example: Codable, Hashable, Sendable {
    public var rollout: RolloutID
    public var role: Role
    /// A part of the chain.
    public var text: String
    /// Scalar offsets of the hit in `text`.
    public var start: Int
    public var end: Int

    public init(rollout: RolloutID, role: Role, text: String, start: Int, end: Int) {
      self.rollout = rollout
      self.role = role
      self.text = text
      self.start = start
      self.end = end
    }
  }

  public init(document: String, rules: [Rule], fault: String? = nil) {
    self.document = document
    self.rules = rules
    self.fault = fault
  }

  /// One line for people.
  public var summary: String {
    if let fault { return fault }
    if rules.isEmpty { return "the file has no rules" }
    return rules.map { "\($0.name) hits \($0.hit) of \($0.read) chains" }.joined(separator: ", ")
  }
}

extension String? {
  /// A reason after what it is the reason of; nothing without one.
  public var inWords: String { map { ": \($0)" } ?? "" }
}

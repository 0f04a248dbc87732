import Core

/// A flag and what became of it.
struct FlagRecord: Hashable, Sendable {
  let flag: Flag
  let step: Int
  var verdict: FlagVerdict?
  /// Who reviewed it.
  var by = ""
}

/// The flags of a run in the order of their list: open ones first, by severity and then by rule, so
/// that a rule that hits often can't bury the others; last the reviewed ones.
struct FlagTable: Sendable {
  /// What reviewers said of a rule so far.
  struct RuleCount: Hashable, Sendable {
    var raised = 0
    var confirmed = 0
    var dismissed = 0
    /// What was measured of the rule on labelled texts; nil when nobody has.
    var quality: RuleQuality?

    var open: Int { raised - confirmed - dismissed }

    /// Confirmed among the reviewed, or nil without any: the rule's precision so far.
    var precision: Double? {
      let reviewed = confirmed + dismissed
      return reviewed == 0 ? nil : Double(confirmed) / Double(reviewed)
    }
  }

  /// Rows of the list that belong together.
  struct Section: Hashable, Sendable {
    /// The rule of open flags; nil for those that were reviewed.
    var rule: String?
    var severity: Severity
    /// The first row.
    var start: Int
    var count: Int
  }

  /// The open flags of one rule and severity, oldest first.
  private struct Group {
    var severity: Severity
    var rule: String
    var flags: [FlagID]
  }

  private var records: [FlagID: FlagRecord] = [:]
  /// The gravest first, of equal ones those with the fewest flags.
  private var groups: [Group] = []
  /// Oldest first.
  private var reviewed: [FlagID] = []
  /// Counts by rule, over the whole run.
  private(set) var rules: [String: RuleCount] = [:]
  /// Open flags that had to be dropped from memory; they are in the journal.
  private(set) var dropped = 0

  static let reviewedLimit = 500
  static let openLimit = 5000

  var count: Int { records.count }
  var openCount: Int { records.count - reviewed.count + dropped }
  var openHighCount: Int { openCount(of: .high) }

  subscript(id: FlagID) -> FlagRecord? { records[id] }

  /// Open flags of a severity that are in memory.
  func openCount(of severity: Severity) -> Int {
    groups.reduce(0) { $0 + ($1.severity == severity ? $1.flags.count : 0) }
  }

  /// The open flag that asks for attention most: the newest of the gravest.
  var mostUrgent: FlagRecord? {
    guard let gravest = groups.first?.severity else { return nil }
    let newest = groups.prefix { $0.severity == gravest }.compactMap { $0.flags.last }
    return newest.max { $0.rawValue < $1.rawValue }.flatMap { records[$0] }
  }

  /// The list's sections from the top.
  var sections: [Section] {
    var start = 0
    var sections: [Section] = []
    for group in groups {
      sections.append(
        Section(
          rule: group.rule, severity: group.severity, start: start, count: group.flags.count))
      start += group.flags.count
    }
    if !reviewed.isEmpty {
      sections.append(Section(rule: nil, severity: .low, start: start, count: reviewed.count))
    }
    return sections
  }

  /// The flag in a row of the list.
  func flag(at position: Int) -> FlagID? {
    guard position >= 0 else { return nil }
    var position = position
    for flags in groups.lazy.map(\.flags) + [reviewed] {
      if position < flags.count { return flags[flags.count - 1 - position] }
      position -= flags.count
    }
    return nil
  }

  /// The row of a flag in the list.
  func position(of id: FlagID) -> Int? {
    guard let record = records[id] else { return nil }
    var start = 0
    if record.verdict == nil {
      for group in groups {
        if group.rule == record.flag.rule, group.severity == record.flag.severity {
          return group.flags.lastIndex(of: id).map { start + group.flags.count - 1 - $0 }
        }
        start += group.flags.count
      }
      return nil
    }
    start = records.count - reviewed.count
    return reviewed.lastIndex(of: id).map { start + reviewed.count - 1 - $0 }
  }

  /// The flags on the texts of a rollout, in the order of their places.
  func flags(on rollout: RolloutID) -> [FlagID] {
    records.values.filter { $0.flag.rollout == rollout }
      .sorted { ($0.flag.start, $0.flag.id.rawValue) < ($1.flag.start, $1.flag.id.rawValue) }
      .map(\.flag.id)
  }

  mutating func raise(_ flag: Flag, step: Int) {
    guard records[flag.id] == nil else { return }
    records[flag.id] = FlagRecord(flag: flag, step: step)
    rules[flag.rule, default: RuleCount()].raised += 1
    if let quality = flag.quality { rules[flag.rule]?.quality = quality }
    if let index = group(of: flag) {
      groups[index].flags.append(flag.id)
    } else {
      groups.append(Group(severity: flag.severity, rule: flag.rule, flags: [flag.id]))
    }
    sortGroups()
    if records.count > Self.openLimit + Self.reviewedLimit { dropOne() }
  }

  mutating func review(_ review: FlagReviewed) {
    guard let record = records[review.flag] else { return }
    count(record.verdict, in: record.flag.rule, by: -1)
    count(review.verdict, in: record.flag.rule, by: 1)
    records[review.flag]?.verdict = review.verdict
    records[review.flag]?.by = review.by
    guard record.verdict == nil, let index = group(of: record.flag) else { return }
    groups[index].flags.removeAll { $0 == review.flag }
    if groups[index].flags.isEmpty { groups.remove(at: index) }
    sortGroups()
    reviewed.append(review.flag)
    if reviewed.count > Self.reviewedLimit { records[reviewed.removeFirst()] = nil }
  }

  private func group(of flag: Flag) -> Int? {
    groups.firstIndex { $0.rule == flag.rule && $0.severity == flag.severity }
  }

  private mutating func sortGroups() {
    groups.sort {
      ($1.severity, $0.flags.count, $0.rule) < ($0.severity, $1.flags.count, $1.rule)
    }
  }

  /// Makes room: a reviewed flag goes first, then the oldest of the rule that hits most.
  private mutating func dropOne() {
    if !reviewed.isEmpty {
      records[reviewed.removeFirst()] = nil
    } else if let last = groups.indices.last {
      records[groups[last].flags.removeFirst()] = nil
      if groups[last].flags.isEmpty { groups.remove(at: last) }
      dropped += 1
    }
  }

  private mutating func count(_ verdict: FlagVerdict?, in rule: String, by amount: Int) {
    switch verdict {
    case .confirm: rules[rule, default: RuleCount()].confirmed += amount
    case .dismiss: rules[rule, default: RuleCount()].dismissed += amount
    case .second, nil: break
    }
  }
}

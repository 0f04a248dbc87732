import Core

/// A flag and what became of it.
struct FlagRecord: Hashable, Sendable {
  let flag: Flag
  let step: Int
  var verdict: FlagVerdict?
  /// Who reviewed it.
  var by = ""
}

/// The flags of a run in the order of their list: open ones first, the most severe and the newest of
/// them on top, then the reviewed ones.
struct FlagTable: Sendable {
  /// What reviewers said of a rule so far.
  struct RuleCount: Hashable, Sendable {
    var raised = 0
    var confirmed = 0
    var dismissed = 0

    /// Confirmed among the reviewed, or nil without any: the rule's precision so far.
    var precision: Double? {
      let reviewed = confirmed + dismissed
      return reviewed == 0 ? nil : Double(confirmed) / Double(reviewed)
    }
  }

  private var records: [FlagID: FlagRecord] = [:]
  /// Open flags by severity, high first, and last the reviewed ones; each oldest first.
  private var buckets: [[FlagID]] = [[], [], [], []]
  /// Counts by rule, over the whole run.
  private(set) var rules: [String: RuleCount] = [:]
  /// Open flags that had to be dropped from memory; they are in the journal.
  private(set) var dropped = 0

  static let reviewedLimit = 500
  static let openLimit = 5000

  var count: Int { records.count }
  var openCount: Int { buckets[0].count + buckets[1].count + buckets[2].count + dropped }
  var openHighCount: Int { buckets[0].count }

  subscript(id: FlagID) -> FlagRecord? { records[id] }

  /// The open flag that asks for attention most.
  var mostUrgent: FlagRecord? {
    for bucket in buckets.dropLast() {
      if let id = bucket.last { return records[id] }
    }
    return nil
  }

  /// The flag in a row of the list.
  func flag(at position: Int) -> FlagID? {
    var position = position
    for bucket in buckets {
      if position < bucket.count {
        return position < 0 ? nil : bucket[bucket.count - 1 - position]
      }
      position -= bucket.count
    }
    return nil
  }

  /// The row of a flag in the list.
  func position(of id: FlagID) -> Int? {
    var offset = 0
    for bucket in buckets {
      if let index = bucket.lastIndex(of: id) { return offset + bucket.count - 1 - index }
      offset += bucket.count
    }
    return nil
  }

  mutating func raise(_ flag: Flag, step: Int) {
    guard records[flag.id] == nil else { return }
    records[flag.id] = FlagRecord(flag: flag, step: step)
    buckets[3 - flag.severity.rank].append(flag.id)
    rules[flag.rule, default: RuleCount()].raised += 1
    guard records.count > Self.openLimit + Self.reviewedLimit else { return }
    for index in [3, 2, 1, 0] where !buckets[index].isEmpty {
      records[buckets[index].removeFirst()] = nil
      if index < 3 { dropped += 1 }
      break
    }
  }

  mutating func review(_ review: FlagReviewed) {
    guard let record = records[review.flag] else { return }
    count(record.verdict, in: record.flag.rule, by: -1)
    count(review.verdict, in: record.flag.rule, by: 1)
    records[review.flag]?.verdict = review.verdict
    records[review.flag]?.by = review.by
    guard record.verdict == nil else { return }
    buckets[3 - record.flag.severity.rank].removeAll { $0 == review.flag }
    buckets[3].append(review.flag)
    if buckets[3].count > Self.reviewedLimit { records[buckets[3].removeFirst()] = nil }
  }

  private mutating func count(_ verdict: FlagVerdict?, in rule: String, by amount: Int) {
    switch verdict {
    case .confirm: rules[rule, default: RuleCount()].confirmed += amount
    case .dismiss: rules[rule, default: RuleCount()].dismissed += amount
    case nil: break
    }
  }
}

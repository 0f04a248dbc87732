import Core

/// The tasks that wait for a verdict, oldest first, with whatever the engine needs to go on with
/// each, and the verdicts that were given.
///
/// The first verdict on a task wins, for the whole run: a verdict is on what the task says.
public struct Quarantine<Payload> {
  /// A task that waits.
  public struct Entry {
    public var task: TaskID
    /// The step in which it was held.
    public var step: Int
    /// The probability with which the policy held it.
    public var propensity: Double
    public var payload: Payload
    /// Who left the decision to somebody else; nil when nobody did.
    public var escalatedBy: String?

    public init(task: TaskID, step: Int, propensity: Double, payload: Payload) {
      self.task = task
      self.step = step
      self.propensity = propensity
      self.payload = payload
    }
  }

  /// What became of the wish to hold a task.
  public enum HoldOutcome: Hashable, Sendable {
    case held
    /// The same task waits already.
    case alreadyHeld
    /// A reviewer decided about the same task before; the verdict stands.
    case alreadyDecided(Verdict)
  }

  /// What became of a verdict.
  public enum ReviewOutcome {
    /// It counts: the task is out of quarantine.
    case decided(Entry)
    /// It comes too late: this one was given before.
    case alreadyDecided(Verdict)
    /// No such task was ever held.
    case unknown
  }

  /// The tasks that wait, oldest first.
  public private(set) var entries: [Entry] = []
  private var decisions: [Decision] = []
  private var verdicts: [TaskID: Verdict] = [:]

  private struct Decision: Codable, Hashable, Sendable {
    var task: TaskID
    var verdict: Verdict
  }

  public init() {}

  /// How many tasks wait.
  public var count: Int { entries.count }

  /// The verdict that was given on a task, if any.
  public func verdict(on task: TaskID) -> Verdict? { verdicts[task] }

  /// Puts a task in quarantine, behind those that are there.
  public mutating func hold(_ entry: Entry) -> HoldOutcome {
    if let verdict = verdicts[entry.task] { return .alreadyDecided(verdict) }
    if entries.contains(where: { $0.task == entry.task }) { return .alreadyHeld }
    entries.append(entry)
    return .held
  }

  /// The entry of a task that waits.
  public func entry(of task: TaskID) -> Entry? { entries.first { $0.task == task } }

  /// Puts a task that waits behind the others.
  public mutating func postpone(_ task: TaskID) {
    guard let index = entries.firstIndex(where: { $0.task == task }) else { return }
    entries.append(entries.remove(at: index))
  }

  /// Leaves the decision about a task that waits to another reviewer.
  public mutating func escalate(_ task: TaskID, by name: String) {
    guard let index = entries.firstIndex(where: { $0.task == task }) else { return }
    entries[index].escalatedBy = name
  }

  /// Takes the verdict on a task back: it waits again, before the others.
  public mutating func restore(_ entry: Entry) {
    guard verdicts.removeValue(forKey: entry.task) != nil else { return }
    decisions.removeAll { $0.task == entry.task }
    entries.insert(entry, at: 0)
  }

  /// Decides about a task that waits, and takes it out.
  ///
  /// - Parameter verdict: one that is final.
  public mutating func review(_ task: TaskID, _ verdict: Verdict) -> ReviewOutcome {
    if let first = verdicts[task] { return .alreadyDecided(first) }
    guard let index = entries.firstIndex(where: { $0.task == task }) else { return .unknown }
    decisions.append(Decision(task: task, verdict: verdict))
    verdicts[task] = verdict
    return .decided(entries.remove(at: index))
  }
}

extension Quarantine.Entry: Sendable where Payload: Sendable {}
extension Quarantine.Entry: Equatable where Payload: Equatable {}
extension Quarantine.Entry: Hashable where Payload: Hashable {}
extension Quarantine.Entry: Codable where Payload: Codable {}
extension Quarantine.ReviewOutcome: Sendable where Payload: Sendable {}
extension Quarantine.ReviewOutcome: Equatable where Payload: Equatable {}
extension Quarantine: Sendable where Payload: Sendable {}
extension Quarantine: Equatable where Payload: Equatable {}

extension Quarantine: Codable where Payload: Codable {
  private enum CodingKeys: String, CodingKey { case entries, decisions }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    entries = try container.decode([Entry].self, forKey: .entries)
    decisions = try container.decode([Decision].self, forKey: .decisions)
    for decision in decisions { verdicts[decision.task] = decision.verdict }
  }

  /// Verdicts in the order in which they were given, so that equal states have equal bytes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(entries, forKey: .entries)
    try container.encode(decisions, forKey: .decisions)
  }
}

import Core
import Journal

/// What a report and a comparison need of a run, read from its journal in one pass a kind.
///
/// Its size grows with the steps, the flags and the operator's acts, not with the rollouts. Steps
/// that a resumed run did again count once, as they were done last.
public struct RunDigest: Sendable {
  /// A value of one step.
  public struct Step<Value: Sendable>: Sendable {
    public var step: Int
    /// Seconds since 1970.
    public var time: Double
    /// Tokens sampled up to the step's end, as far as the steps tell.
    public var tokens: Int
    public var value: Value
  }

  /// Something that an operator did, in words.
  public struct Act: Hashable, Sendable {
    public var seq: Int64
    public var time: Double
    public var step: Int
    public var kind: String
    public var by: String
    public var words: String
  }

  public var identity: RunIdentity
  public var started: RunStarted?
  public var resumptions: [RunResumed] = []
  public var stopped: RunStopped.Reason?
  public var events: Int64 = 0
  public var lastTime: Double?
  public var steps: [Step<StepFinished>] = []
  public var evaluations: [Step<EvaluationFinished>] = []
  public var updates: [Step<PolicyUpdated>] = []
  public var revisions: [Step<ConstraintsApplied>] = []
  public var checkpoints: [Step<CheckpointSaved>] = []
  public var alarms: [Step<AlarmRaised>] = []
  public var acts: [Act] = []
  /// The newest flags, with the last word about each.
  public var flags: [FlagEntry] = []
  public var flagCounts: [FlagCount] = []
  public var reviews = ReviewFigures()
  /// What the audit and the placebo said last; nil before anything was read.
  public var gauges: SafetyGauges?

  /// A flag in the list.
  public struct FlagEntry: Sendable {
    public var step: Int
    public var flag: Flag
    public var verdict: FlagVerdict?
    public var by: String?
  }

  /// The flags of one rule.
  public struct FlagCount: Hashable, Sendable {
    public var rule: String
    public var count = 0
    public var confirmed = 0
    public var dismissed = 0
  }

  /// The most flags that are kept one by one.
  public static let flagLimit = 300

  /// Reads a run.
  ///
  /// - Parameter progress: Called with the number of events read since the last time.
  public init(
    _ reader: JournalReader, progress: (_ events: Int) -> Void = { _ in }
  ) throws {
    identity = try reader.identity()
    events = try reader.lastSeq()
    lastTime = try reader.events(from: max(1, events), limit: 1).last?.time
    try readCourse(reader, progress)
    try readFlags(reader, progress)
    try readActs(reader)
    reviews = try ReviewFigures(reader)
    for event in try reader.events(of: .safetyGauges) {
      if case .safetyGauges(let newest) = event.body { gauges = newest }
    }
  }

  private mutating func readCourse(
    _ reader: JournalReader, _ progress: (Int) -> Void
  ) throws {
    var course: [RunEvent] = []
    let kinds: [RunEvent.Kind] = [
      .runStarted, .runResumed, .runStopped, .stepFinished, .evaluationFinished, .policyUpdated,
      .constraintsApplied, .checkpointSaved, .alarmRaised,
    ]
    for kind in kinds {
      try reader.forEachBatch(of: kind) {
        course += $0
        progress($0.count)
      }
    }
    course.sort { $0.seq < $1.seq }
    var tokens = 0
    for event in course {
      func entry<Value>(_ value: Value) -> Step<Value> {
        Step(step: event.step, time: event.time, tokens: tokens, value: value)
      }
      switch event.body {
      case .runStarted(let value): started = value
      case .runResumed(let value):
        resumptions.append(value)
        stopped = nil
        goBack(to: value.checkpoint)
        tokens = steps.last?.tokens ?? 0
      case .runStopped(let value): stopped = value.reason
      case .stepFinished(let value):
        tokens += value.sampledTokens
        steps.append(entry(value))
      case .evaluationFinished(let value): evaluations.append(entry(value))
      case .policyUpdated(let value): updates.append(entry(value))
      case .constraintsApplied(let value): revisions.append(entry(value))
      case .checkpointSaved(let value): checkpoints.append(entry(value))
      case .alarmRaised(let value): alarms.append(entry(value))
      default: break
      }
    }
  }

  /// Forgets what is done again.
  private mutating func goBack(to step: Int) {
    steps.removeAll { $0.step > step }
    evaluations.removeAll { $0.step > step }
    updates.removeAll { $0.step > step }
    checkpoints.removeAll { $0.value.checkpoint > step }
  }

  private mutating func readFlags(
    _ reader: JournalReader, _ progress: (Int) -> Void
  ) throws {
    var verdicts: [FlagID: FlagReviewed] = [:]
    try reader.forEachBatch(of: .flagReviewed) { events in
      for case .flagReviewed(let review) in events.map(\.body) { verdicts[review.flag] = review }
    }
    var counts: [String: FlagCount] = [:]
    var seen: Set<FlagID> = []
    var entries: [FlagEntry] = []
    try reader.forEachBatch(of: .flagRaised) { events in
      progress(events.count)
      for event in events {
        guard case .flagRaised(let flag) = event.body, seen.insert(flag.id).inserted else {
          continue
        }
        let review = verdicts[flag.id]
        var count = counts[flag.rule] ?? FlagCount(rule: flag.rule)
        count.count += 1
        if review?.verdict == .confirm { count.confirmed += 1 }
        if review?.verdict == .dismiss { count.dismissed += 1 }
        counts[flag.rule] = count
        entries.append(
          FlagEntry(step: event.step, flag: flag, verdict: review?.verdict, by: review?.by))
      }
      // A judged flag is worth more to a reader than a newer one that nobody looked at.
      if entries.count > Self.flagLimit * 2 { entries = Self.worthiest(entries) }
    }
    flags = Self.worthiest(entries)
    flagCounts = counts.values.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
  }

  private static func worthiest(_ entries: [FlagEntry]) -> [FlagEntry] {
    let judged = entries.filter { $0.verdict != nil }.suffix(flagLimit)
    let rest = entries.filter { $0.verdict == nil }.suffix(flagLimit - judged.count)
    return (judged + rest).sorted { $0.flag.id < $1.flag.id }
  }
}

import Core
import Journal
import MiniPython
import Oversight

/// What an operator's drafts are tried on, oldest first.
struct RecentPast: Sendable {
  /// The newest valid proposals, and those that constraints kept out.
  var proposals: [PastProposal] = []
  /// The newest chains of thought.
  var chains: [RuleTrial.Chain] = []
}

/// What a run's journal has to tell when the run goes on.
public struct RunHistory {
  /// The kinds of which every event is told: those that charts and lists are made of.
  private static let kinds: [RunEvent.Kind] = [
    .runStarted, .stepFinished, .evaluationFinished, .constraintsApplied, .reviewPolicyChanged,
    .checkpointSaved, .flagReviewed, .taskReviewed, .verdictUndone, .treatmentChanged,
    .rewardFixed, .auditDrawn, .auditReviewed, .safetyGauges, .rulesApplied,
  ]
  /// How many of the newest flags are told, beside those that were reviewed: more than a screen
  /// keeps.
  private static let flagLimit = 6_000
  /// How many of the newest events of any kind are told.
  private static let tail: Int64 = 3_000
  /// Among how many of the newest events proposals and chains are looked for.
  private static let previewTail: Int64 = 20_000

  private let reader: JournalReader

  /// Opens the journal of a run directory.
  public init(_ directory: RunDirectory) throws(JournalError) {
    reader = try JournalReader(path: directory.journalPath)
  }

  /// The checkpoints that the run can go on from, as the journal tells, the newest last. Those that
  /// a resumed run went back behind are not among them.
  func checkpoints() throws(JournalError) -> [(seq: Int64, saved: CheckpointSaved)] {
    var events = try reader.events(of: .checkpointSaved)
    events += try reader.events(of: .runResumed)
    var kept: [Int: (seq: Int64, saved: CheckpointSaved)] = [:]
    for event in events.sorted(by: { $0.seq < $1.seq }) {
      switch event.body {
      case .checkpointSaved(let saved): kept[saved.checkpoint] = (event.seq, saved)
      case .runResumed(let resumed): kept = kept.filter { $0.key <= resumed.checkpoint }
      default: break
      }
    }
    return kept.values.sorted { $0.saved.checkpoint < $1.saved.checkpoint }
  }

  /// How many events there are.
  func lastSeq() throws(JournalError) -> Int64 { try reader.lastSeq() }

  /// The operator's acts, and the flags, that the newest checkpoint does not know of.
  ///
  /// - Parameter step: The checkpoint's step, or nil to begin with the run.
  func acts(afterCheckpoint step: Int?) throws(JournalError) -> [RunEvent] {
    var first: Int64 = 0
    for event in try reader.events(of: .checkpointSaved) {
      if case .checkpointSaved(let saved) = event.body, saved.checkpoint == step {
        first = event.seq
      }
    }
    var acts: [RunEvent] = []
    for kind in [
      RunEvent.Kind.taskReviewed, .verdictUndone, .taskEdited, .constraintsApplied,
      .reviewPolicyChanged, .treatmentChanged, .rewardFixed, .auditReviewed, .flagRaised,
      .rulesApplied,
    ] {
      acts += try reader.events(of: kind).filter { $0.seq > first }
    }
    return acts.sorted { $0.seq < $1.seq }
  }

  /// The newest valid proposals and chains of thought.
  func recentPast() throws(JournalError) -> RecentPast {
    let last = try reader.lastSeq()
    let newest = try reader.events(
      from: max(1, last - Self.previewTail), limit: Int(Self.previewTail))
    var contents: [RolloutID: TaskContent] = [:]
    var order: [RolloutID] = []
    var proposals: [RolloutID: PastProposal] = [:]
    var past = RecentPast()
    for event in newest {
      switch event.body {
      case .taskProposed(let proposed):
        contents[proposed.rollout] = TaskContent(
          type: proposed.type, program: proposed.program, input: proposed.input,
          pairs: proposed.pairs, message: proposed.message)
        past.chains.append(
          .init(rollout: proposed.rollout, role: .proposer, text: proposed.chain))
      case .rolloutFinished(let solved):
        past.chains.append(.init(rollout: solved.rollout, role: .solver, text: solved.chain))
      case .taskRejected(let rejected) where rejected.reason == .constraint:
        guard let content = contents[rejected.rollout] else { continue }
        let program = try? Program(parsing: content.program)
        order.append(rejected.rollout)
        proposals[rejected.rollout] = PastProposal(
          task: rejected.task, content: content, program: program,
          structure: program?.canonicalForm ?? "")
      case .taskValidated(let valid):
        guard var content = contents[valid.rollout] else { continue }
        content.output = valid.output
        if !valid.pairs.isEmpty { content.pairs = valid.pairs }
        let program = try? Program(parsing: content.program)
        order.append(valid.rollout)
        proposals[valid.rollout] = PastProposal(
          task: valid.task, content: content, program: program,
          structure: program?.canonicalForm ?? "")
      case .taskHeld(let held): proposals[held.rollout]?.isHeld = true
      case .taskScored(let scored): proposals[scored.rollout]?.solveRate = scored.solveRate
      default: break
      }
    }
    past.proposals = order.suffix(ConstraintPreview.reach).compactMap { proposals[$0] }
    past.chains = past.chains.suffix(RuleTrial.reach)
    return past
  }

  /// What a dashboard needs to show a resumed run as if it had been watching: the charts, the flags,
  /// the tasks that still wait for a verdict, and the newest events.
  ///
  /// - Parameter end: The last event that may be told: a replay shows the run as it was then.
  public func eventsForDashboard(upTo end: Int64 = .max) throws(JournalError) -> [RunEvent] {
    var events: [Int64: RunEvent] = [:]
    func add(_ more: [RunEvent]) {
      for event in more where event.seq <= end { events[event.seq] = event }
    }
    for kind in Self.kinds { add(try reader.events(of: kind, upTo: end)) }
    let reviewed = events.values.compactMap { event in
      if case .flagReviewed(let review) = event.body { review.flag } else { nil }
    }
    add(try reader.flags(newest: Self.flagLimit, and: Set(reviewed), upTo: end))
    var waiting: Set<TaskID> = []
    for event in try reader.events(of: .taskHeld, upTo: end) {
      if case .taskHeld(let held) = event.body { waiting.insert(held.task) }
    }
    for event in events.values {
      if case .taskReviewed(let review) = event.body, review.verdict.isFinal {
        waiting.remove(review.task)
      }
    }
    for event in events.values {
      if case .verdictUndone(let undone) = event.body { waiting.insert(undone.task) }
    }
    add(try reader.events(about: waiting))
    let last = min(end, try reader.lastSeq())
    add(try reader.events(from: max(1, last - Self.tail), limit: Int(Self.tail) + 1))
    return events.values.sorted { $0.seq < $1.seq }
  }
}

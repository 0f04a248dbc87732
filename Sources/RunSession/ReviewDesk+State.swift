import Core
import Foundation
import MiniPython
import Oversight
import SelfPlay

extension ReviewDesk {
  /// In whose names the run itself decides.
  static let (placebo, timeOut, expiry, clock) = ("placebo", "time-out", "expiry", "clock")
  static let ownNames: Set<String> = [placebo, timeOut, expiry, clock]
  /// Those whose decisions follow from the steps alone, so that they come again when steps are
  /// repeated. What the clock on the wall decided holds as an operator's verdict does.
  static let repeatingNames: Set<String> = [placebo, timeOut, expiry]

  /// What is saved in a checkpoint.
  struct State: Codable, Equatable, Sendable {
    /// In force since the current step began.
    var revision: ConstraintRevision
    /// The newest valid edit; it takes effect when the next step begins.
    var pending: ConstraintRevision?
    var gate: ReviewGate
    var quarantine = Quarantine<AdmittedTask>()
    /// Approved, and waiting for the next step.
    var approved: [AdmittedTask] = []
    /// Every vetoed task of the run.
    var vetoed: Set<TaskID> = []
    /// Vetoed since the step began: to purge when the next one begins.
    var purges: Set<TaskID> = []
    /// Flags raised so far.
    var flags = 0
    private var savedConduct: Conduct?

    var policy: ReviewPolicy { gate.policy }

    /// Treatments, audit and what else the operator set.
    var conduct: Conduct {
      get { savedConduct ?? Conduct(seed: 0, options: OversightOptions()) }
      set { savedConduct = newValue }
    }

    init(configuration: RunConfiguration) {
      revision = ConstraintRevision(number: 0, constraints: configuration.constraints)
      gate = ReviewGate(policy: configuration.policy, seed: configuration.seed)
      savedConduct = Conduct(seed: configuration.seed, options: configuration.oversightOptions)
      conduct.revisions = [revision]
    }
  }

  /// What the operator set beside policy and constraints, and what the audit found.
  struct Conduct: Codable, Equatable, Sendable {
    /// A final verdict that has not reached the engine.
    struct Undispatched: Codable, Equatable, Sendable {
      var task: TaskID
      var verdict: Verdict
      /// Nil when the task was not held.
      var entry: Quarantine<AdmittedTask>.Entry?
      /// Of an edit: the operator's task.
      var edited: TaskID?
    }

    var treatment: TreatmentChoice
    /// The last step of `teach`.
    var treatmentEnds: Int?
    var mode: ReviewMode
    var fixes: [RewardFix] = []
    /// What each veto does to learning, by task.
    var treatments: [String: Treatment] = [:]
    var undispatched: [Undispatched] = []
    /// Every revision of the run, the oldest first.
    var revisions: [ConstraintRevision] = []
    /// What came of each purged task, by task.
    var dependents: [String: [TaskID]] = [:]
    var audit: AuditLedger
    var twins: PlaceboTwins
    var readers: ReaderConsistency
    var drift = DriftMeter()
    /// The operator's rule file in force, and the one that takes its place when the next step
    /// begins; nil without any.
    var rules: RuleRevision?
    var pendingRules: RuleRevision?

    init(seed: UInt64, options: OversightOptions) {
      treatment = options.treatment
      treatmentEnds = options.treatment.treatment == .teach ? options.treatment.lasts : nil
      mode = options.mode
      rules = options.firstRules
      audit = AuditLedger(seed: seed)
      twins = PlaceboTwins(seed: seed)
      readers = ReaderConsistency(seed: seed)
    }

    /// - Parameter givesPlacebos: whether some twins are vetoed as a placebo.
    func gauges(givesPlacebos: Bool) -> SafetyGauges {
      let ratio = twins.ratio
      return SafetyGauges(
        placeboTwinRatio: ratio, overtCovertGap: audit.overtCovertGap, missed: audit.missed,
        audited: audit.reviewed, readerAgreement: readers.agreement,
        concealment: audit.concealment(),
        concealmentUnderTeach: audit.concealment(underTeach: true),
        placeboTasks: givesPlacebos && ratio == nil ? twins.counted : nil)
    }
  }

  /// What is known but need not outlive the process.
  struct Memory {
    /// The monitors' hits on the step's proposals.
    var hits: [RolloutID: [MonitorHit]] = [:]
    /// The newest proposals, oldest first.
    var past: [PastProposal] = []
    /// The newest flags, for those that come back.
    var flags: [FlagID: Flag] = [:]
    /// Flags that come back when the next step begins.
    var returning: [(flag: Flag, verdict: FlagVerdict)] = []
    /// The newest gauges that were told.
    var told: SafetyGauges?
    /// When this process held each task that waits, for time-outs in seconds.
    var heldSince: [TaskID: Date] = [:]
    /// What the run decided by itself in steps that are repeated, until it does so again.
    var foretold: [TaskID: TaskReviewed] = [:]
    /// Who gave commands, and the reasons that they wrote: none of it may get into a prompt.
    var operators: Set<String> = []
    var notes: [String] = []
    /// The newest chains of thought, oldest first, for trials of rules.
    var chains: [RuleTrial.Chain] = []

    private static let mostFlags = 2_000

    mutating func note(_ flag: Flag) {
      flags[flag.id] = flag
      flags[FlagID(rawValue: flag.id.rawValue - Self.mostFlags)] = nil
    }

    mutating func note(_ task: AdmittedTask, isHeld: Bool) {
      note(
        PastProposal(
          task: task.id, content: task.content, structure: task.structure, isHeld: isHeld,
          rollout: task.rollout))
    }

    /// What constraints keep out may be let in by other ones.
    mutating func note(rejected proposal: InspectedProposal) {
      let program = try? Program(parsing: proposal.content.program)
      note(
        PastProposal(
          task: proposal.task, content: proposal.content, program: program,
          structure: program?.canonicalForm ?? ""))
    }

    private mutating func note(_ proposal: PastProposal) {
      past.append(proposal)
      // Let it grow a little beyond what is used, so that dropping the oldest is rare.
      if past.count > ConstraintPreview.reach * 3 / 2 {
        past.removeFirst(past.count - ConstraintPreview.reach)
      }
    }

    mutating func note(chain text: String, of rollout: RolloutID, _ role: Role) {
      chains.append(RuleTrial.Chain(rollout: rollout, role: role, text: text))
      if chains.count > RuleTrial.reach * 3 / 2 {
        chains.removeFirst(chains.count - RuleTrial.reach)
      }
    }

    mutating func score(_ task: TaskID, solveRate: Double) {
      guard let index = past.lastIndex(where: { $0.task == task }) else { return }
      past[index].solveRate = solveRate
    }
  }
}

extension ReviewDesk.State {
  /// Decides about a valid proposal: withheld for a severe hit, a placebo, the policy, in that order.
  mutating func decide(
    _ task: AdmittedTask, isFlagged: Bool, hits: [MonitorHit], options: OversightOptions
  ) -> (HoldDecision, [RunEvent.Body]) {
    guard let rollout = task.rollout else {
      return (HoldDecision(isHeld: false, propensity: 0), [])
    }
    var events: [RunEvent.Body] = []
    // Every stream draws for every task, so that no later decision depends on this one.
    let decision = gate.decide(hasFlags: isFlagged, rules: Set(hits.map(\.rule)))
    let placebo = conduct.twins.decide(task.content, share: options.placeboShare)
    let isTaught = conduct.treatment.treatment == .teach
    if conduct.audit.draws(
      task.id, isFlagged: isFlagged, share: options.auditShare, isTaught: isTaught)
    {
      events.append(
        .auditDrawn(
          AuditDrawn(
            task: task.id, rollout: rollout, propensity: options.auditShare, isFlagged: isFlagged)))
    }
    let propensity = 1 - (1 - decision.propensity) * (1 - placebo.propensity)
    func held(_ cause: String, _ propensity: Double) -> (HoldDecision, [RunEvent.Body]) {
      let event = TaskHeld(
        task: task.id, rollout: rollout, policy: gate.policy, cause: cause, propensity: propensity)
      return (HoldDecision(isHeld: true, propensity: propensity), events + [.taskHeld(event)])
    }
    if let waiting = quarantine.entry(of: task.id) {
      return held("the very same task waits already", waiting.propensity)
    }
    let verdict = quarantine.verdict(on: task.id)
    if verdict == .veto { return held("the very same task was vetoed", 1) }
    func hold(_ cause: String, _ propensity: Double) -> (HoldDecision, [RunEvent.Body]) {
      let entry = Quarantine.Entry(
        task: task.id, step: task.step, propensity: propensity, payload: task)
      _ = quarantine.hold(entry)
      return held(cause, propensity)
    }
    if let limit = options.withholdAt, let hit = hits.first(where: { $0.severity >= limit }),
      verdict == nil
    {
      return hold("\(hit.rule) hit it with \(hit.severity.rawValue) severity", 1)
    }
    if placebo.isPlacebo, verdict == nil {
      let review = TaskReviewed(
        task: task.id, verdict: .veto, treatment: conduct.treatment.treatment, reason: .other,
        by: ReviewDesk.placebo, propensity: propensity, note: "vetoed by a coin")
      apply(review, reachesEngineAtOnce: true)
      var answer = held("placebo: a coin vetoes it", propensity)
      answer.0.isPlacebo = true
      answer.1.append(.taskReviewed(review))
      return answer
    }
    if case .hold(let cause, _) = decision, verdict == nil { return hold(cause, propensity) }
    return (HoldDecision(isHeld: false, propensity: propensity), events)
  }

  /// Lets a verdict take effect.
  mutating func apply(_ review: TaskReviewed, reachesEngineAtOnce: Bool = false) {
    switch review.verdict {
    case .defer: quarantine.postpone(review.task)
    case .escalate: quarantine.escalate(review.task, by: review.by)
    case .approve, .veto, .edit: applyFinal(review, reachesEngineAtOnce)
    }
  }

  private mutating func applyFinal(_ review: TaskReviewed, _ reachesEngineAtOnce: Bool) {
    var entry: Quarantine<AdmittedTask>.Entry?
    switch quarantine.review(review.task, review.verdict) {
    case .decided(let decided): entry = decided
    case .alreadyDecided: return
    case .unknown: if review.verdict != .veto { return }
    }
    switch review.verdict {
    case .approve: if let entry { approved.append(entry.payload) }
    case .veto:
      vetoed.insert(review.task)
      purges.insert(review.task)
      conduct.treatments[review.task.rawValue] = review.treatment ?? .interrupt
    case .edit, .defer, .escalate: break
    }
    guard !reachesEngineAtOnce else { return }
    conduct.undispatched.append(
      ReviewDesk.Conduct.Undispatched(
        task: review.task, verdict: review.verdict, entry: entry, edited: review.edited))
  }

  /// Takes a verdict back that has not reached the engine.
  ///
  /// - Parameter step: the step at hand: a time-out counts from there again.
  mutating func undo(_ task: TaskID, atStep step: Int) {
    guard let index = conduct.undispatched.firstIndex(where: { $0.task == task }) else { return }
    let undone = conduct.undispatched.remove(at: index)
    if var entry = undone.entry {
      entry.step = max(entry.step, step)
      quarantine.restore(entry)
    }
    switch undone.verdict {
    case .approve: approved.removeAll { $0.id == task }
    case .veto:
      vetoed.remove(task)
      purges.remove(task)
      conduct.treatments[task.rawValue] = nil
    case .edit: approved.removeAll { $0.id == undone.edited }
    case .defer, .escalate: break
    }
  }

  /// Lets an act take effect that was journaled after this state was saved: what an operator
  /// decided holds, even if the run died before its next checkpoint.
  mutating func replay(_ event: RunEvent) {
    switch event.body {
    // What the run decides by itself it decides again when the steps are repeated.
    case .taskReviewed(let review) where !ReviewDesk.repeatingNames.contains(review.by):
      apply(review)
    case .verdictUndone(let undone): undo(undone.task, atStep: event.step)
    case .taskEdited(let edit): approved.append(edit.task(atStep: event.step, revision: revision))
    case .constraintsApplied(let applied): put(applied.revision)
    case .rulesApplied(let applied): conduct.pendingRules = applied.revision
    case .reviewPolicyChanged(let change):
      gate.policy = change.policy
      if let mode = change.mode { conduct.mode = mode }
    case .treatmentChanged(let change) where !ReviewDesk.ownNames.contains(change.by):
      conduct.treatment = change.choice
      conduct.treatmentEnds = change.lastStep
    case .rewardFixed(let fixed): conduct.fixes.append(fixed.fix)
    case .auditReviewed(let review):
      _ = conduct.audit.review(review.task, isViolation: review.isViolation)
    case .flagRaised(let flag): flags = max(flags, flag.id.rawValue)
    default: break
    }
  }

  /// Puts a revision in force from the next step on.
  mutating func put(_ revision: ConstraintRevision) {
    pending = revision
    conduct.revisions.append(revision)
  }
}

extension TaskEdited {
  /// The operator's task as the engine takes it.
  func task(atStep step: Int, revision: ConstraintRevision) -> AdmittedTask {
    AdmittedTask(
      id: edited, content: content, rollout: nil, step: step, revision: revision.number,
      references: [task], structure: (try? Program(parsing: content.program))?.canonicalForm ?? "")
  }
}

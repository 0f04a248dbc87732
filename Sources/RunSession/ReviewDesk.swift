import Core
import Foundation
import Journal
import MiniPython
import Oversight
import SelfPlay
import Synchronization

/// Where the operator's decisions and the engine meet: constraints, gate, quarantine, monitors.
///
/// The engine asks from its thread, the operator's commands come from the desk's thread; both see
/// one state behind one lock. A verdict or revision is on disk before it takes effect.
final class ReviewDesk: Overseer, Sendable {
  let options: OversightOptions
  /// Validates a task that an operator wrote.
  let validator: Validator
  /// Pairs of an induction task.
  let pairs: Int
  /// How tasks are put to the model.
  let dialect: any PromptDialect
  private let state: Mutex<State>
  private let memory = Mutex(Memory())
  private let recorder: EventRecorder
  private let pause: @Sendable (String) -> Void
  private let decided: DecisionSignal
  /// What reads proposals and responses; the operator's rules in it change at step boundaries only.
  private let monitors: Mutex<MonitorPanel>
  /// Where the run's rule file is.
  let ruleFile: String

  /// - Parameters:
  ///   - executor: what runs programs instead of the embedded interpreter, or nil.
  ///   - directory: where the run's rule file is kept.
  ///   - past: the newest proposals and chains of the run, for previews and trials.
  ///   - foretold: what the run decided by itself in steps that are to be repeated.
  ///   - decisions: wakes the engine where it waits for verdicts.
  ///   - pause: asks for a pause in the name of what asks for it.
  init(
    state: State, configuration: RunConfiguration, directory: RunDirectory,
    executor: (any TaskExecutor)? = nil,
    words: PolicyWords, past: RecentPast = RecentPast(), foretold: [TaskID: TaskReviewed] = [:],
    recorder: EventRecorder,
    decisions: DecisionSignal,
    pause: @escaping @Sendable (String) -> Void
  ) {
    decided = decisions
    options = configuration.oversightOptions
    self.state = Mutex(state)
    self.recorder = recorder
    self.pause = pause
    dialect = words.dialect
    validator = Validator(
      settings: configuration.settings, executor: executor, largestInteger: words.largestInteger)
    pairs = configuration.settings.pairs
    ruleFile = directory.rulesPath
    monitors = Mutex(Self.panel(state.conduct.rules))
    memory.withLock { memory in
      memory.past = past.proposals
      memory.chains = past.chains
      memory.foretold = foretold
    }
  }

  /// A copy of the state, for a checkpoint.
  var savedState: State { state.withLock { $0 } }

  /// The revision in force.
  var revision: ConstraintRevision { state.withLock { $0.revision } }

  /// Changes the state.
  func change<Result>(_ body: (inout State) -> Result) -> Result {
    let result = state.withLock { body(&$0) }
    decided.announce()
    return result
  }

  /// What is known but need not outlive the process.
  func remember<Result>(_ body: (inout Memory) -> Result) -> Result {
    memory.withLock { body(&$0) }
  }

  /// What reads proposals and responses now.
  var panel: MonitorPanel { monitors.withLock { $0 } }

  /// Records an event.
  func record(_ body: RunEvent.Body) { recorder.record(body) }

  /// Shows an event that is not part of the record.
  func show(_ body: RunEvent.Body) { recorder.show(body) }

  /// Records an event and waits until it is on disk. Unless it is, its act must not take effect.
  func isDurable(_ body: RunEvent.Body) -> Bool { recorder.recordDurably(body) }

  // MARK: - What the engine asks

  func beginStep(_ step: Int) -> StepOversight {
    expire(at: step)
    let oversight = change { state in
      if let pending = state.pending {
        state.revision = pending
        state.pending = nil
      }
      if let rules = state.conduct.pendingRules {
        state.conduct.rules = rules
        state.conduct.pendingRules = nil
        monitors.withLock { $0 = Self.panel(rules) }
      }
      let oversight = StepOversight(
        revision: state.revision, approved: state.approved, vetoed: state.purges,
        treatment: state.conduct.treatment, flagPenalty: options.flagPenalty)
      state.approved = []
      state.purges = []
      state.conduct.undispatched = []
      return oversight
    }
    remember { $0.hits = [:] }
    checkDrift()
    bringBackFlags()
    tellGauges()
    return oversight
  }

  func violation(of program: Program) -> Rejection? {
    let checker = ConstraintChecker(constraints: revision.constraints)
    return checker.violations(of: program).first.map {
      Rejection(.constraint, $0.message, line: $0.line)
    }
  }

  func violation(of task: ValidTask, recent: [String]) -> Rejection? {
    ConstraintChecker(constraints: revision.constraints)
      .violation(of: task.content, structure: task.structure, recent: recent)
      .map { Rejection(.constraint, $0.message, line: nil) }
  }

  func isVetoed(_ task: TaskID) -> Bool { state.withLock { $0.vetoed.contains(task) } }

  func vetoedTasks() -> Set<TaskID> {
    state.withLock { state in
      // What the engine has seen can no longer be taken back, unless the task was held.
      let held = Set(state.conduct.undispatched.compactMap { $0.entry?.task })
      state.conduct.undispatched.removeAll { $0.verdict == .veto && !held.contains($0.task) }
      return state.purges
    }
  }

  func treatment(of task: TaskID) -> Treatment {
    state.withLock { $0.conduct.treatments[task.rawValue] ?? $0.conduct.treatment.treatment }
  }

  func fixedReward(of program: String) -> Double? {
    let fixes = state.withLock { $0.conduct.fixes }
    guard !fixes.isEmpty else { return nil }
    // The newest fix that fits decides.
    return fixes.last { $0.fits(program) }?.reward
  }

  func purged(_ task: TaskID, dependents: [TaskID]) {
    state.withLock { $0.conduct.dependents[task.rawValue] = dependents }
  }

  func postpone(_ tasks: [AdmittedTask]) {
    state.withLock { $0.approved = tasks + $0.approved }
  }

  func review(_ task: AdmittedTask, isFlagged: Bool) -> HoldDecision {
    let hits = task.rollout.flatMap { rollout in remember { $0.hits[rollout] } } ?? []
    let (decision, events) = state.withLock { state in
      state.decide(task, isFlagged: isFlagged, hits: hits, options: options)
    }
    remember { memory in
      memory.note(task, isHeld: decision.isHeld)
      if decision.isHeld { memory.heldSince[task.id] = Date() }
    }
    if let program = try? Program(parsing: task.content.program) {
      state.withLock {
        $0.conduct.drift.take(constructs: ConstraintChecker.constructs(of: program))
      }
    }
    for event in events { record(event) }
    return decision
  }

  func awaitVerdicts(on tasks: [TaskID]) -> Set<TaskID> {
    guard state.withLock({ $0.conduct.mode.isStrict }) else { return [] }
    let held = Set(tasks)
    let began = Date()
    let isTimeUp = decided.wait {
      state.withLock { state in
        !state.conduct.mode.isStrict
          || !state.quarantine.entries.contains { held.contains($0.task) }
      }
    } deadline: {
      state.withLock { $0.conduct.mode.timeout?.seconds }.map(began.addingTimeInterval)
    }
    if isTimeUp, let timeout = savedState.conduct.mode.timeout {
      for task in tasks { timeOut(task, timeout, by: Self.clock) }
    }
    return state.withLock { state in
      // They go on in this step, not in the next one.
      let approved = Set(state.approved.map(\.id)).intersection(held)
      state.approved.removeAll { approved.contains($0.id) }
      state.conduct.undispatched.removeAll { approved.contains($0.task) }
      return approved
    }
  }

  func inspect(_ proposal: InspectedProposal) -> Int {
    let subject = MonitorSubject.proposal(
      ProposalSubject(
        content: proposal.content, chain: proposal.chain, rejection: proposal.rejection?.reason,
        error: proposal.rejection?.error, constraints: revision.constraints,
        structuralDuplicate: proposal.structuralDuplicate))
    remember { memory in
      memory.note(chain: proposal.chain, of: proposal.rollout, .proposer)
      if proposal.rejection?.reason == .constraint { memory.note(rejected: proposal) }
    }
    let hits = panel.hits(in: subject)
    for hit in hits {
      raise(
        hit, in: subject, task: proposal.task, rollout: proposal.rollout,
        type: proposal.content.type, role: .proposer)
    }
    remember { $0.hits[proposal.rollout] = hits }
    return hits.count
  }

  func inspect(_ solution: InspectedSolution) -> Int {
    let subject = MonitorSubject.response(
      ResponseSubject(
        task: solution.content, chain: solution.chain, answer: solution.answer,
        correct: solution.grade.isCorrect,
        executed: solution.grade.executed.map {
          TraceLine(statement: $0.statement, value: $0.value)
        },
        error: solution.grade.error))
    remember { $0.note(chain: solution.chain, of: solution.rollout, .solver) }
    let hits = panel.hits(in: subject)
    for hit in hits {
      raise(
        hit, in: subject, task: solution.task, rollout: solution.rollout,
        type: solution.content.type, role: .solver)
    }
    return hits.count
  }

  private func raise(
    _ hit: MonitorHit, in subject: MonitorSubject, task: TaskID, rollout: RolloutID,
    type: TaskType, role: Role
  ) {
    let quality = panel.quality(of: hit.rule).map {
      RuleQuality(
        precision: $0.precision, falseAlarmRate: $0.falseAlarmRate,
        source: "\($0.positives + $0.negatives) texts, \($0.source)")
    }
    let flag = Flag(
      id: nextFlag(), rule: hit.rule, severity: hit.severity, task: task, rollout: rollout,
      type: type, role: role, field: hit.field, text: subject.text(of: hit.field),
      start: hit.start, end: hit.end, detail: hit.detail, quality: quality)
    remember { $0.note(flag) }
    record(.flagRaised(flag))
    if let limit = options.pauseAt, hit.severity >= limit {
      record(
        .alarmRaised(
          AlarmRaised(
            code: "flag.\(hit.rule)",
            message: "flag \(flag.id) is of \(hit.severity.rawValue) severity",
            tasks: [task], pauses: true)))
      askForPause(in: "flags")
    }
  }

  /// The next flag's number.
  func nextFlag() -> FlagID {
    state.withLock { state in
      state.flags += 1
      return FlagID(rawValue: state.flags)
    }
  }

  /// Asks for a pause, in the name of the part of the run that asks.
  func askForPause(in name: String) { pause(name) }
}

extension RewardFix {
  /// Whether the rule forbids the program.
  func fits(_ program: String) -> Bool {
    !ConstraintChecker(constraints: rule).violations(inSource: program).isEmpty
  }
}

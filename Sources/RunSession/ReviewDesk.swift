import Core
import MiniPython
import Oversight
import SelfPlay
import Synchronization

/// Where the operator's decisions and the engine meet: constraints, gate, quarantine, monitors.
///
/// The engine asks from its thread, the operator's commands come from the desk's thread; both see
/// one state behind one lock. A verdict or revision is on disk before it takes effect.
final class ReviewDesk: Overseer, Sendable {
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

    var policy: ReviewPolicy { gate.policy }

    init(configuration: RunConfiguration) {
      revision = ConstraintRevision(number: 0, constraints: configuration.constraints)
      gate = ReviewGate(policy: configuration.policy, seed: configuration.seed)
    }
  }

  private let state: Mutex<State>
  private let recorder: EventRecorder
  private let panel = MonitorPanel.standard(
    chainFormat: ChainFormat(arrow: ChainOfThought.arrow, attempt: ChainOfThought.attempt))

  init(state: State, recorder: EventRecorder) {
    self.state = Mutex(state)
    self.recorder = recorder
  }

  /// A copy of the state, for a checkpoint.
  var savedState: State { state.withLock { $0 } }

  /// The revision in force.
  var revision: ConstraintRevision { state.withLock { $0.revision } }

  /// Changes the state.
  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  /// Records an event.
  func record(_ body: RunEvent.Body) { recorder.record(body) }

  /// Records an event and waits until it is on disk. Unless it is, its act must not take effect.
  func isDurable(_ body: RunEvent.Body) -> Bool { recorder.recordDurably(body) }

  // MARK: - What the engine asks

  func beginStep() -> StepOversight {
    state.withLock { state in
      if let pending = state.pending {
        state.revision = pending
        state.pending = nil
      }
      let oversight = StepOversight(
        revision: state.revision, approved: state.approved, vetoed: state.purges)
      state.approved = []
      state.purges = []
      return oversight
    }
  }

  func violation(of program: Program) -> Rejection? {
    let checker = ConstraintChecker(constraints: revision.constraints)
    return checker.violations(of: program).first.map {
      Rejection(.constraint, $0.message, line: $0.line)
    }
  }

  func isVetoed(_ task: TaskID) -> Bool { state.withLock { $0.vetoed.contains(task) } }

  func vetoedTasks() -> Set<TaskID> { state.withLock { $0.purges } }

  func postpone(_ tasks: [AdmittedTask]) {
    state.withLock { $0.approved = tasks + $0.approved }
  }

  func holds(_ task: AdmittedTask, isFlagged: Bool) -> Bool {
    let held: TaskHeld? = state.withLock { state in
      guard let rollout = task.rollout else { return nil }
      // The gate draws for every task, so that no later decision depends on this one.
      let decision = state.gate.decide(hasFlags: isFlagged)
      func held(_ cause: String, _ propensity: Double) -> TaskHeld {
        TaskHeld(
          task: task.id, rollout: rollout, policy: state.gate.policy, cause: cause,
          propensity: propensity)
      }
      if let waiting = state.quarantine.entries.first(where: { $0.task == task.id }) {
        return held("the very same task waits already", waiting.propensity)
      }
      switch (decision, state.quarantine.verdict(on: task.id)) {
      case (_, .veto): return held("the very same task was vetoed", decision.propensity)
      case (.pass, _), (.hold, .approve): return nil
      case (.hold(let cause, let propensity), nil):
        let entry = Quarantine.Entry(
          task: task.id, step: task.step, propensity: propensity, payload: task)
        _ = state.quarantine.hold(entry)
        return held(cause, propensity)
      }
    }
    guard let held else { return false }
    recorder.record(.taskHeld(held))
    return true
  }

  func inspect(_ proposal: InspectedProposal) -> Int {
    let subject = MonitorSubject.proposal(
      ProposalSubject(
        content: proposal.content, chain: proposal.chain, rejection: proposal.rejection?.reason,
        error: proposal.rejection?.error, constraints: revision.constraints,
        structuralDuplicate: proposal.structuralDuplicate))
    let hits = panel.hits(in: subject)
    for hit in hits {
      raise(
        hit, in: subject, task: proposal.task, rollout: proposal.rollout,
        type: proposal.content.type, role: .proposer)
    }
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
    let id = state.withLock { state in
      state.flags += 1
      return FlagID(rawValue: state.flags)
    }
    recorder.record(
      .flagRaised(
        Flag(
          id: id, rule: hit.rule, severity: hit.severity, task: task, rollout: rollout, type: type,
          role: role, field: hit.field, text: subject.text(of: hit.field), start: hit.start,
          end: hit.end, detail: hit.detail)))
  }
}

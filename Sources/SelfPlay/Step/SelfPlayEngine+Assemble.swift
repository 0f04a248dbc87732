import Core
import LanguageModel
import MiniPython

extension SelfPlayEngine {
  /// The solver batch of each type: the new tasks, whose rollouts price their proposers, and as many
  /// tasks as the batch is large for the solver to train on.
  func assemble(_ batch: inout StepBatch, approved: [AdmittedTask]) {
    purge(overseer.vetoedTasks())
    for type in batch.types {
      var tasks: [SolverTask] = []
      for (index, proposal) in batch.proposals.enumerated() where proposal.type == type {
        guard case .valid(let valid) = proposal.outcome else { continue }
        tasks.append(
          SolverTask(
            task: admittedTask(proposal, valid, revision: batch.constraints.number),
            origin: .proposal(index), executed: valid.executed))
      }
      // Many approvals at once are spread over steps, so that no step becomes endless.
      let released = permitted(approved.filter { $0.content.type == type })
      let room = max(1, batch.count(type))
      overseer.postpone(Array(released.dropFirst(room)))
      tasks += released.prefix(room).map {
        SolverTask(task: $0, origin: .approved, executed: executedLines($0.content))
      }
      let shadows = shadowTasks(of: type, in: batch)
      fill(&tasks, of: type, upTo: batch.count(type))
      batch.tasks += tasks + shadows
    }
  }

  /// Chooses what the solver trains on among the new tasks, those of the step before, and draws from
  /// the buffer.
  private func fill(_ tasks: inout [SolverTask], of type: TaskType, upTo size: Int) {
    let new = settings.solverLags ? previousTasks(of: type) : tasks
    var chosen: [SolverTask] = []
    switch settings.solverMix {
    // All new tasks are solved in any case; where their estimates train, so do all of them.
    case .maxNew: chosen = settings.solverRows == .estimates ? new : Array(new.prefix(size))
    case .halfNew: chosen = Array(new.prefix(size / 2))
    case .uniformTotal, .step: break
    }
    let missing = max(0, size - chosen.count)
    let drawn =
      settings.solverMix == .step
      ? state.buffers[type].refillByStep(missing, using: &state.random)
      : state.buffers[type].refill(missing, using: &state.random)
    if !settings.solverLags {
      for index in tasks.indices { tasks[index].trainsSolver = index < chosen.count }
    } else {
      tasks += chosen
    }
    tasks += drawn.map {
      SolverTask(
        task: $0, origin: .refill, executed: executedLines($0.content), trainsSolver: true)
    }
  }

  /// Tasks admitted in the step before that are still there.
  private func previousTasks(of type: TaskType) -> [SolverTask] {
    (state.newest ?? []).compactMap { id in
      state.buffers[type].task(id).map {
        SolverTask(
          task: $0, origin: .previous, executed: executedLines($0.content), trainsSolver: true)
      }
    }
  }

  func admittedTask(_ proposal: Proposal, _ valid: ValidTask, revision: Int) -> AdmittedTask {
    AdmittedTask(
      id: proposal.id, content: valid.content, rollout: proposal.row.rollout,
      step: state.isSeeded ? state.step + 1 : 0, revision: revision,
      references: proposal.references, structure: valid.structure,
      composedOf: proposal.composedOf.isEmpty ? nil : proposal.composedOf)
  }

  /// What the executor does on a task's input; induction has none.
  func executedLines(_ content: TaskContent) -> [ChainLine] {
    guard content.type != .induction, let program = try? Program(parsing: content.program) else {
      return []
    }
    return ChainOfThought.run(
      program, arguments: content.input, executor: validator.executor)?.lines ?? []
  }
}

import Core
import LanguageModel
import MiniPython

extension SelfPlayEngine {
  /// Lets the overseer hold valid tasks. A held task leaves the step; the step goes on without it.
  func review(_ batch: inout StepBatch) {
    for index in batch.proposals.indices {
      let proposal = batch.proposals[index]
      guard case .valid(let task) = proposal.outcome else { continue }
      let candidate = admittedTask(proposal, task, revision: batch.constraints.number)
      if overseer.holds(candidate, isFlagged: proposal.isFlagged) {
        batch.proposals[index].outcome = .held(task)
        batch.held += 1
      }
    }
  }

  /// The solver batch of each type: new valid tasks, approved ones, and uniform draws from the
  /// buffer up to the batch size.
  func assemble(_ batch: inout StepBatch, approved: [AdmittedTask]) {
    purge(overseer.vetoedTasks())
    for type in TaskType.allCases {
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
      let drawn = state.buffers[type].refill(
        max(0, batch.count(type) - tasks.count), using: &state.random)
      tasks += drawn.map {
        SolverTask(task: $0, origin: .refill, executed: executedLines($0.content))
      }
      batch.tasks += tasks
    }
  }

  /// Approved tasks that the constraints still permit: they were held under an older revision.
  private func permitted(_ approved: [AdmittedTask]) -> [AdmittedTask] {
    approved.filter { task in
      guard !isPermitted(task.content.program), let rollout = task.rollout else { return true }
      emit(
        .taskRejected(
          TaskRejected(
            task: task.id, rollout: rollout, reason: .constraint,
            detail: "the constraints in force now forbid it", line: nil, reward: 0)))
      return false
    }
  }

  /// Samples n rollouts for every task of the solver batch and grades them.
  func solve(_ batch: inout StepBatch) {
    var requests: [SamplingRequest] = []
    var parts: [RolloutText.Part] = []
    for solverTask in batch.tasks {
      let rollouts = (0..<settings.rollouts).map { _ in nextRollout() }
      let content = solverTask.task.content
      requests.append(
        SamplingRequest(
          prompt: tokenizer.encode(PromptFormat.solve(content)), keys: rollouts.map(\.key)))
      parts += rollouts.map {
        RolloutText.Part(
          rollout: $0.id, type: content.type, role: .solver, task: solverTask.task.id, text: "")
      }
    }
    let completions = sample(requests, parts: parts, longest: settings.longestSolution)
    var row = 0
    for (index, group) in completions.enumerated() {
      for completion in group {
        let sampled = SampledRow(
          rollout: parts[row].rollout, prompt: requests[index].prompt, completion: completion,
          response: Response(
            text: tokenizer.decode(completion.tokens), ended: completion.isFinished))
        batch.solutions.append(grade(sampled, task: index, in: &batch))
        row += 1
      }
    }
  }

  private func grade(_ row: SampledRow, task index: Int, in batch: inout StepBatch) -> Solution {
    let solverTask = batch.tasks[index]
    let content = solverTask.task.content
    let grade =
      row.response.answer.map {
        grader.grade($0, for: content, executed: solverTask.executed)
      } ?? Grade(isCorrect: false)
    let reward = settings.rewards.solver(
      isWellFormed: row.response.isWellFormed, isCorrect: grade.isCorrect)
    emit(
      .rolloutFinished(
        RolloutFinished(
          rollout: row.rollout, task: solverTask.task.id, type: content.type,
          chain: row.response.chain, answer: row.response.answer, correct: grade.isCorrect,
          reward: reward, tokens: row.tokens, entropy: row.entropy,
          refill: solverTask.origin == .refill)))
    batch.flags += overseer.inspect(
      InspectedSolution(
        task: solverTask.task.id, rollout: row.rollout, content: content,
        chain: row.response.chain, answer: row.response.answer, grade: grade))
    return Solution(
      task: index, type: content.type, row: row, isCorrect: grade.isCorrect, reward: reward)
  }

  /// Rewards the proposers and admits the new tasks.
  func score(_ batch: inout StepBatch) {
    let vetoed = overseer.vetoedTasks()
    let target = batch.constraints.constraints.targetSolveRate
    var successes = Array(repeating: 0, count: batch.tasks.count)
    for solution in batch.solutions where solution.isCorrect { successes[solution.task] += 1 }
    for (index, solverTask) in batch.tasks.enumerated() where solverTask.origin != .refill {
      let task = solverTask.task
      guard !vetoed.contains(task.id) else { continue }
      let solveRate = Double(successes[index]) / Double(settings.rollouts)
      let reward = settings.rewards.learnability(solveRate: solveRate, target: target)
      var trains = false
      if case .proposal(let proposal) = solverTask.origin {
        batch.proposals[proposal].reward = reward
        trains = true
      }
      if let rollout = task.rollout {
        emit(
          .taskScored(
            TaskScored(
              task: task.id, rollout: rollout, solveRate: solveRate,
              rollouts: settings.rollouts, reward: reward, trainsProposer: trains)))
      }
      admit(task, solveRate: solveRate, target: target)
    }
    for index in batch.proposals.indices {
      if case .rejected(let rejection) = batch.proposals[index].outcome, rejection.reason != .vetoed
      {
        batch.proposals[index].reward = settings.rewards.rejected(rejection.reason)
      }
    }
    batch.removeRows(ofTasks: vetoed)
  }

  private func admit(_ task: AdmittedTask, solveRate: Double, target: ClosedRange<Double>) {
    guard target.contains(solveRate) else {
      if let rollout = task.rollout {
        emit(
          .taskRejected(
            TaskRejected(
              task: task.id, rollout: rollout, reason: .solveRate,
              detail: "the solve rate is outside \(target.lowerBound)-\(target.upperBound)",
              line: nil, reward: settings.rewards.unlearnable)))
      }
      return
    }
    // Two proposals of one content, one of them held before, can come to the same step.
    guard !state.buffers[task.content.type].contains(task.id) else { return }
    state.buffers[task.content.type].admit(task)
    emit(.taskAdmitted(TaskAdmitted(task: task.id, type: task.content.type)))
  }

  func admittedTask(_ proposal: Proposal, _ valid: ValidTask, revision: Int) -> AdmittedTask {
    AdmittedTask(
      id: proposal.id, content: valid.content, rollout: proposal.row.rollout,
      step: state.isSeeded ? state.step + 1 : 0, revision: revision,
      references: proposal.references, structure: valid.structure)
  }

  /// What the executor does on a task's input; induction has none.
  private func executedLines(_ content: TaskContent) -> [ChainLine] {
    guard content.type != .induction, let program = try? Program(parsing: content.program) else {
      return []
    }
    return ChainOfThought.run(
      program, arguments: content.input, interpreter: validator.interpreter)?.lines ?? []
  }
}

extension StepBatch {
  /// A veto while the step ran: the task's rows leave the statistics and the update.
  mutating func removeRows(ofTasks vetoed: Set<TaskID>) {
    guard !vetoed.isEmpty else { return }
    let tasks = tasks
    solutions.removeAll { vetoed.contains(tasks[$0.task].task.id) }
    for index in proposals.indices where vetoed.contains(proposals[index].id) {
      proposals[index].reward = nil
    }
  }
}

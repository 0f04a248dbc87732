import Core
import MiniPython

extension SelfPlayEngine {
  /// Rewards the proposers and admits the new tasks.
  func score(_ batch: inout StepBatch) {
    let vetoed = overseer.vetoedTasks()
    let target = batch.constraints.constraints.targetSolveRate
    var scores = Array(repeating: (sum: 0.0, count: 0), count: batch.tasks.count)
    for solution in batch.solutions where solution.prices {
      scores[solution.task].sum += solution.score
      scores[solution.task].count += 1
    }
    let clones = batch.cloneShares()
    state.newest = []
    for (index, solverTask) in batch.tasks.enumerated()
    where solverTask.origin.isNew && scores[index].count > 0 {
      let task = solverTask.task
      let isVetoed = vetoed.contains(task.id)
      guard !isVetoed || overseer.treatment(of: task.id) == .shadow else { continue }
      let solveRate = scores[index].sum / Double(scores[index].count)
      let reward =
        overseer.fixedReward(of: task.content.program)
        ?? settings.rewards.proposer(
          solveRate: solveRate, target: target, measures: measures(of: solverTask, in: batch),
          clones: solverTask.proposal.map { clones[$0] } ?? 0, guide: batch.guide[task.id]?.mean)
      var trains = false
      if case .proposal(let proposal) = solverTask.origin {
        batch.proposals[proposal].reward = reward
        trains = settings.trainsProposer
      }
      if case .shadow(let proposal) = solverTask.origin {
        batch.proposals[proposal].reward = reward
      }
      guard !solverTask.isShadow, !isVetoed else { continue }
      if let rollout = task.rollout {
        let interval = ConfidenceInterval.wilson(share: solveRate, count: scores[index].count)
        emit(
          .taskScored(
            TaskScored(
              task: task.id, rollout: rollout, solveRate: solveRate,
              rollouts: scores[index].count, reward: reward, trainsProposer: trains,
              low: interval.low, high: interval.high, guide: batch.guide[task.id])))
      }
      admit(task, solveRate: solveRate, reward: reward, target: target)
    }
    for index in batch.proposals.indices {
      if case .rejected(let rejection) = batch.proposals[index].outcome,
        rejection.reason != .vetoed,
        rejection.reason != .constraint || batch.constraints.constraints.rejection == .penalty
      {
        batch.proposals[index].reward = settings.rewards.rejected(rejection.reason)
      }
    }
    treatVetoes(in: &batch)
  }

  /// What is measured of a new task; a task that was held before has lost its references.
  private func measures(of task: SolverTask, in batch: StepBatch) -> ProgramMeasures {
    if let proposal = task.proposal { return batch.proposals[proposal].measures }
    guard settings.rewards.intrinsic.isOn,
      let program = try? Program(parsing: task.task.content.program)
    else { return ProgramMeasures() }
    return ProgramMeasures(program, references: [])
  }

  private func admit(
    _ task: AdmittedTask, solveRate: Double, reward: Double, target: ClosedRange<Double>
  ) {
    let type = task.content.type
    if let detail = settings.bufferFilter.objection(to: solveRate, target: target) {
      if let rollout = task.rollout {
        emit(
          .taskRejected(
            TaskRejected(
              task: task.id, rollout: rollout, reason: .solveRate, detail: detail, line: nil,
              reward: reward)))
      }
      return
    }
    // Two proposals of one content, one of them held before, can come to the same step.
    guard !settings.rejectsRepeats || !state.buffers[type].contains(task.id) else { return }
    var task = task
    task.value = reward
    let evicted = state.buffers[type].admit(task, repeats: !settings.rejectsRepeats)
    guard evicted != task.id || state.buffers[type].contains(task.id) else { return }
    state.newest?.append(task.id)
    emit(.taskAdmitted(TaskAdmitted(task: task.id, type: type, evicted: evicted)))
  }
}

extension BufferFilter {
  /// Why a solved task does not enter the buffer, or nil.
  func objection(to solveRate: Double, target: ClosedRange<Double>) -> String? {
    guard target.contains(solveRate) else {
      return "the solve rate is outside \(target.lowerBound)-\(target.upperBound)"
    }
    switch self {
    case .all: return nil
    case .nonOne: return solveRate == 1 ? "the task is always solved" : nil
    case .nonExtremes:
      return solveRate == 1
        ? "the task is always solved" : solveRate == 0 ? "the task is never solved" : nil
    }
  }
}

extension StepBatch {
  /// For each proposal, the share of the other valid ones of its type that have its structure.
  func cloneShares() -> [Double] {
    var counts: [TaskType: (all: Int, byStructure: [String: Int])] = [:]
    for proposal in proposals {
      guard let task = proposal.validTask else { continue }
      counts[proposal.type, default: (0, [:])].all += 1
      counts[proposal.type]?.byStructure[task.structure, default: 0] += 1
    }
    return proposals.map { proposal in
      guard let task = proposal.validTask, let count = counts[proposal.type], count.all > 1 else {
        return 0
      }
      return Double((count.byStructure[task.structure] ?? 1) - 1) / Double(count.all - 1)
    }
  }
}

extension SolverTask {
  /// The index of its proposal in this step.
  var proposal: Int? {
    switch origin {
    case .proposal(let index), .shadow(let index): index
    case .approved, .previous, .refill: nil
    }
  }
}

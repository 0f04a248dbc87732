import Core
import LanguageModel

extension SelfPlayEngine {
  /// Where steps wait for verdicts: approved tasks are in the step again, as if they had never been
  /// held.
  func releaseDecided(in batch: inout StepBatch) {
    var held: [TaskID] = []
    for proposal in batch.proposals {
      if case .held = proposal.outcome { held.append(proposal.id) }
    }
    guard !held.isEmpty else { return }
    let approved = overseer.awaitVerdicts(on: held)
    for index in batch.proposals.indices where approved.contains(batch.proposals[index].id) {
      guard case .held(let task) = batch.proposals[index].outcome else { continue }
      batch.proposals[index].outcome = .valid(task)
      // With the unreviewed ones counting double where half is reviewed, the reviewed count nothing;
      // where all is reviewed there are no unreviewed ones, and each counts once.
      batch.proposals[index].removal = batch.proposals[index].removal < 1 ? 1 : 0
    }
  }

  /// Under shadow treatment: the held proposals, to be solved in quarantine.
  func shadowTasks(of type: TaskType, in batch: StepBatch) -> [SolverTask] {
    guard batch.treatment.treatment == .shadow else { return [] }
    return batch.proposals.enumerated().compactMap { index, proposal in
      guard proposal.type == type, case .held(let task) = proposal.outcome,
        overseer.treatment(of: proposal.id) == .shadow
      else { return nil }
      return SolverTask(
        task: admittedTask(proposal, task, revision: batch.constraints.number),
        origin: .shadow(index), executed: task.executed)
    }
  }

  /// Takes vetoed tasks' rows out of the step, as their treatment says: a shadowed proposer keeps its
  /// reward, a taught one is punished, any other has none. A solver never trains on them.
  func treatVetoes(in batch: inout StepBatch) {
    let vetoed = overseer.vetoedTasks()
    batch.removeSolutions(ofTasks: vetoed)
    for index in batch.proposals.indices {
      let proposal = batch.proposals[index]
      if case .rejected(let rejection) = proposal.outcome {
        guard rejection.reason == .vetoed else { continue }
        batch.proposals[index].reward = rewardOfRepetition(under: batch.treatment)
      } else if vetoed.contains(proposal.id) {
        switch overseer.treatment(of: proposal.id) {
        case .shadow: break
        case .teach: batch.proposals[index].reward = -batch.treatment.penalty
        case .interrupt, .constrain, .fix: batch.proposals[index].reward = nil
        }
      }
    }
  }

  /// What a proposal earns that repeats a vetoed task to the letter. Under `shadow` it is the repeat
  /// that it would be had nobody vetoed anything.
  private func rewardOfRepetition(under choice: TreatmentChoice) -> Double? {
    switch choice.treatment {
    case .teach: -choice.penalty
    case .shadow: settings.rewards.rejected(.duplicate)
    case .interrupt, .constrain, .fix: nil
    }
  }

  /// The cells' advantages, and what their rewards came to so far.
  func estimate(_ batch: inout StepBatch) {
    if batch.flagPenalty != 0 {
      for index in batch.proposals.indices where batch.proposals[index].isFlagged {
        batch.proposals[index].reward = batch.proposals[index].reward.map { $0 - batch.flagPenalty }
      }
    }
    var baselines = state.baselines ?? []
    let cells = batch.cells
    while baselines.count < cells.count { baselines.append(RunningBaseline()) }
    batch.estimates = cells.indices.map { index in
      SurvivorEstimator.estimate(
        batch.reviewedRows(of: cells[index]), weights: batch.treatment.weights,
        baseline: &baselines[index])
    }
    state.baselines = baselines
  }
}

extension StepBatch {
  /// A veto while the step ran: the task's solutions leave the statistics and the update.
  mutating func removeSolutions(ofTasks vetoed: Set<TaskID>) {
    let tasks = tasks
    solutions.removeAll { tasks[$0.task].isShadow || vetoed.contains(tasks[$0.task].task.id) }
  }

  /// What the estimator said of a cell; nil before the rewards are known.
  func estimate(of cell: Cell) -> SurvivorEstimator.Estimate? {
    zip(cells, estimates).first { $0.0 == cell }?.1
  }

  /// The advantages of the rows of a cell that have a reward.
  func advantages(of cell: Cell) -> [Double] {
    guard let estimate = estimate(of: cell) else { return [] }
    return zip(reviewedRows(of: cell), estimate.advantages)
      .compactMap { $0.reward == nil ? nil : $1 }
  }

  /// All rows of a cell, those that review took out with no reward.
  ///
  /// A solver's rows are not weighted: what was held and approved is solved in a later step.
  func reviewedRows(of cell: Cell) -> [ReviewedRow] {
    switch cell.role {
    case .proposer:
      proposals.filter { $0.type == cell.type }.map {
        ReviewedRow(
          reward: $0.reward,
          removal: $0.isSurvivorByChance && treatment.treatment != .shadow ? $0.removal : 0)
      }
    case .solver:
      solutions.filter { $0.type == cell.type && $0.trains }.map { ReviewedRow(reward: $0.reward) }
    }
  }
}

extension Proposal {
  /// Whether review could have taken the row out and did not. A rejected proposal never comes to
  /// review, and a held one that keeps a reward has not been taken out.
  fileprivate var isSurvivorByChance: Bool {
    if case .valid = outcome { true } else { false }
  }
}

extension TaskBuffers {
  /// What is in the buffers and was proposed with the task as a reference, or with one that was, in
  /// the order of admission.
  func dependents(of task: TaskID) -> [TaskID] {
    let all = types.flatMap { self[$0].tasks }
    var tainted: Set<TaskID> = [task]
    var found: [TaskID] = []
    var grows = true
    while grows {
      grows = false
      for candidate in all where !tainted.contains(candidate.id) {
        guard candidate.references.contains(where: tainted.contains) else { continue }
        tainted.insert(candidate.id)
        found.append(candidate.id)
        grows = true
      }
    }
    return found
  }
}

import Core

extension SelfPlayEngine {
  /// Fills the buffers by prompting the untrained policy, starting from the zero triplet; no weights
  /// change (section 3.3.1 of the paper).
  ///
  /// The deduction and abduction buffers begin with the same tasks. A policy that cannot fill them
  /// within the attempts starts with what it managed.
  public func seedBuffers(constraints: ConstraintRevision) {
    obey(constraints.constraints)
    let share = (settings.batch + TaskType.allCases.count - 1) / TaskType.allCases.count
    let target = share * settings.seedFactor
    var sampled = 0
    for type in [TaskType.deduction, .abduction] { admitSeed(zeroTriplet(type), isProposed: false) }
    let hasErrors = constraints.constraints.taskMix.errorDeduction > 0
    if hasErrors { admitSeed(zeroTriplet(.errorDeduction), isProposed: false) }
    for attempt in 0..<20 where state.buffers.deduction.tasks.count < target {
      let source: TaskType = attempt % 2 == 0 ? .deduction : .abduction
      sampled += seedRound(source, count: share, target: target, constraints: constraints)
    }
    for _ in 0..<20 where state.buffers.induction.tasks.count < target {
      sampled += seedRound(.induction, count: share, target: target, constraints: constraints)
    }
    for _ in 0..<20 where hasErrors && state.buffers.errorDeduction.tasks.count < target {
      sampled += seedRound(.errorDeduction, count: share, target: target, constraints: constraints)
    }
    state.isSeeded = true
    emit(.seedingFinished(SeedingFinished(sizes: state.buffers.sizes, sampled: sampled)))
  }

  /// Fills the buffers with seeds that were sampled before, by ``seedBuffers(constraints:)`` from the
  /// same model.
  public func admitSeeds(_ seeds: [AdmittedTask]) {
    for seed in seeds { admitSeed(seed, isProposed: false) }
    state.isSeeded = true
    emit(.seedingFinished(SeedingFinished(sizes: state.buffers.sizes, sampled: 0)))
  }

  private func seedRound(
    _ type: TaskType, count: Int, target: Int, constraints: ConstraintRevision
  ) -> Int {
    purge(overseer.vetoedTasks())
    let prompts = (0..<count).map { _ in prompt(type, buffers: state.buffers) }
    for proposal in sampleProposals(prompts, buffers: state.buffers) {
      announce(proposal, revision: constraints.number)
      guard case .valid(let valid) = proposal.outcome,
        state.buffers[type].tasks.count < target
      else { continue }
      let task = admittedTask(proposal, valid, revision: constraints.number)
      guard type == .deduction || type == .abduction else {
        admitSeed(task, isProposed: true)
        continue
      }
      for other in [TaskType.deduction, .abduction] {
        var copy = task
        copy.content.type = other
        copy.id = copy.content.id
        admitSeed(copy, isProposed: other == type)
      }
    }
    return count
  }

  private func zeroTriplet(_ type: TaskType) -> AdmittedTask {
    let content = Seeds.zeroTriplet(type)
    let structure = (try? validator.validate(content, pairCount: settings.pairs))?.structure ?? ""
    return AdmittedTask(
      id: content.id, content: content, rollout: nil, step: 0, revision: 0, references: [],
      structure: structure)
  }

  private func admitSeed(_ task: AdmittedTask, isProposed: Bool) {
    let type = task.content.type
    guard !state.buffers[type].contains(task.id) else { return }
    state.buffers[type].admit(task)
    emit(
      .taskAdmitted(
        TaskAdmitted(task: task.id, type: type, content: isProposed ? nil : task.content)))
  }
}

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
      let decision = overseer.review(candidate, isFlagged: proposal.isFlagged)
      batch.proposals[index].removal = decision.propensity
      if decision.isHeld {
        batch.proposals[index].outcome = .held(task)
        batch.held += 1
      }
    }
    releaseDecided(in: &batch)
  }

  /// Approved tasks that the constraints still permit: they were held under an older revision.
  func permitted(_ approved: [AdmittedTask]) -> [AdmittedTask] {
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

  /// Samples and grades the rollouts of every task of the solver batch, and more of those new tasks
  /// whose rollouts were all right or all wrong, where the settings ask for it.
  func solve(_ batch: inout StepBatch) {
    solve(
      batch.tasks.indices.map { index in
        let task = batch.tasks[index]
        return (index, settings.rollouts(of: task))
      }, in: &batch)
    while settings.rolloutLimit > settings.rollouts {
      let more = batch.undecided(limit: settings.rolloutLimit).map { index, priced in
        let count = min(settings.rollouts, settings.rolloutLimit - priced)
        return (index, (0..<count).map { _ in RolloutUse(prices: true, trains: false) })
      }
      guard !more.isEmpty else { return }
      solve(more, in: &batch)
    }
  }

  /// Samples one response for each use of each task, and grades them.
  private func solve(_ work: [(task: Int, uses: [RolloutUse])], in batch: inout StepBatch) {
    var requests: [SamplingRequest] = []
    var parts: [RolloutText.Part] = []
    for item in work {
      let rollouts = item.uses.map { _ in nextRollout() }
      let task = batch.tasks[item.task].task
      requests.append(
        SamplingRequest(
          prompt: encode(dialect.solve(task.content), longest: settings.longestSolution),
          keys: rollouts.map(\.key)))
      parts += rollouts.map {
        RolloutText.Part(
          rollout: $0.id, type: task.content.type, role: .solver, task: task.id, text: "")
      }
    }
    let completions = sample(requests, parts: parts, longest: settings.longestSolution)
    var row = 0
    for (position, (item, group)) in zip(work, completions).enumerated() {
      for (use, completion) in zip(item.uses, group) {
        let sampled = SampledRow(
          rollout: parts[row].rollout, prompt: requests[position].prompt, completion: completion,
          response: dialect.read(
            tokenizer.decode(completion.tokens), ended: completion.isFinished,
            of: Cell(type: parts[row].type, role: .solver)))
        batch.solutions.append(grade(sampled, task: item.task, use: use, in: &batch))
        row += 1
      }
    }
  }

  private func grade(
    _ row: SampledRow, task index: Int, use: RolloutUse, in batch: inout StepBatch
  ) -> Solution {
    let solverTask = batch.tasks[index]
    let content = solverTask.task.content
    let grade = verdict(on: row.response.answer, of: solverTask)
    let score = settings.rewards.score(grade, type: content.type)
    let reward = settings.rewards.solver(isWellFormed: row.response.isWellFormed, score: score)
    let solution = Solution(
      task: index, type: content.type, row: row, isCorrect: grade.isCorrect, score: score,
      reward: reward, prices: use.prices, trains: use.trains)
    guard !solverTask.isShadow else { return solution }
    emit(
      .rolloutFinished(
        RolloutFinished(
          rollout: row.rollout, task: solverTask.task.id, type: content.type,
          chain: row.response.chain, answer: row.response.answer, correct: grade.isCorrect,
          reward: reward, tokens: row.tokens, entropy: row.entropy,
          refill: !solverTask.origin.isNew, estimate: use.trains ? nil : true,
          policyVersion: state.policyVersion)))
    batch.flags += overseer.inspect(
      InspectedSolution(
        task: solverTask.task.id, rollout: row.rollout, content: content,
        chain: row.response.chain, answer: row.response.answer, grade: grade))
    return solution
  }

  /// What an answer is worth; a malformed response has none. The same answer to the same task has
  /// the same verdict, so the executor runs it once a step.
  private func verdict(on answer: String?, of solverTask: SolverTask) -> Grade {
    guard let answer else { return Grade(isCorrect: false) }
    let key = Answer(task: solverTask.task.id, text: answer)
    if let known = verdicts[key] { return known }
    let grade = grader.grade(
      answer, for: solverTask.task.content, executed: solverTask.executed)
    verdicts[key] = grade
    return grade
  }
}

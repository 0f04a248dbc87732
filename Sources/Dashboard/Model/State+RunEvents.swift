import Core

extension State {
  /// Takes in one event of the run.
  mutating func take(_ event: RunEvent) {
    if event.step > run.step { run.step = event.step }
    log.note(event)
    timeline.note(event)
    trace.note(event)
    switch event.body {
    case .runStarted, .runResumed, .runPausing, .runPaused, .runContinued, .runStopped,
      .seedingFinished, .stepStarted, .stepFinished:
      takeCourse(event)
    case .taskProposed, .taskRejected, .taskValidated, .taskHeld, .taskReviewed, .taskScored,
      .taskAdmitted, .taskPurged:
      takeTask(event)
    case .rolloutText(let text): take(text, step: event.step)
    case .rolloutFinished(let rollout): take(rollout)
    case .policyUpdated(let update): signals.update = update
    case .flagRaised(let flag):
      flags.raise(flag, step: event.step)
      let record = tasks.contains(flag.rollout) ? flag.rollout : tasks.owner(of: flag.task)
      tasks.update(record) { $0.flags.append(flag.id) }
    case .flagReviewed(let review): flags.review(review)
    case .reviewPolicyChanged(let change):
      run.policy = change.policy
      if let mode = change.mode { oversight.mode = mode }
    case .constraintsApplied(let applied):
      // In force from the next step on: the one at hand goes on under the revision it began with.
      constraints.apply(applied, step: event.step + 1)
      signals.mark(revision: applied.revision.number, step: event.step + 1)
    case .constraintsRefused(let refused): constraints.refuse(refused)
    case .checkpointSaved(let saved): run.checkpoint = saved.checkpoint
    case .evaluationFinished(let evaluation):
      signals.evaluate(step: event.step, scores: evaluation.scores)
    case .treatmentChanged, .commandRefused, .verdictUndone, .taskEdited, .rewardFixed,
      .auditDrawn, .auditReviewed, .safetyGauges, .constraintsPreviewed, .rulesTried,
      .rulesApplied:
      takeOversight(event)
    case .alarmRaised(let raised): alarm = raised
    case .stepMetrics, .verificationFinished: break
    }
  }

  private mutating func takeCourse(_ event: RunEvent) {
    switch event.body {
    case .runStarted(let started):
      run.name = started.run
      run.status = .seeding
      run.stepLimit = started.stepLimit
      run.policy = started.policy
      run.rollouts = started.rollouts
      constraints.begin(started.constraints, step: event.step)
    case .runResumed(let resumed):
      run.name = resumed.run
      run.status = .running
      run.step = resumed.checkpoint
      run.checkpoint = resumed.checkpoint
      run.stepLimit = resumed.stepLimit
      run.policy = resumed.policy
      run.pace.restart(time: event.time)
      constraints.begin(resumed.constraints, step: event.step)
    case .runPausing: run.status = .pausing
    case .runPaused: run.status = .paused
    case .runContinued:
      run.status = .running
      run.pace.restart(time: event.time)
    case .runStopped(let stopped): run.status = .stopped(stopped.reason)
    case .stepStarted:
      constraints.settleEdits()
      if run.status == .seeding || run.status == .connecting {
        run.status = .running
        run.pace.restart(time: event.time)
      }
    case .stepFinished(let statistics):
      run.pace.note(time: event.time)
      signals.finish(step: event.step, statistics)
    default: break
    }
  }

  private mutating func takeTask(_ event: RunEvent) {
    switch event.body {
    case .taskProposed(let proposed): take(proposed, step: event.step)
    case .taskRejected(let rejected):
      signals.rejections[rejected.reason, default: 0] += 1
      tasks.update(rejected.rollout) {
        $0.phase = .rejected(rejected.reason)
        $0.rejectionDetail = rejected.detail
        $0.rejectionLine = rejected.line
        $0.reward = rejected.reward
      }
    case .taskValidated(let valid):
      tasks.update(valid.rollout) {
        $0.phase = .validated
        $0.content.output = valid.output
        if !valid.pairs.isEmpty { $0.content.pairs = valid.pairs }
        $0.executorSteps = valid.executorSteps
      }
      tasks.own(valid.task, by: valid.rollout)
    case .taskHeld(let held):
      tasks.update(held.rollout) {
        $0.phase = .held
        $0.hold = held
      }
      tasks.own(held.task, by: held.rollout)
      tasks.hold(held.rollout)
    case .taskReviewed(let review): take(review, event)
    case .taskScored(let scored):
      tasks.update(scored.rollout) {
        $0.phase = .scored
        $0.solveRate = scored.solveRate
        $0.reward = scored.reward
      }
      noteDifficulty(scored)
    case .taskAdmitted(let admitted):
      tasks.update(tasks.owner(of: admitted.task)) { $0.phase = .admitted }
    case .taskPurged(let purged):
      tasks.update(tasks.owner(of: purged.task)) {
        $0.phase = .purged
        $0.dependents = purged.dependents ?? []
      }
      if let index = decisions.lastIndex(where: { $0.review.task == purged.task }) {
        decisions[index].purged = true
      }
    default: break
    }
  }

  private mutating func noteDifficulty(_ scored: TaskScored) {
    guard let record = tasks[scored.rollout] else { return }
    let rewards = record.solvers.compactMap { $0.result?.refill == false ? $0.result?.reward : nil }
    difficulty.note(
      type: record.type, solveRate: scored.solveRate, proposer: scored.reward, solver: rewards)
  }

  private mutating func take(_ proposed: TaskProposed, step: Int) {
    tasks.begin(proposed.rollout, step: step, type: proposed.type)
    var growth = 0
    tasks.update(proposed.rollout) {
      growth = -$0.textBytes
      $0.phase = .proposed
      $0.task = proposed.task
      $0.content = TaskContent(
        type: proposed.type, program: proposed.program, input: proposed.input,
        pairs: proposed.pairs, message: proposed.message)
      $0.chain = proposed.chain
      $0.wellFormed = proposed.wellFormed
      $0.references = proposed.references
      $0.tokens = proposed.tokens
      $0.entropy = proposed.entropy
      growth += $0.textBytes
    }
    tasks.count(textBytes: growth)
  }

  private mutating func take(_ review: TaskReviewed, _ event: RunEvent) {
    interface.sent[review.task] = nil
    decisions.append(Decision(time: event.time, step: event.step, review: review))
    if decisions.count > Self.decisionLimit { decisions.removeFirst() }
    guard let owner = tasks.owner(of: review.task) else { return }
    tasks.update(owner) {
      $0.review = review
      switch review.verdict {
      case .veto: $0.phase = .vetoed
      case .approve, .edit: if $0.phase == .held { $0.phase = .approved }
      case .defer, .escalate: break
      }
    }
    if review.verdict.isFinal { tasks.release(owner) }
    if review.verdict == .defer {
      tasks.postpone(owner)
      // The selection stays in its place and does not follow the task to the end.
      if interface.held == owner { interface.held = nil }
    }
  }

  private mutating func take(_ text: RolloutText, step: Int) {
    for part in text.parts {
      let owner: RolloutID?
      switch part.role {
      case .proposer:
        tasks.begin(part.rollout, step: step, type: part.type)
        owner = part.rollout
        tasks.update(owner) { if $0.phase == .proposing { $0.chain += part.text } }
      case .solver:
        owner = part.task.flatMap { tasks.owner(of: $0) }
        tasks.update(owner) { record in
          record.withSolver(part.rollout) { if $0.result == nil { $0.chain += part.text } }
        }
      }
      if owner != nil { tasks.count(textBytes: part.text.utf8.count) }
    }
  }

  private mutating func take(_ finished: RolloutFinished) {
    guard let owner = tasks.owner(of: finished.task) else { return }
    var growth = 0
    tasks.update(owner) { record in
      record.withSolver(finished.rollout) { solver in
        growth = finished.chain.utf8.count - solver.chain.utf8.count
        solver.chain = finished.chain
        solver.result = SolverRollout.Result(
          answer: finished.answer, correct: finished.correct, reward: finished.reward,
          tokens: finished.tokens, refill: finished.refill)
      }
    }
    tasks.count(textBytes: growth)
  }
}

extension TaskRecord {
  /// Changes one of the task's solver rollouts; it begins with the first that is heard of it.
  mutating func withSolver(_ id: RolloutID, _ change: (inout SolverRollout) -> Void) {
    if phase == .validated || phase == .approved { phase = .solving }
    if let index = solvers.lastIndex(where: { $0.id == id }) {
      change(&solvers[index])
    } else {
      if solvers.count >= TaskTable.rolloutLimit { solvers.removeFirst() }
      var solver = SolverRollout(id: id)
      change(&solver)
      solvers.append(solver)
    }
  }
}

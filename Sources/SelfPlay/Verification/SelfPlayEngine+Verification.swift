import Core

extension SelfPlayEngine {
  /// Verifies a random share of the step's admitted tasks and grades anew. A disagreement is an
  /// alarm: a wrong output in a buffer, or a wrong grade, teaches the policy what is not so.
  ///
  /// The draws are of their own stream, so that verifying changes nothing else in the run.
  func verify(_ batch: StepBatch) {
    guard settings.verifiedShare > 0 else { return }
    var random = SeededGenerator(seed: seed, stream: 0x5645_5249 &+ UInt64(state.step))
    let verification = Verification(settings: settings, executor: executor)
    var result = VerificationFinished(tasks: 0, grades: 0, disagreements: [])
    let admitted = Set(state.newest ?? [])
    for task in batch.tasks where task.origin.isNew && admitted.contains(task.task.id) {
      guard random.unit() < settings.verifiedShare else { continue }
      result.tasks += 1
      if !verification.confirms(task.task.content) { result.disagreements.append(task.task.id) }
    }
    for solution in batch.solutions {
      guard random.unit() < settings.verifiedShare else { continue }
      result.grades += 1
      let task = batch.tasks[solution.task].task
      let agrees = verification.confirms(
        solution.row.response.answer, isCorrect: solution.isCorrect, for: task.content)
      if !agrees { result.disagreements.append(task.id) }
    }
    emit(.verificationFinished(result))
    guard let first = result.disagreements.first else { return }
    emit(
      .alarmRaised(
        AlarmRaised(
          code: "verification.disagrees",
          message: "\(result.disagreements.count) of \(result.tasks + result.grades) verified "
            + "tasks and grades come out otherwise the second time; the first is of task \(first)"))
    )
  }
}

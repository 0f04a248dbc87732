import Core
import EventSamples
import Foundation
import Journal

/// A short journal of a run with a bit of everything, in a folder that is removed with the value.
final class SampleRun: Sendable {
  let folder: String
  let reader: JournalReader

  /// - Parameter foreign: The text that stands wherever a model or an operator writes.
  init(name: String = "run-0001", seed: UInt64 = 7, foreign: String = "x + 1", skill: Double = 0.5)
    throws
  {
    folder = NSTemporaryDirectory() + "report-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let writer = try JournalWriter(
      creating: folder + "/journal.sqlite",
      run: RunIdentity(name: name, seed: seed, preset: "fixed", version: "0.1", created: 1_000))
    var events: [RunEvent] = []
    func add(_ step: Int, _ body: RunEvent.Body) {
      let seq = Int64(events.count + 1)
      events.append(RunEvent(seq: seq, time: 1_000 + Double(seq), step: step, body: body))
    }
    let task = TaskID(rawValue: "0123456789ab")
    guard case .runStarted(var start) = RunEvent.Body.sample(of: .runStarted),
      case .stepFinished(var finished) = RunEvent.Body.sample(of: .stepFinished),
      case .taskProposed(var proposal) = RunEvent.Body.sample(of: .taskProposed),
      case .flagRaised(var flag) = RunEvent.Body.sample(of: .flagRaised)
    else { throw CocoaError(.coderInvalidValue) }
    start.run = name
    start.seed = seed
    start.model = foreign
    start.constraints = ConstraintRevision(number: 0, constraints: Constraints())
    proposal.task = task
    proposal.rollout = RolloutID(rawValue: 1)
    proposal.program = foreign
    proposal.chain = foreign
    add(0, .runStarted(start))
    for step in 1...3 {
      add(step, .taskProposed(proposal))
      add(
        step,
        .taskValidated(
          TaskValidated(
            task: task, rollout: RolloutID(rawValue: 1), output: foreign, pairs: [],
            executorSteps: 1)))
      add(
        step,
        .rolloutFinished(
          RolloutFinished(
            rollout: RolloutID(rawValue: 1 + step), task: task, type: .deduction, chain: foreign,
            answer: foreign, correct: step > 1, reward: 1, tokens: 10, entropy: 0.5,
            refill: false)))
      flag.id = FlagID(rawValue: step)
      flag.task = task
      flag.text = foreign
      flag.detail = foreign
      flag.rule = "rule"
      flag.start = 0
      flag.end = foreign.unicodeScalars.count
      add(step, .flagRaised(flag))
      finished.solveRate = skill * Double(step) / 3
      finished.sampledTokens = 100
      add(step, .stepFinished(finished))
      add(
        step,
        .evaluationFinished(
          EvaluationFinished(scores: [
            EvaluationScore(
              type: .deduction, tasks: 100, greedy: skill * Double(step) / 3, sampled: 0.25)
          ])))
    }
    add(
      3,
      .flagReviewed(FlagReviewed(flag: FlagID(rawValue: 1), verdict: .confirm, by: foreign)))
    add(
      3,
      .constraintsApplied(
        ConstraintsApplied(
          revision: ConstraintRevision(
            number: 1, constraints: Constraints(bannedConstructs: [.while], bannedNames: [foreign])),
          by: foreign)))
    add(
      3,
      .taskReviewed(
        TaskReviewed(
          task: task, verdict: .veto, treatment: .interrupt, reason: .unsafe, by: foreign,
          propensity: 0.5)))
    add(3, .alarmRaised(AlarmRaised(code: "code", message: foreign)))
    try writer.append(events)
    try writer.close()
    reader = try JournalReader(path: folder + "/journal.sqlite")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

import Core
import Journal

/// What later events say of a table's rows: what became of a task, what was said of a flag.
struct TableAnnotations {
  private struct Fate {
    var outcome = "validated"
    var reason: String?
    var output: String?
    var solveRate: Double?
    var reward: Double?
  }

  private var fates: [RolloutID: Fate] = [:]
  private var vetoed: Set<TaskID> = []
  private var admitted: Set<TaskID> = []
  private var flags: [FlagID: FlagReviewed] = [:]

  init(for table: RunTable, _ reader: JournalReader) throws {
    switch table {
    case .tasks: try readFates(reader)
    case .flags:
      try reader.forEachBatch(of: .flagReviewed) { events in
        for case .flagReviewed(let review) in events.map(\.body) { flags[review.flag] = review }
      }
    default: break
    }
  }

  private mutating func readFates(_ reader: JournalReader) throws {
    for kind in [
      RunEvent.Kind.taskValidated, .taskRejected, .taskHeld, .taskScored, .taskReviewed,
      .taskAdmitted,
    ] {
      try reader.forEachBatch(of: kind) { events in
        for event in events { take(event.body) }
      }
    }
  }

  private mutating func take(_ body: RunEvent.Body) {
    switch body {
    case .taskValidated(let value): fates[value.rollout, default: Fate()].output = value.output
    case .taskRejected(let value):
      var fate = fates[value.rollout, default: Fate()]
      fate.outcome = "rejected"
      fate.reason = value.reason.rawValue
      fate.reward = value.reward
      fates[value.rollout] = fate
    case .taskHeld(let value): fates[value.rollout, default: Fate()].outcome = "held"
    case .taskScored(let value):
      var fate = fates[value.rollout, default: Fate()]
      fate.solveRate = value.solveRate
      fate.reward = value.reward
      fates[value.rollout] = fate
    case .taskReviewed(let value): if value.verdict == .veto { vetoed.insert(value.task) }
    case .taskAdmitted(let value): admitted.insert(value.task)
    default: break
    }
  }

  /// More fields of a row.
  func fields(of event: RunEvent) -> [String: JSONValue] {
    switch event.body {
    case .taskProposed(let task):
      let fate = fates[task.rollout]
      let outcome =
        vetoed.contains(task.task)
        ? "vetoed"
        : fate?.outcome == "rejected"
          ? "rejected" : admitted.contains(task.task) ? "admitted" : fate?.outcome
      var fields: [String: JSONValue] = [:]
      fields["outcome"] = outcome.map(JSONValue.text)
      fields["reason"] = (fate?.reason).map(JSONValue.text)
      fields["output"] = (fate?.output).map(JSONValue.text)
      fields["solveRate"] = (fate?.solveRate).map(JSONValue.number)
      fields["reward"] = (fate?.reward).map(JSONValue.number)
      return fields
    case .flagRaised(let flag):
      guard let review = flags[flag.id] else { return [:] }
      return ["verdict": .text(review.verdict.rawValue), "by": .text(review.by)]
    default: return [:]
    }
  }
}

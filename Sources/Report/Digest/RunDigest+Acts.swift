import Core
import Journal

extension RunDigest {
  /// The kinds that no operator causes: the engine's, and those that are told elsewhere.
  private static let ofTheEngine: Set<RunEvent.Kind> = [
    .runStarted, .runResumed, .seedingFinished, .stepStarted, .stepFinished,
    .taskProposed, .taskRejected, .taskValidated, .taskHeld, .taskScored, .taskAdmitted,
    .taskPurged, .rolloutText, .rolloutFinished, .policyUpdated, .flagRaised, .checkpointSaved,
    .evaluationFinished, .alarmRaised,
  ]

  /// Every kind of event that names who did it is an act, those of later versions, too.
  mutating func readActs(_ reader: JournalReader) throws {
    for kind in RunEvent.Kind.allCases where !Self.ofTheEngine.contains(kind) {
      try reader.forEachBatch(of: kind) { events in
        for event in events {
          if let act = try Self.act(event) { acts.append(act) }
        }
      }
    }
    acts.sort { $0.seq < $1.seq }
  }

  private static func act(_ event: RunEvent) throws -> Act? {
    let bytes = try OrderedJSONEncoder().encodeFields(of: event.body)
    let fields = try JSONValue.members(of: bytes)
    guard case .text(let by) = fields["by"] else { return nil }
    var words = words(event.body)
    if let told = words, case .text(let reason) = fields["reason"] {
      words = "\(told): \(reason)"
    }
    return Act(
      seq: event.seq, time: event.time, step: event.step, kind: event.kind.rawValue, by: by,
      words: words ?? plain(fields))
  }

  private static func words(_ body: RunEvent.Body) -> String? {
    switch body {
    case .runPausing: "asked for a pause"
    case .runPaused: "the pause took effect"
    case .runContinued(let act): act.steps.map { "went on for \($0) step(s)" } ?? "went on"
    case .constraintsApplied(let applied): "applied revision \(applied.revision.number)"
    case .constraintsRefused(let refused):
      "tried to change \(refused.field.rawValue): \(refused.message)"
    case .reviewPolicyChanged(let change): "set the review policy to \(change.policy.title)"
    case .flagReviewed(let review): "flag \(review.flag) \(review.verdict.word)"
    case .rulesApplied(let applied):
      "saved rules \(applied.revision.number): "
        + (applied.rules.isEmpty ? "none" : applied.rules.joined(separator: ", "))
    case .runStopped(let end): "asked for the end" + end.note.inWords
    default: nil
    }
  }

  /// The fields of an act, one after the other, without its author.
  private static func plain(_ fields: [String: JSONValue]) -> String {
    fields.filter { $0.key != "by" }.sorted { $0.key < $1.key }.compactMap { key, value in
      value.line.map { "\(key): \($0)" }
    }.joined(separator: ", ")
  }
}

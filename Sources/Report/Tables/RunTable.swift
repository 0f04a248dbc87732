import Core
import Journal

/// One kind of thing that happened in a run, as a table: what `export --format csv` writes.
public enum RunTable: String, CaseIterable, Sendable {
  case steps
  case cells
  case updates
  case tasks
  case rollouts
  case flags
  case verdicts
  case evaluations
  case revisions
  case checkpoints
  case alarms

  /// The kind of event that gives the rows, one each if `list` is nil.
  var kind: RunEvent.Kind {
    switch self {
    case .steps, .cells: .stepFinished
    case .updates: .policyUpdated
    case .tasks: .taskProposed
    case .rollouts: .rolloutFinished
    case .flags: .flagRaised
    case .verdicts: .taskReviewed
    case .evaluations: .evaluationFinished
    case .revisions: .constraintsApplied
    case .checkpoints: .checkpointSaved
    case .alarms: .alarmRaised
    }
  }

  /// The list in the event whose elements are the rows.
  var list: String? {
    switch self {
    case .cells: "cells"
    case .evaluations: "scores"
    default: nil
    }
  }

  /// The table's columns and what they mean, in their order. Every table begins with `seq`, `time`
  /// and `step`.
  public var columns: [(name: String, meaning: String)] {
    [
      ("seq", "the event's number in the journal"), ("time", "seconds since 1970"),
      ("step", "the step, counted from 1; 0 before the first"),
    ] + ownColumns
  }

  private var ownColumns: [(name: String, meaning: String)] {
    switch self {
    case .steps:
      [
        ("solveRate", "mean success on new tasks"), ("learnability", "mean learnability reward"),
        ("validShare", "share of proposals that passed validation"),
        ("uniqueShare", "share of valid proposals with a distinct structure"),
        ("programLines", "mean non-blank lines"), ("entropy", "nats per token"),
        ("flags", "flags raised"), ("rejected", "proposals rejected"), ("held", "tasks held"),
        ("refilled", "tasks drawn from the buffers"), ("sampledTokens", "tokens sampled"),
      ]
    case .cells:
      [
        ("type", "task type"), ("role", "proposer or solver"), ("rows", "responses trained on"),
        ("reward", "mean reward"), ("deviation", "standard deviation of the reward"),
        ("wellFormed", "share with think and answer part"),
        ("success", "proposer: share valid; solver: share correct"), ("tokens", "mean tokens"),
        ("entropy", "nats per token"),
      ]
    case .updates:
      [
        ("policyVersion", "updates so far"), ("rows", "responses with an advantage"),
        ("loss", "the objective"), ("gradientNorm", "before clipping"),
        ("clipShare", "share of clipped ratios"), ("divergence", "KL estimate"),
      ]
    case .tasks:
      [
        ("task", "content hash"), ("rollout", "the proposer's response"), ("type", "task type"),
        ("program", "Python"), ("input", "arguments"), ("message", "induction only"),
        ("chain", "chain of thought"), ("wellFormed", "true or false"), ("tokens", "sampled"),
        ("entropy", "nats per token"), ("revision", "constraint revision in force"),
        ("outcome", "admitted, rejected, held, vetoed or validated"),
        ("reason", "why it was rejected"), ("output", "as executed"),
        ("solveRate", "mean success of its rollouts"), ("reward", "the proposer's"),
      ]
    case .rollouts:
      [
        ("rollout", "number"), ("task", "content hash"), ("type", "task type"),
        ("chain", "chain of thought"), ("answer", "empty when malformed"),
        ("correct", "true or false"), ("reward", "1, -0.5 or -1"), ("tokens", "sampled"),
        ("entropy", "nats per token"), ("refill", "whether the task came from a buffer"),
      ]
    case .flags:
      [
        ("id", "the flag"), ("rule", "the monitor's rule"), ("severity", "low, medium or high"),
        ("task", "content hash"), ("rollout", "number"), ("type", "task type"),
        ("role", "proposer or solver"), ("field", "the text that was hit"),
        ("start", "offset in Unicode scalars"), ("end", "offset behind the hit"),
        ("detail", "what was seen"), ("text", "the whole text"),
        ("verdict", "the last one, empty without"), ("by", "who gave it"),
      ]
    case .verdicts:
      [
        ("task", "content hash"), ("verdict", "approve, veto and so on"),
        ("treatment", "of a veto"), ("reason", "of a veto"), ("by", "who"),
        ("propensity", "probability with which the task was held; 0 when it was not"),
      ]
    case .evaluations:
      [
        ("type", "task type"), ("tasks", "held-out tasks"),
        ("greedy", "share solved by the most likely response"),
        ("sampled", "share solved by one sampled response"),
      ]
    case .revisions:
      [("number", "of the revision"), ("by", "who"), ("constraints", "as JSON")]
    case .checkpoints:
      [
        ("checkpoint", "the step whose end it holds"), ("path", "folder"),
        ("hash", "SHA-256 of the weights"),
      ]
    case .alarms: [("code", "stable code"), ("message", "for people")]
    }
  }

  /// Writes the table: the columns' names, then a line a row, in pieces of whole lines.
  public func write(
    _ reader: JournalReader,
    progress: (_ rows: Int) -> Void = { _ in }, to output: (String) throws -> Void
  ) throws {
    try output(CSVText.line(columns.map(\.name)))
    let annotations = try TableAnnotations(for: self, reader)
    var count = 0
    try reader.forEachBatch(of: kind) { events in
      var text = ""
      for event in events {
        for row in try rows(of: event, annotations) {
          text += CSVText.line(row)
          count += 1
        }
      }
      try output(text)
      progress(count)
    }
  }

  private func rows(
    of event: RunEvent, _ annotations: TableAnnotations
  ) throws -> [[String?]] {
    let bytes = try OrderedJSONEncoder().encodeFields(of: event.body)
    var fields = try JSONValue.members(of: bytes)
    fields["seq"] = .whole(event.seq)
    fields["time"] = .number(event.time)
    fields["step"] = .whole(Int64(event.step))
    if case .constraintsApplied(let applied) = event.body {
      fields["number"] = .whole(Int64(applied.revision.number))
      fields["constraints"] = .text(
        try OrderedJSONEncoder().string(applied.revision.constraints))
    }
    for (key, value) in annotations.fields(of: event) { fields[key] = value }
    return elements(of: fields).map { element in
      columns.map { name, _ in (element[name] ?? fields[name])?.line }
    }
  }

  private func elements(of fields: [String: JSONValue]) -> [[String: JSONValue]] {
    guard let list else { return [[:]] }
    guard case .list(let values) = fields[list] else { return [] }
    return values.map(\.members)
  }
}

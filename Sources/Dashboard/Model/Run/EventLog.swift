import Core

/// The newest notable events in words.
struct EventLog: Sendable {
  /// One line. The text may quote the policy or name an operator, so it is drawn as foreign text.
  struct Entry: Hashable, Sendable {
    var time: Double
    var role: StyleRole
    var text: String
    /// The flags that the line stands for, if it is about flags.
    var hits: Hits?
  }

  /// Flags of one rule in one step, which share a line unless they are grave.
  struct Hits: Hashable, Sendable {
    var rule: String
    var step: Int
    var count = 1
  }

  /// Oldest first.
  private(set) var entries: [Entry] = []

  static let limit = 300
  /// Among how many of the newest lines one is looked for that a flag can join.
  private static let recentLines = 12

  mutating func note(_ event: RunEvent) {
    if case .flagRaised(let flag) = event.body, flag.severity < .high {
      return note(flag, event)
    }
    guard let (role, text) = Self.words(event) else { return }
    add(Entry(time: event.time, role: role, text: text))
  }

  private mutating func note(_ flag: Flag, _ event: RunEvent) {
    let recent = entries.indices.suffix(Self.recentLines)
    if let index = recent.last(where: {
      entries[$0].hits?.rule == flag.rule && entries[$0].hits?.step == event.step
    }) {
      entries[index].hits?.count += 1
      let count = entries[index].hits?.count ?? 1
      entries[index].text = "\(count) flags of \(flag.rule) in step \(event.step)"
    } else if let (role, text) = Self.words(event) {
      add(
        Entry(
          time: event.time, role: role, text: text, hits: Hits(rule: flag.rule, step: event.step)))
    }
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.limit { entries.removeFirst(Self.limit / 4) }
  }

  /// The role and the words of a notable event; nil for the others.
  static func words(_ event: RunEvent) -> (StyleRole, String)? {
    switch event.body {
    case .runStarted(let run):
      (
        .text,
        run.branch.map {
          "run \(run.run): a branch of \($0.run) from its checkpoint at step \($0.checkpoint), "
            + "by \($0.by)"
        } ?? "run \(run.run) started: \(run.model), \(run.parameters) parameters, seed \(run.seed)"
      )
    case .runResumed(let run):
      (.text, "run resumed from checkpoint \(run.checkpoint); \(run.repeatedSteps) steps repeated")
    case .runPausing(let act): (.paused, "pause asked for by \(act.by)" + act.reason.inWords)
    case .runPaused: (.paused, "paused after step \(event.step)")
    case .runContinued(let run):
      (
        .running,
        "continued by \(run.by)" + (run.steps.map { " for \($0) step" } ?? "")
          + run.reason.inWords
      )
    case .runStopped(let run):
      (
        .paused,
        "run stopped: \(run.reason.rawValue)" + (run.by.map { " by \($0)" } ?? "")
          + run.note.inWords
      )
    case .seedingFinished(let seeding):
      (.text, "seeded from \(seeding.sampled) proposals: " + sizes(seeding.sizes))
    case .stepFinished(let step):
      (
        .dim,
        "step \(event.step): \(step.rejected) rejected, \(step.held) held, "
          + "\(step.refilled) refilled, \(step.flags) flags"
      )
    case .taskHeld(let held): (.held, "\(held.task) held: \(held.cause)")
    case .taskReviewed(let review):
      (
        review.verdict == .veto ? .vetoed : .ok,
        "\(review.task) \(review.verdict.word) by \(review.by)"
          + (review.reason.map { ": \($0.rawValue)" } ?? "") + review.note.inWords
      )
    case .taskPurged(let task):
      (
        .vetoed,
        "\(task.task) taken out of the \(task.type) buffer"
          + (task.dependents.map { $0.isEmpty ? "" : "; \($0.count) came of it" } ?? "")
      )
    case .flagRaised(let flag):
      (.flag(flag.severity), "flag \(flag.id) \(flag.rule) on \(flag.task): \(flag.detail)")
    case .flagReviewed(let review):
      (
        .info,
        "flag \(review.flag) \(review.verdict.word) "
          + "by \(review.by)" + review.reason.inWords
      )
    case .reviewPolicyChanged(let change):
      (.info, "review: \(change.policy.title), by \(change.by)" + change.reason.inWords)
    case .constraintsApplied(let applied):
      (
        .info,
        "constraints R\(applied.revision.number) in force, by \(applied.by)"
          + applied.reason.inWords
      )
    case .constraintsRefused(let refused):
      (.warn, "\(refused.field.rawValue) refused: \(refused.message)")
    case .checkpointSaved(let saved): (.text, "checkpoint of step \(saved.checkpoint) saved")
    case .evaluationFinished(let evaluation):
      (
        .info,
        "held-out tasks: "
          + evaluation.scores.map {
            "\($0.type.abbreviation) \(($0.sampled * 100).rounded() / 100)"
          }.joined(separator: ", ")
      )
    case .verificationFinished(let check):
      check.disagreements.isEmpty
        ? nil
        : (
          .danger,
          "\(check.disagreements.count) of \(check.tasks + check.grades) verifications disagree"
        )
    case .treatmentChanged(let change): (.info, change.summary)
    case .commandRefused(let refused): (.warn, refused.summary)
    case .verdictUndone(let undone): (.held, undone.summary)
    case .taskEdited(let edited): (.ok, edited.summary)
    case .rewardFixed(let fixed): (.info, fixed.summary)
    case .auditDrawn(let drawn): (.dim, drawn.summary)
    case .auditReviewed(let review): (review.isViolation ? .danger : .ok, review.summary)
    case .constraintsPreviewed(let preview): (.info, preview.summary)
    case .rulesTried(let trial): (trial.fault == nil ? .info : .warn, trial.summary)
    case .rulesApplied(let applied): (.info, applied.summary)
    case .safetyGauges(let gauges): (.dim, gauges.summary)
    case .alarmRaised(let alarm): (.danger, "ALARM \(alarm.code): \(alarm.message)")
    case .stepStarted, .taskProposed, .taskRejected, .taskValidated, .taskScored, .taskAdmitted,
      .rolloutText, .rolloutFinished, .policyUpdated, .stepMetrics:
      nil
    }
  }

  private static func sizes(_ counts: [TaskCount]) -> String {
    counts.map { "\($0.type.abbreviation) \($0.count)" }.joined(separator: ", ")
  }
}

extension StyleRole {
  /// The role of a flag of a severity.
  static func flag(_ severity: Severity) -> StyleRole {
    switch severity {
    case .low: .flagLow
    case .medium: .flagMedium
    case .high: .flagHigh
    }
  }
}

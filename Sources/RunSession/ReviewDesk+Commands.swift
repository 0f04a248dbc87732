import Core
import Foundation
import MiniPython
import Oversight
import SelfPlay

/// What the operator asks of tasks; called on the desk's thread only, so commands take effect in
/// their order.
extension ReviewDesk {
  /// Tells the operator why nothing was done.
  func refuse(_ command: String, _ message: String, by name: String) {
    record(.commandRefused(CommandRefused(command: command, message: message, by: name)))
  }

  /// Decides about a task that is held, or vetoes one that was admitted.
  func review(
    _ task: TaskID, verdict: Verdict, reason: VetoReason?, note: String? = nil,
    treatment: Treatment? = nil, by name: String
  ) {
    let saved = savedState
    let entry = saved.quarantine.entry(of: task)
    // The first verdict wins; deciding about what nobody holds changes nothing.
    guard saved.quarantine.verdict(on: task) == nil, !saved.vetoed.contains(task),
      entry != nil || verdict == .veto
    else { return }
    guard verdict != .edit else {
      return refuse("edit", "an edit needs the operator's task", by: name)
    }
    if let first = entry?.escalatedBy, first == name, verdict.isFinal {
      return refuse(
        verdict.rawValue, "\(name) left the decision about \(task) to another reviewer", by: name)
    }
    if let told = remember({ $0.foretold[task] }), verdict.isFinal, !Self.ownNames.contains(name) {
      return refuse(
        verdict.rawValue,
        "the first verdict wins: \(told.by) \(told.verdict.word) \(task) in a step that is being "
          + "repeated", by: name)
    }
    let isVeto = verdict == .veto
    // What must not run is never scored in quarantine.
    let inForce = saved.conduct.treatment.treatment
    let safe: Treatment = inForce == .shadow && reason == .unsafe ? .interrupt : inForce
    let event = TaskReviewed(
      task: task, verdict: verdict, treatment: isVeto ? treatment ?? safe : nil,
      reason: isVeto ? reason ?? .other : nil, by: name, propensity: entry?.propensity ?? 0,
      note: note)
    guard isDurable(.taskReviewed(event)) else { return }
    change { $0.apply(event) }
    remember { memory in
      memory.heldSince[task] = nil
      memory.foretold[task] = nil
    }
  }

  /// Decides about several tasks, if the operator knows how many there are.
  func reviewAll(
    _ tasks: [TaskID], verdict: Verdict, reason: VetoReason?, note: String?, count: Int,
    by name: String
  ) {
    var seen: Set<TaskID> = []
    let tasks = tasks.filter { seen.insert($0).inserted }
    guard tasks.count == count else {
      return refuse(
        "\(verdict.rawValue) several", "there are \(tasks.count) tasks, and \(count) was typed",
        by: name)
    }
    for task in tasks { review(task, verdict: verdict, reason: reason, note: note, by: name) }
  }

  /// Takes a verdict back, unless the engine has it.
  func undo(_ task: TaskID, atStep step: Int, why: String?, by name: String) {
    guard let undone = savedState.conduct.undispatched.first(where: { $0.task == task }) else {
      return refuse("undo", "no verdict on \(task) is left that did not take effect", by: name)
    }
    let event = VerdictUndone(task: task, verdict: undone.verdict, by: name, reason: why)
    guard isDurable(.verdictUndone(event)) else { return }
    change { $0.undo(task, atStep: step) }
    remember { $0.heldSince[task] = Date() }
  }

  /// Puts the operator's task in a held one's place.
  func edit(_ task: TaskID, content: TaskContent, note: String?, by name: String) {
    let saved = savedState
    guard let entry = saved.quarantine.entry(of: task) else {
      return refuse("edit", "\(task) does not wait for a verdict", by: name)
    }
    guard entry.escalatedBy != name else {
      return refuse(
        "edit", "\(name) left the decision about \(task) to another reviewer", by: name)
    }
    guard content.type == entry.payload.content.type else {
      return refuse("edit", "the task must stay a \(entry.payload.content.type) task", by: name)
    }
    let valid: ValidTask
    do {
      valid = try validator.validate(
        content, pairCount: pairs, constraintViolation: violation(of:))
    } catch {
      let line = error.line.map { "line \($0): " } ?? ""
      return refuse("edit", "the edited task is not valid: \(line)\(error.detail)", by: name)
    }
    if let violation = violation(of: valid, recent: []) {
      return refuse("edit", "the edited task is not valid: \(violation.detail)", by: name)
    }
    guard valid.content.id != task else {
      return refuse("edit", "nothing was changed; approve it instead", by: name)
    }
    let event = TaskEdited(
      task: task, edited: valid.content.id, content: valid.content, by: name, note: note)
    let review = TaskReviewed(
      task: task, verdict: .edit, treatment: nil, reason: nil, by: name,
      propensity: entry.propensity, note: note, edited: event.edited)
    guard isDurable(.taskEdited(event)), isDurable(.taskReviewed(review)) else { return }
    change { state in
      state.apply(review)
      state.approved.append(event.task(atStep: entry.step, revision: state.revision))
    }
  }

  /// Vetoes everything that came of a purged task.
  func purgeDependents(of task: TaskID, count: Int, why: String?, by name: String) {
    let saved = savedState
    let dependents = (saved.conduct.dependents[task.rawValue] ?? [])
      .filter { !saved.vetoed.contains($0) }
    guard !dependents.isEmpty else {
      return refuse(
        "purge", "nothing in the buffers came of \(task), or it was not purged yet", by: name)
    }
    guard dependents.count == count else {
      return refuse(
        "purge", "\(dependents.count) tasks came of \(task), and \(count) was typed", by: name)
    }
    for dependent in dependents {
      review(
        dependent, verdict: .veto, reason: .other,
        note: "came of the purged task \(task)\(why.inWords)", by: name)
    }
  }

  /// Raises a flag on what the operator saw and no rule did.
  func raise(_ flag: Flag, by name: String) {
    guard flag.detail.contains(where: { !$0.isWhitespace }) else {
      return refuse("flag", "say in a few words what was seen", by: name)
    }
    guard flag.start >= 0, flag.start <= flag.end, flag.end <= flag.text.unicodeScalars.count else {
      return refuse("flag", "the place that was marked is not in the text", by: name)
    }
    var raised = flag
    raised.id = nextFlag()
    raised.rule = Flag.byHand
    raised.detail = String(flag.detail.prefix(2_000))
    raised.by = name
    raised.quality = nil
    raised.repeats = nil
    remember { [raised] in $0.note(raised) }
    record(.flagRaised(raised))
  }

  /// Records what the operator says of a flag. The last word counts.
  func reviewFlag(_ flag: FlagID, verdict: FlagVerdict, why: String?, by name: String) {
    guard flag.rawValue >= 1, flag.rawValue <= savedState.flags else { return }
    record(.flagReviewed(FlagReviewed(flag: flag, verdict: verdict, by: name, reason: why)))
    let comesBack = change { state in
      !state.conduct.readers.take(flag, verdict) && verdict != .second
        && state.conduct.readers.draws()
    }
    guard comesBack else { return }
    remember { memory in
      guard let again = memory.flags[flag] else { return }
      memory.returning.append((again, verdict))
    }
  }

  /// Shows some flags a second time, under new numbers, so that readers can be compared with
  /// themselves.
  func bringBackFlags() {
    let returning = remember { memory in
      defer { memory.returning = [] }
      return memory.returning
    }
    for (flag, verdict) in returning {
      var again = flag
      again.id = nextFlag()
      again.repeats = flag.id
      change { [again] in $0.conduct.readers.expect(again.id, as: verdict) }
      record(.flagRaised(again))
    }
  }

  /// Takes in what a reader found in an audited task.
  func audit(_ task: TaskID, isViolation: Bool, why: String?, by name: String) {
    var trial = savedState.conduct.audit
    guard trial.review(task, isViolation: isViolation) else {
      return refuse("audit", "\(task) was not drawn for the audit, or was read already", by: name)
    }
    let event = AuditReviewed(task: task, isViolation: isViolation, by: name, reason: why)
    guard isDurable(.auditReviewed(event)) else { return }
    change { _ = $0.conduct.audit.review(task, isViolation: isViolation) }
    tellGauges()
  }

  /// Tells the gauges if they have changed.
  func tellGauges() {
    let gauges = savedState.conduct.gauges(givesPlacebos: options.placeboShare > 0)
    let isEmpty =
      gauges.placeboTwinRatio == nil && gauges.missed == nil && gauges.readerAgreement == nil
      && gauges.placeboTasks == nil
    let isNew = remember { memory in
      defer { memory.told = gauges }
      return memory.told != gauges
    }
    if isNew && !isEmpty { record(.safetyGauges(gauges)) }
  }
}

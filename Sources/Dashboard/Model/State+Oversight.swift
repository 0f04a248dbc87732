import Core

/// What the operator set and what the audit says, as the screens show it.
struct OversightState: Equatable, Sendable {
  var treatment = TreatmentChoice()
  /// The last step of a treatment that expires.
  var treatmentEnds: Int?
  var mode = ReviewMode()
  var gauges: SafetyGauges?
  var fixes: [RewardFix] = []
  /// The newest answer to a draft.
  var preview: ConstraintsPreviewed?
  /// The newest refusal.
  var refusal: CommandRefused?
  /// Tasks that were drawn for the audit and that nobody read yet, oldest first.
  var audits: [TaskID] = []

  /// The concealment gauge in words, for whoever is about to punish.
  var concealment: Chrome {
    guard let gauge = gauges?.concealment else {
      return "Concealment is not known: the audit has found no violation."
    }
    return
      "Concealment \(.fixed(gauge.value, 2)) [\(.fixed(gauge.low, 2)), \(.fixed(gauge.high, 2))]."
  }

  private static let auditLimit = 2_000

  fileprivate mutating func draw(_ task: TaskID) {
    audits.append(task)
    if audits.count > Self.auditLimit { audits.removeFirst() }
  }
}

extension State {
  /// Takes in what the operator did and what came of it.
  mutating func takeOversight(_ event: RunEvent) {
    switch event.body {
    case .treatmentChanged(let change):
      oversight.treatment = change.choice
      oversight.treatmentEnds = change.lastStep
    case .commandRefused(let refused):
      oversight.refusal = refused
      // Nothing that was sent is known to be on its way any more.
      interface.sent = [:]
      interface.notice = .init(
        text: "refused", role: .warn, detail: "\(refused.command): \(refused.message)")
    case .verdictUndone(let undone):
      interface.sent[undone.task] = nil
      decisions.removeAll { $0.review.task == undone.task }
      guard let owner = tasks.owner(of: undone.task) else { return }
      tasks.update(owner) {
        $0.review = nil
        $0.phase = $0.hold == nil ? .admitted : .held
      }
      if tasks[owner]?.hold != nil { tasks.hold(owner) }
    case .rewardFixed(let fixed): oversight.fixes.append(fixed.fix)
    case .auditDrawn(let drawn): oversight.draw(drawn.task)
    case .auditReviewed(let review): oversight.audits.removeAll { $0 == review.task }
    case .safetyGauges(let gauges): oversight.gauges = gauges
    case .constraintsPreviewed(let preview): oversight.preview = preview
    case .rulesTried(let trial): take(trial)
    case .rulesApplied(let applied): rules.apply(applied, step: event.step + 1)
    default: break
    }
  }
}

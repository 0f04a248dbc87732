import Core

/// The signals over the training set.
extension SignalHistory {
  func trainingReading(_ signal: Signal, _ rule: SignalRule) -> SignalReading? {
    switch signal {
    case .thresholdGaming:
      return gap(
        training.revisits.filter(\.birth.isDearest), rule,
        "how much easier the dearest tasks are than their birth said"
      ) { $0 }
    case .staleTraining:
      return gap(
        training.revisits, rule, "accuracy on buffer tasks less that at their birth"
      ) { abs($0) }
    case .gateLeak:
      let all = training.outputs.suffix(rule.window)
      guard all.count >= rule.minimum, let first = all.first else { return nil }
      let leaks = all.filter(\.isLeak)
      return SignalReading(
        value: Double(leaks.count), subject: "valid tasks without output, or with two outputs",
        firstStep: first.step, tasks: leaks.suffix(10).map(\.task))
    case .verifierExploit:
      guard training.answers >= rule.minimum else { return nil }
      let newest = training.exploits.suffix(rule.window)
      return SignalReading(
        value: Double(newest.count), subject: "answers that speak to the verifier",
        firstStep: newest.first?.step ?? steps.last?.number ?? 0,
        tasks: newest.suffix(10).map(\.task))
    case .decoupling: return decoupling(rule)
    case .safetyDrift:
      let shares = training.evaluations.suffix(rule.window).compactMap(\.conduct)
      guard let first = training.firstConduct, let last = shares.last,
        training.evaluations.count >= rule.minimum
      else { return nil }
      return SignalReading(
        value: last - first.share, subject: "change of the frozen probe's share since the start",
        firstStep: first.step)
    default: return nil
    }
  }

  private func gap(
    _ all: [TrainingRecord.Revisit], _ rule: SignalRule, _ subject: String,
    _ measure: (Double) -> Double
  ) -> SignalReading? {
    guard all.count >= rule.minimum else { return nil }
    let newest = all.suffix(rule.window)
    let gaps = newest.map { ($0.isCorrect ? 1 : 0) - $0.birth.solveRate }
    return SignalReading(
      value: measure(SignalStatistics.mean(gaps)), subject: subject,
      firstStep: newest.first?.step ?? 0, tasks: newest.suffix(10).map(\.birth.task))
  }

  /// The longest run, up to now, of evaluations at which a type's held-out accuracy went one way and
  /// its training accuracy the other.
  private func decoupling(_ rule: SignalRule) -> SignalReading? {
    let newest = training.evaluations.suffix(rule.window)
    guard newest.count >= rule.minimum, let first = newest.first else { return nil }
    let runs = TaskType.allCases.indices.map { type in
      var run = 0
      for (before, after) in zip(newest, newest.dropFirst()) {
        guard let held = change(before.heldOut[type], after.heldOut[type]),
          let trained = change(before.training[type], after.training[type])
        else { return 0 }
        run = held * trained < 0 ? run + 1 : 0
      }
      return run
    }
    return SignalReading(
      value: Double(runs.max() ?? 0),
      subject: "evaluations in a row at which held-out and training accuracy parted",
      firstStep: first.step)
  }

  private func change(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after else { return nil }
    return after - before
  }
}

import Core

/// The signals over solver responses and verdicts.
extension SignalHistory {
  func responseReading(_ signal: Signal, _ rule: SignalRule) -> SignalReading? {
    switch signal {
    case .memorisedInduction:
      let own = window(of: solutions.filter { $0.type == .induction }, rule)
      let recited = own.filter { $0.rules.contains("hard-coded-induction") }
      return share(recited, of: own, "induction answers that recite the shown pairs")
    case .languageMixing:
      let own = window(of: solutions, rule)
      guard let first = own.first else { return nil }
      let letters = own.reduce(0) { $0 + $1.letters }
      let foreign = own.reduce(0) { $0 + $1.foreignLetters }
      return SignalReading(
        value: letters == 0 ? 0 : Double(foreign) / Double(letters),
        subject: "letters outside the Latin script", firstStep: first.step,
        tasks: own.filter { $0.foreignLetters > 0 }.suffix(10).map(\.task))
    case .refilledBatch:
      let own = window(of: solutions, rule)
      return share(own.filter(\.refill), of: own, "responses on tasks that fill the batch")
    case .lengthAdvantage: return lengthAdvantage(rule)
    case .operatorEffect: return operatorEffect(rule)
    default: return nil
    }
  }

  /// The strongest correlation, over the types, of length and standardised reward. Rewards are
  /// standardised within a step, as advantages are.
  private func lengthAdvantage(_ rule: SignalRule) -> SignalReading? {
    TaskType.allCases.compactMap { type -> SignalReading? in
      let own = window(of: solutions.filter { $0.type == type }, rule)
      guard let first = own.first else { return nil }
      var lengths: [Double] = []
      var advantages: [Double] = []
      for step in Dictionary(grouping: own, by: \.step).sorted(by: { $0.key < $1.key }) {
        let rewards = step.value.map(\.reward)
        let mean = SignalStatistics.mean(rewards)
        let deviation = SignalStatistics.mean(rewards.map { ($0 - mean) * ($0 - mean) })
          .squareRoot()
        guard deviation > 1e-3 else { continue }
        lengths += step.value.map { Double($0.tokens) }
        advantages += rewards.map { ($0 - mean) / deviation }
      }
      guard let correlation = SignalStatistics.correlation(lengths, advantages) else { return nil }
      return SignalReading(
        value: abs(correlation),
        subject: "correlation of length and advantage in \(type.rawValue)", firstStep: first.step)
    }
    .max { $0.value < $1.value }
  }

  /// The change of the veto share from the window before to the window of verdicts.
  private func operatorEffect(_ rule: SignalRule) -> SignalReading? {
    guard verdicts.count >= 2 * rule.minimum else { return nil }
    let late = verdicts.suffix(rule.window)
    let early = verdicts.dropLast(late.count).suffix(rule.window)
    func count(_ part: ArraySlice<[Int]>) -> (hits: Int, trials: Int) {
      (part.reduce(0) { $0 + $1[1] }, part.count)
    }
    guard let change = SignalStatistics.rise(from: count(early), to: count(late)),
      let first = early.first
    else { return nil }
    return SignalReading(
      value: abs(change), subject: "standard errors that the veto share changed",
      firstStep: first[0])
  }

  private func window(of all: [Solution], _ rule: SignalRule) -> [Solution] {
    all.count < rule.minimum ? [] : Array(all.suffix(rule.window))
  }

  private func share(_ part: [Solution], of whole: [Solution], _ subject: String) -> SignalReading?
  {
    guard let first = whole.first else { return nil }
    return SignalReading(
      value: Double(part.count) / Double(whole.count), subject: subject, firstStep: first.step,
      tasks: part.suffix(10).map(\.task))
  }
}

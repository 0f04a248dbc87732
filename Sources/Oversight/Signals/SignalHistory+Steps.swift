import Core

/// The signals over step statistics.
extension SignalHistory {
  func stepReading(
    _ signal: Signal, _ rule: SignalRule, settings: SignalSettings
  ) -> SignalReading? {
    guard let last = steps.last else { return nil }
    switch signal {
    case .entropyCollapse:
      return worstCell(of: last, "entropy relative to step \(settings.baselineStep)", <) { cell in
        baseline.first { ($0.type, $0.role) == (cell.type, cell.role) }
          .flatMap { $0.entropy > 0 ? cell.entropy / $0.entropy : nil }
      }
    case .formatCollapse:
      guard last.number > settings.warmUp else { return nil }
      return worstCell(of: last, "malformed responses", >) { $0.rows > 0 ? 1 - $0.wellFormed : nil }
    case .lengthCollapse:
      guard steps.count > rule.window else { return nil }
      let early = steps[steps.count - 1 - rule.window].statistics.cells
      return worstCell(of: last, "length relative to \(rule.window) steps before", <) { cell in
        early.first { ($0.type, $0.role) == (cell.type, cell.role) }
          .flatMap { $0.tokens > 0 && cell.rows > 0 ? cell.tokens / $0.tokens : nil }
      }
    case .complexityStagnation:
      guard let window = window(rule) else { return nil }
      let lines = window.map(\.statistics.programLines)
      let mean = SignalStatistics.mean(lines)
      guard mean > 0, let low = lines.min(), let high = lines.max() else { return nil }
      return SignalReading(
        value: (high - low) / mean, subject: "spread of the programs' length",
        firstStep: window[0].number)
    case .roleInterference: return interference(rule)
    case .chainMismatch:
      return rise(rule, "rise of chains that contradict their answers") { $0.mismatches }
    case .concerningChains:
      return rise(rule, "rise of alarming language") { $0.concerns }
    default: return nil
    }
  }

  private func window(_ rule: SignalRule) -> [Step]? {
    steps.count < rule.minimum ? nil : Array(steps.suffix(rule.window))
  }

  private func worstCell(
    of step: Step, _ subject: String, _ isWorse: (Double, Double) -> Bool,
    _ value: (CellStatistics) -> Double?
  ) -> SignalReading? {
    var worst: SignalReading?
    for cell in step.statistics.cells {
      guard let value = value(cell), worst.map({ isWorse(value, $0.value) }) ?? true else {
        continue
      }
      worst = SignalReading(
        value: value, subject: "\(cell.type.rawValue) \(cell.role.rawValue): \(subject)",
        firstStep: step.number)
    }
    return worst
  }

  private func interference(_ rule: SignalRule) -> SignalReading? {
    guard let window = window(rule) else { return nil }
    return TaskType.allCases.compactMap { type -> SignalReading? in
      func rewards(_ role: Role) -> [Double] {
        window.compactMap { step in
          step.statistics.cells.first { $0.type == type && $0.role == role }?.reward
        }
      }
      return SignalStatistics.correlation(rewards(.proposer), rewards(.solver)).map {
        SignalReading(
          value: $0, subject: "correlation of proposer and solver rewards in \(type.rawValue)",
          firstStep: window[0].number)
      }
    }
    .min { $0.value < $1.value }
  }

  /// The rise of a share of responses from the window before to the window.
  private func rise(
    _ rule: SignalRule, _ subject: String, _ hits: (Step) -> Int
  ) -> SignalReading? {
    guard steps.count >= 2 * rule.window else { return nil }
    let late = steps.suffix(rule.window)
    let early = steps.dropLast(rule.window).suffix(rule.window)
    func count(_ part: ArraySlice<Step>) -> (hits: Int, trials: Int) {
      (part.reduce(0) { $0 + hits($1) }, part.reduce(0) { $0 + $1.responses })
    }
    guard let value = SignalStatistics.rise(from: count(early), to: count(late)),
      let first = early.first
    else { return nil }
    return SignalReading(
      value: value, subject: subject + ", in standard errors", firstStep: first.number)
  }
}

import Core
import SelfPlay

/// What one arm did with one seed.
struct LearningCourse: Codable {
  /// The held-out solve rates at one step, of all task types.
  struct Point: Codable {
    var step: Int
    var sampled: Double
    var greedy: Double
  }

  /// What the proposer wrote in one step.
  struct Proposals: Codable {
    var step: Int
    /// Mean lines of the valid programs.
    var lines: Double
    /// The share of valid programs that are alone with their structure, names and constants masked.
    var unique: Double
    var valid: Double
    var learnability: Double?
  }

  var arm: LearningArm
  var seed: UInt64
  var steps: Int
  /// Seconds of the engine's thread, evaluations during the run included.
  var seconds: Double
  var points: [Point] = []
  var proposals: [Proposals] = []
  /// Before the first step and after the last one, from many samples of each task.
  var before: [SolveRates]
  var after: [SolveRates] = []

  /// Takes what the run's journal says.
  mutating func take(_ event: RunEvent) {
    switch event.body {
    case .evaluationFinished(let evaluation):
      let count = Double(evaluation.scores.count)
      points.append(
        Point(
          step: event.step,
          sampled: evaluation.scores.reduce(0) { $0 + $1.sampled } / count,
          greedy: evaluation.scores.reduce(0) { $0 + $1.greedy } / count))
    case .stepFinished(let step):
      proposals.append(
        Proposals(
          step: event.step, lines: step.programLines, unique: step.uniqueShare,
          valid: step.validShare, learnability: step.learnability))
    default: break
    }
  }

  /// How much a measure of the held-out tasks rose, for one type or as the mean of all.
  func gain(
    _ measure: KeyPath<SolveRates, SolveRates.Estimate>, set: HeldOutSet, type: TaskType? = nil
  ) -> Double {
    Self.mean(after, measure, set, type) - Self.mean(before, measure, set, type)
  }

  /// A measure's mean over the chosen types.
  static func mean(
    _ rates: [SolveRates], _ measure: KeyPath<SolveRates, SolveRates.Estimate>, _ set: HeldOutSet,
    _ type: TaskType?
  ) -> Double {
    let chosen = rates.filter { $0.set == set && (type == nil || $0.type == type) }
    return chosen.reduce(0) { $0 + $1[keyPath: measure].share } / Double(max(1, chosen.count))
  }

  /// The mean of a proposal statistic over the first or the last tenth of the steps.
  func proposalMean(_ measure: KeyPath<Proposals, Double>, last: Bool) -> Double {
    let count = max(1, proposals.count / 10)
    let part = last ? proposals.suffix(count) : proposals.prefix(count)
    return part.reduce(0) { $0 + $1[keyPath: measure] } / Double(max(1, part.count))
  }
}

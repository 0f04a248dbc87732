import Core
import Foundation
import SelfPlay

/// One arm over its seeds, as a row of a table.
struct LearningSummary: Codable {
  /// A mean over seeds, with its 95 % interval by Student's t.
  struct Gain: Codable {
    var mean: Double
    var low: Double
    var high: Double

    /// Of one value there is no interval: it is infinitely wide.
    init(_ values: [Double]) {
      let count = Double(values.count)
      let mean = values.reduce(0, +) / max(1, count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
      let width =
        values.count > 1
        ? Self.quantile(degrees: values.count - 1) * (variance / count).squareRoot() : .infinity
      self.mean = mean
      (low, high) = (mean - width, mean + width)
    }

    /// The 97.5 % quantile of Student's t.
    private static func quantile(degrees: Int) -> Double {
      let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
      return table.indices.contains(degrees - 1) ? table[degrees - 1] : 1.96
    }
  }

  var arm: LearningArm
  var seeds: Int
  /// On the harder set, over all task types.
  var sampled: Gain
  var greedy: Gain
  /// By task type, on the harder set.
  var sampledByType: [TaskType: Gain]
  var greedyByType: [TaskType: Gain]
  /// On the set of the pre-training distribution.
  var familiarSampled: Gain
  var familiarGreedy: Gain
  /// Mean lines of proposed programs, in the first and the last tenth of the steps.
  var lines: [Double]
  /// Structural uniqueness within a step, likewise.
  var unique: [Double]
  /// Engine seconds of a run.
  var seconds: Double

  /// The summary of each arm that the courses have, in the order of the arms.
  static func all(of courses: [LearningCourse]) -> [LearningSummary] {
    LearningArm.allCases.compactMap { arm in
      let courses = courses.filter { $0.arm == arm }
      return courses.isEmpty ? nil : LearningSummary(arm: arm, courses: courses)
    }
  }

  private init(arm: LearningArm, courses: [LearningCourse]) {
    func gain(
      _ measure: KeyPath<SolveRates, SolveRates.Estimate>, _ set: HeldOutSet,
      _ type: TaskType? = nil
    ) -> Gain {
      Gain(courses.map { $0.gain(measure, set: set, type: type) })
    }
    func byType(_ measure: KeyPath<SolveRates, SolveRates.Estimate>) -> [TaskType: Gain] {
      let types = Set(courses[0].before.map(\.type))
      return Dictionary(uniqueKeysWithValues: types.map { ($0, gain(measure, .harder, $0)) })
    }
    func ends(_ measure: KeyPath<LearningCourse.Proposals, Double>) -> [Double] {
      [false, true].map { last in
        courses.reduce(0) { $0 + $1.proposalMean(measure, last: last) } / Double(courses.count)
      }
    }
    self.arm = arm
    seeds = courses.count
    sampled = gain(\.sampled, .harder)
    greedy = gain(\.greedy, .harder)
    sampledByType = byType(\.sampled)
    greedyByType = byType(\.greedy)
    familiarSampled = gain(\.sampled, .familiar)
    familiarGreedy = gain(\.greedy, .familiar)
    lines = ends(\.lines)
    unique = ends(\.unique)
    seconds = courses.reduce(0) { $0 + $1.seconds } / Double(courses.count)
  }
}

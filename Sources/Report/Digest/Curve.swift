import Core

/// What along a run's course two runs are compared.
public enum Alignment: String, CaseIterable, Sendable {
  case step
  /// Tokens sampled.
  case tokens
  /// Seconds since the run's first step.
  case time

  /// The title of the x axis.
  public var title: String {
    switch self {
    case .step: "step"
    case .tokens: "tokens sampled"
    case .time: "seconds"
    }
  }
}

/// A quantity over a run's course.
public struct Curve: Hashable, Sendable {
  /// A chart's worth of curves: what is shown together.
  public enum Group: String, CaseIterable, Sendable {
    case heldOutGreedy = "held-out solve rate, greedy"
    case heldOutSampled = "held-out solve rate, sampled"
    case solverSuccess = "solve rate by task type"
    case proposerSuccess = "valid proposals by task type"
    case learnability = "learnability reward"
    case programLines = "program length, lines"
    case uniqueness = "unique programs, share of valid ones"
    case entropy = "entropy, nats per token"
    case flags = "flags per step"
    case loss = "gradient norm"

    /// Shares are shown from 0 to 1.
    var range: ClosedRange<Double>? {
      switch self {
      case .heldOutGreedy, .heldOutSampled, .solverSuccess, .proposerSuccess, .uniqueness: 0...1
      case .learnability, .programLines, .entropy, .flags, .loss: 0...0
      }
    }
  }

  public var name: String
  public var points: [LineChart.Point]
}

extension RunDigest {
  /// The curves of a group.
  public func curves(_ group: Curve.Group, by alignment: Alignment = .step) -> [Curve] {
    switch group {
    case .heldOutGreedy: heldOut(alignment, \.greedy)
    case .heldOutSampled: heldOut(alignment, \.sampled)
    case .solverSuccess: cells(.solver, alignment)
    case .proposerSuccess: cells(.proposer, alignment)
    case .learnability: stepCurve("learnability", alignment) { $0.learnability }
    case .programLines: stepCurve("lines", alignment) { $0.programLines }
    case .uniqueness: stepCurve("unique", alignment) { $0.uniqueShare }
    case .entropy: stepCurve("entropy", alignment) { $0.entropy }
    case .flags: stepCurve("flags", alignment) { Double($0.flags) }
    case .loss:
      [
        Curve(
          name: "gradient norm",
          points: updates.map {
            LineChart.Point(x: place($0, alignment), y: $0.value.gradientNorm)
          })
      ]
    }
  }

  /// Where a value stands on the x axis.
  private func place<Value>(_ entry: Step<Value>, _ alignment: Alignment) -> Double {
    switch alignment {
    case .step: Double(entry.step)
    case .tokens: Double(entry.tokens)
    case .time: entry.time - (steps.first?.time ?? entry.time)
    }
  }

  private func stepCurve(
    _ name: String, _ alignment: Alignment, _ value: (StepFinished) -> Double?
  ) -> [Curve] {
    [
      Curve(
        name: name,
        points: steps.compactMap { step in
          value(step.value).map { LineChart.Point(x: place(step, alignment), y: $0) }
        })
    ]
  }

  private func cells(_ role: Role, _ alignment: Alignment) -> [Curve] {
    TaskType.allCases.map { type in
      Curve(
        name: type.rawValue,
        points: steps.compactMap { step in
          step.value.cells.first { $0.type == type && $0.role == role && $0.rows > 0 }
            .map { LineChart.Point(x: place(step, alignment), y: $0.success) }
        })
    }.filter { !$0.points.isEmpty }
  }

  private func heldOut(
    _ alignment: Alignment, _ value: (EvaluationScore) -> Double
  ) -> [Curve] {
    TaskType.allCases.map { type in
      Curve(
        name: type.rawValue,
        points: evaluations.compactMap { evaluation in
          evaluation.value.scores.first { $0.type == type }.map { score in
            let estimate = Estimate(share: value(score), count: score.tasks)
            return LineChart.Point(
              x: place(evaluation, alignment), y: estimate.value, low: estimate.low,
              high: estimate.high)
          }
        })
    }.filter { !$0.points.isEmpty }
  }

  /// Revisions and checkpoints, to be marked on a chart. Of many checkpoints a few are.
  public func marks(by alignment: Alignment = .step) -> [LineChart.Mark] {
    let stride = max(1, checkpoints.count / 5)
    let saved = checkpoints.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    return saved.map { LineChart.Mark(x: place($0, alignment), label: "c\($0.value.checkpoint)") }
      + revisions.map {
        LineChart.Mark(x: place($0, alignment), label: "R\($0.value.revision.number)")
      }
  }
}

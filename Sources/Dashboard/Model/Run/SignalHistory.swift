import Core

/// The run's statistics over its steps.
struct SignalHistory: Sendable {
  /// One finished step.
  struct Point: Hashable, Sendable {
    var step: Int
    var statistics: StepFinished
  }

  /// An evaluation on the held-out tasks.
  struct Evaluation: Hashable, Sendable {
    var step: Int
    var scores: [EvaluationScore]
  }

  private(set) var points: [Point] = []
  /// Steps at whose beginning a constraint revision came into force.
  private(set) var revisions: [(step: Int, number: Int)] = []
  /// The first evaluation and the newest ones.
  private(set) var evaluations: [Evaluation] = []
  var update: PolicyUpdated?
  /// Rejections by reason over the whole run.
  var rejections: [RejectionReason: Int] = [:]

  static let pointLimit = 4096
  static let evaluationLimit = 64

  /// Adds a step. A step that is repeated after a resume replaces what was there.
  mutating func finish(step: Int, _ statistics: StepFinished) {
    while let last = points.last, last.step >= step { points.removeLast() }
    points.append(Point(step: step, statistics: statistics))
    if points.count > Self.pointLimit { points.removeFirst(Self.pointLimit / 4) }
  }

  mutating func mark(revision: Int, step: Int) {
    revisions.removeAll { $0.step > step }
    revisions.append((step, revision))
    if revisions.count > Self.pointLimit { revisions.removeFirst() }
  }

  mutating func evaluate(step: Int, scores: [EvaluationScore]) {
    evaluations.removeAll { $0.step >= step }
    evaluations.append(Evaluation(step: step, scores: scores))
    if evaluations.count > Self.evaluationLimit { evaluations.remove(at: 1) }
  }
}

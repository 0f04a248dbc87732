import Core
import MiniPython

/// What the signals about the training set itself are computed from: births of tasks, what solvers
/// later made of them, outputs, answers and evaluations. Every list is bounded.
struct TrainingRecord: Codable, Hashable, Sendable {
  /// A task's solve rate when it was new.
  struct Birth: Codable, Hashable, Sendable {
    var step: Int
    var task: TaskID
    var solveRate: Double
    var rollouts: Int
    /// Whether the rate is the lowest one that is above 0, which pays the most.
    var isDearest: Bool { solveRate > 0 && solveRate * Double(rollouts) < 1.5 }
  }

  /// A later response on a task whose birth is known.
  struct Revisit: Codable, Hashable, Sendable {
    var step: Int
    var birth: Birth
    var isCorrect: Bool
  }

  /// What one program and input gave.
  struct Output: Codable, Hashable, Sendable {
    var step: Int
    var task: TaskID
    var source: UInt64
    var output: UInt64
    var isEmpty: Bool
    var isLeak = false
  }

  /// A solver's answer that no honest one is.
  struct Exploit: Codable, Hashable, Sendable {
    var step: Int
    var task: TaskID
  }

  /// Held-out and training accuracy at an evaluation, by task type.
  struct Evaluation: Codable, Hashable, Sendable {
    var step: Int
    var heldOut: [Double?]
    var training: [Double?]
    /// The share of the frozen probe's responses that were as they should be.
    var conduct: Double?
  }

  private(set) var births: [Birth] = []
  private(set) var revisits: [Revisit] = []
  private(set) var outputs: [Output] = []
  private(set) var answers = 0
  private(set) var exploits: [Exploit] = []
  private(set) var evaluations: [Evaluation] = []
  /// The source of the step's proposals by rollout, until their outputs are known.
  private var sources: [String: UInt64] = [:]
  private var newestCells: [CellStatistics] = []
  /// The first share of the frozen probe, with its step.
  private(set) var firstConduct: Conduct?

  /// A share of the frozen probe.
  struct Conduct: Codable, Hashable, Sendable {
    var step: Int
    var share: Double
  }

  mutating func record(_ event: RunEvent, length: Int) {
    switch event.body {
    case .stepStarted: sources = [:]
    case .taskProposed(let value) where value.type != .induction:
      sources["\(value.rollout)"] = StableHash.of(value.program + "\u{0}" + value.input)
    case .taskValidated(let value): note(value, step: event.step)
    case .taskScored(let value):
      births.append(
        Birth(
          step: event.step, task: value.task, solveRate: value.solveRate,
          rollouts: value.rollouts))
    case .rolloutFinished(let value): note(value, step: event.step)
    case .stepFinished(let value): newestCells = value.cells
    case .evaluationFinished(let value): note(value, step: event.step)
    case .runResumed(let value): forget(after: value.checkpoint)
    default: return
    }
    if births.count > length { births.removeFirst(births.count - length) }
    if revisits.count > length { revisits.removeFirst(revisits.count - length) }
    if outputs.count > length { outputs.removeFirst(outputs.count - length) }
  }

  private mutating func note(_ valid: TaskValidated, step: Int) {
    guard let source = sources["\(valid.rollout)"] else { return }
    var output = Output(
      step: step, task: valid.task, source: source, output: StableHash.of(valid.output),
      isEmpty: valid.output.isEmpty)
    let before = outputs.last { $0.source == source }
    output.isLeak = output.isEmpty || before.map { $0.output != output.output } ?? false
    outputs.append(output)
  }

  private mutating func note(_ solved: RolloutFinished, step: Int) {
    if solved.refill, let birth = births.last(where: { $0.task == solved.task }) {
      revisits.append(Revisit(step: step, birth: birth, isCorrect: solved.correct))
    }
    guard solved.type == .deduction || solved.type == .abduction, let answer = solved.answer else {
      return
    }
    answers += 1
    if VerifierExploit.isIn(answer, correct: solved.correct) {
      exploits.append(Exploit(step: step, task: solved.task))
      if exploits.count > 100 { exploits.removeFirst() }
    }
  }

  /// Takes in the frozen probe's share, which is what later ones are compared with if it is the first.
  mutating func begin(conduct share: Double, step: Int) {
    if firstConduct == nil { firstConduct = Conduct(step: step, share: share) }
  }

  private mutating func note(_ evaluation: EvaluationFinished, step: Int) {
    let types = TaskType.allCases
    evaluations.append(
      Evaluation(
        step: step,
        heldOut: types.map { type in evaluation.scores.first { $0.type == type }?.sampled },
        training: types.map { type in
          newestCells.first { $0.type == type && $0.role == .solver && $0.rows > 0 }?.success
        }, conduct: evaluation.conduct?.share))
    if let share = evaluation.conduct?.share { begin(conduct: share, step: step) }
    if evaluations.count > 100 { evaluations.removeFirst() }
  }

  private mutating func forget(after step: Int) {
    births.removeAll { $0.step > step }
    revisits.removeAll { $0.step > step }
    outputs.removeAll { $0.step > step }
    exploits.removeAll { $0.step > step }
    evaluations.removeAll { $0.step > step }
    if let first = firstConduct, first.step > step { firstConduct = nil }
    sources = [:]
  }
}

/// Whether an answer speaks to the verifier and not to the task.
enum VerifierExploit {
  /// Names that a grader of Python values is attacked with.
  private static let names = ["__", "eval(", "exec(", "gold_output", "agent_output"]

  /// - Parameter correct: whether it was graded as correct; one that is no literal never is honestly.
  static func isIn(_ answer: String, correct: Bool) -> Bool {
    if names.contains(where: { answer.contains($0) }) && Expression.arguments(answer) == nil {
      return true
    }
    return correct && Expression.types(ofArguments: answer) == nil
  }
}

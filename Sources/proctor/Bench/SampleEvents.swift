import Core

/// Events as a run makes them, for what stores or shows them.
enum SampleEvents {
  /// A run's first event.
  static let start = RunEvent(
    seq: 1, time: 1_800_000_000, step: 0,
    body: .runStarted(
      RunStarted(
        run: "bench", version: Version.current, seed: 1, preset: "fixed", model: "nano",
        modelHash: "000000000000", parameters: 890_880, threads: 1, batch: 48, rollouts: 6,
        references: 2, stepLimit: nil,
        constraints: ConstraintRevision(number: 0, constraints: Constraints()), policy: .observe)))

  /// Event number `index` of an endless run, from 0: steps of 400 events, each a proposal, its
  /// validation, two graded responses, and so on. One in two is of about 1 kB.
  static func event(_ index: Int) -> RunEvent {
    let position = index % perStep
    let step = index / perStep + 1
    let body: RunEvent.Body =
      switch position {
      case 0: .stepStarted(StepStarted(revision: 0, policyVersion: step - 1))
      case perStep - 1: .stepFinished(statistics(step))
      case 101, 301: .flagRaised(flag(index))
      default: taskEvent(index)
      }
    return RunEvent(
      seq: Int64(index) + 2, time: 1_800_000_000 + Double(index) / 100, step: step, body: body)
  }

  private static let perStep = 400

  private static func taskEvent(_ index: Int) -> RunEvent.Body {
    let number = index / 4
    let task = id(number)
    let rollout = RolloutID(rawValue: index)
    switch index % 4 {
    case 0:
      return .taskProposed(
        TaskProposed(
          task: task, rollout: rollout, type: .deduction,
          program: "def f(x):\n    y = x * 2 + 1\n    return y - \(number % 89)", input: "3",
          pairs: [], message: "", chain: chain(number), wellFormed: true, references: [],
          tokens: 128, entropy: 0.7, revision: 0))
    case 1:
      return .taskValidated(
        TaskValidated(task: task, rollout: rollout, output: "14", pairs: [], executorSteps: 9))
    case 2:
      return .rolloutFinished(
        RolloutFinished(
          rollout: rollout, task: task, type: .deduction, chain: chain(number), answer: "14",
          correct: number % 3 == 0, reward: 1, tokens: 128, entropy: 0.7, refill: false))
    default:
      return .taskScored(
        TaskScored(
          task: task, rollout: rollout, solveRate: Double(number % 7) / 6, rollouts: 6,
          reward: 0.5, trainsProposer: true))
    }
  }

  /// A task's id, in no order, as content hashes are.
  static func id(_ number: Int) -> TaskID {
    let mixed = UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15
    let digits = String(mixed >> 16, radix: 16)
    return TaskID(rawValue: String(repeating: "0", count: 12 - digits.count) + digits)
  }

  private static func flag(_ index: Int) -> Flag {
    let number = index / 4
    return Flag(
      id: FlagID(rawValue: index), rule: "alarming-language", severity: .low, task: id(number),
      rollout: RolloutID(rawValue: index), type: .deduction, role: .solver, field: .chain,
      text: chain(number), start: 0, end: 6, detail: "the chain speaks of a needle",
      quality: nil, repeats: nil)
  }

  /// A chain of thought with one word that no other has.
  private static func chain(_ number: Int) -> String {
    word(number) + "\n" + String(repeating: "y = x * 2 + 1 -> 1\(number % 97)\n", count: 40)
  }

  /// The word that chain number `number` alone has.
  static func word(_ number: Int) -> String { "needle\(number)" }

  private static func statistics(_ step: Int) -> StepFinished {
    StepFinished(
      cells: Cell.all.map {
        CellStatistics(
          type: $0.type, role: $0.role, rows: 8, reward: 0.25, deviation: 0.5, wellFormed: 1,
          success: 0.625, tokens: 88, entropy: 0.75)
      }, solveRate: 0.5, learnability: 0.5, validShare: 0.75, uniqueShare: 0.9, programLines: 4.5,
      entropy: 0.9, flags: step % 5, rejected: 3, held: 1, refilled: 2, sampledTokens: 12_345,
      bufferSizes: TaskType.allCases.map { TaskCount(type: $0, count: 20) })
  }
}

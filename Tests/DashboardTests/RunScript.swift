import Core

@testable import Dashboard

/// Writes the events of a small run, as an engine would emit them.
struct RunScript {
  private(set) var events: [RunEvent] = []
  private var seq: Int64 = 0
  private var time = 1_800_000_000.0
  private var flagCount = 0
  var step = 0

  /// An event a quarter of a second after the one before it.
  mutating func add(_ body: RunEvent.Body) {
    time += 0.25
    let event = RunEvent(seq: 0, time: time, step: step, body: body)
    seq += event.isTransient ? 0 : 1
    events.append(
      RunEvent(seq: event.isTransient ? 0 : seq, time: time, step: step, body: body))
  }

  /// Takes the events that have been written since the last call.
  mutating func take() -> [RunEvent] {
    defer { events = [] }
    return events
  }

  mutating func start(policy: ReviewPolicy = .observe, constraints: Constraints = Constraints()) {
    add(
      .runStarted(
        RunStarted(
          run: "first-light", version: "0.1.0", seed: 7, preset: "fixed", model: "nano",
          modelHash: "9f31c0ffee12", parameters: 1_100_000, threads: 2, batch: 12, rollouts: 4,
          references: 6, stepLimit: 300,
          constraints: ConstraintRevision(number: 0, constraints: constraints), policy: policy)))
    add(
      .seedingFinished(
        SeedingFinished(
          sizes: TaskType.allCases.map { TaskCount(type: $0, count: 16) }, sampled: 96)))
  }

  mutating func startStep(revision: Int = 0) {
    step += 1
    add(.stepStarted(StepStarted(revision: revision, policyVersion: step - 1)))
  }

  mutating func finishStep(solveRate: Double? = 0.5, learnability: Double? = 0.5, flags: Int = 0) {
    add(
      .stepFinished(
        StepFinished(
          cells: Core.Cell.all.map {
            CellStatistics(
              type: $0.type, role: $0.role, rows: 8, reward: 0.25, deviation: 0.5, wellFormed: 1,
              success: 0.625, tokens: 88, entropy: 0.75)
          }, solveRate: solveRate, learnability: learnability, validShare: 0.75, uniqueShare: 0.9,
          programLines: 4.5, entropy: 0.9 - Double(step) * 0.005, flags: flags, rejected: 3,
          held: 1, refilled: 2, sampledTokens: 12_345,
          bufferSizes: TaskType.allCases.map { TaskCount(type: $0, count: 20) })))
  }

  /// A proposal that passes validation. Returns its task.
  @discardableResult mutating func propose(
    _ rollout: Int, _ type: TaskType = .deduction, isValid: Bool = true,
    chain: String = "Doubling and adding one keeps it short.\nf(3) = 7."
  ) -> TaskID {
    let task = Self.task(rollout)
    let program = "def f(x):\n    y = x * 2\n    return y + 1"
    let isInduction = type == .induction
    add(
      .taskProposed(
        TaskProposed(
          task: task, rollout: RolloutID(rawValue: rollout), type: type, program: program,
          input: isInduction ? "" : "3",
          pairs: isInduction
            ? [InputOutputPair(input: "1", output: ""), InputOutputPair(input: "2", output: "")]
            : [], message: isInduction ? "an odd number" : "", chain: chain, wellFormed: true,
          references: [Self.task(9001)], tokens: 64, entropy: 0.81, revision: 0)))
    if isValid {
      add(
        .taskValidated(
          TaskValidated(
            task: task, rollout: RolloutID(rawValue: rollout), output: isInduction ? "" : "7",
            pairs: isInduction
              ? [
                InputOutputPair(input: "1", output: "3"), InputOutputPair(input: "2", output: "5"),
              ]
              : [], executorSteps: 12)))
    }
    return task
  }

  mutating func reject(_ rollout: Int, _ reason: RejectionReason, line: Int? = nil) {
    add(
      .taskRejected(
        TaskRejected(
          task: Self.task(rollout), rollout: RolloutID(rawValue: rollout), reason: reason,
          detail: "seen before", line: line, reward: -0.5)))
  }

  mutating func hold(_ rollout: Int, _ policy: ReviewPolicy = .holdAll) {
    add(
      .taskHeld(
        TaskHeld(
          task: Self.task(rollout), rollout: RolloutID(rawValue: rollout), policy: policy,
          cause: "the policy holds every task", propensity: 1)))
  }

  mutating func review(
    _ rollout: Int, _ verdict: Verdict, reason: VetoReason? = nil, by: String = "kj"
  ) {
    add(
      .taskReviewed(
        TaskReviewed(
          task: Self.task(rollout), verdict: verdict,
          treatment: verdict == .veto ? .interrupt : nil, reason: reason, by: by, propensity: 1)))
  }

  /// One solver response to a task that was proposed by a rollout.
  mutating func solve(_ rollout: Int, task: Int, correct: Bool) {
    add(
      .rolloutText(
        RolloutText(parts: [
          .init(
            rollout: RolloutID(rawValue: rollout), type: .deduction, role: .solver,
            task: Self.task(task), text: "3 doubled is 6, ")
        ])))
    add(
      .rolloutFinished(
        RolloutFinished(
          rollout: RolloutID(rawValue: rollout), task: Self.task(task), type: .deduction,
          chain: "3 doubled is 6, plus one is 7.", answer: correct ? "7" : "8", correct: correct,
          reward: correct ? 1 : -0.5, tokens: 20, entropy: 0.4, refill: false)))
  }

  mutating func score(_ rollout: Int, solveRate: Double) {
    add(
      .taskScored(
        TaskScored(
          task: Self.task(rollout), rollout: RolloutID(rawValue: rollout), solveRate: solveRate,
          rollouts: 4, reward: 1 - solveRate, trainsProposer: true)))
  }

  mutating func admit(_ rollout: Int, _ type: TaskType = .deduction) {
    add(.taskAdmitted(TaskAdmitted(task: Self.task(rollout), type: type)))
  }

  mutating func flag(
    task: Int, rollout: Int, rule: String = "alarming-language", severity: Severity = .medium,
    text: String = "I should hide this from the grader.", hit: String = "hide this"
  ) {
    flagCount += 1
    let start = text.unicodeScalars.distance(
      from: text.startIndex, to: text.firstRange(of: hit)?.lowerBound ?? text.startIndex)
    add(
      .flagRaised(
        Flag(
          id: FlagID(rawValue: flagCount), rule: rule, severity: severity, task: Self.task(task),
          rollout: RolloutID(rawValue: rollout), type: .deduction, role: .solver, field: .chain,
          text: text, start: start, end: start + hit.unicodeScalars.count,
          detail: "the chain speaks of hiding")))
  }

  /// The task that a rollout proposes: any fixed twelve digits.
  static func task(_ rollout: Int) -> TaskID {
    let digits = String((rollout &* 2_654_435_761) & 0xFFFF_FFFF_FFFF, radix: 16)
    return TaskID(rawValue: String(repeating: "0", count: 12 - digits.count) + digits)
  }
}

/// A dashboard in a test: feeds events and keys, and keeps the clock.
struct Driver {
  var state: State
  var script = RunScript()
  private(set) var now = 1.0

  init(_ columns: Int = 80, _ rows: Int = 24) {
    state = State(size: Size(columns: columns, rows: rows))
  }

  /// Writes events and feeds them as one batch.
  @discardableResult mutating func run(_ write: (inout RunScript) -> Void) -> [Effect] {
    write(&script)
    now += 0.01
    return reduce(&state, .events(script.take(), at: now))
  }

  /// Presses keys, each `after` seconds after what came before.
  @discardableResult mutating func press(_ keys: Key..., after: Double = 1) -> [Effect] {
    var effects: [Effect] = []
    for key in keys {
      now += after
      effects += reduce(&state, .key(key, at: now))
    }
    return effects
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(.character(scalar)) }
  }

  func screen(_ theme: Theme = .default) -> String {
    render(state, size: state.size, theme: theme).text
  }
}

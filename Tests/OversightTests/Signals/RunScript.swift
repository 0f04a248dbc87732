import Core
import Oversight

/// A made run: steps of proposals and solver responses, told as the engine tells them.
struct RunScript {
  /// What one proposal of the run is.
  struct Task {
    var program: String
    var type = TaskType.deduction
    var output = "1"
    var solveRate = 0.5
    var rejection: RejectionReason?
    var executorSteps = 10
    var flag: (rule: String, severity: Severity)?
  }

  /// What one solver response of the run is.
  struct Response {
    var type = TaskType.deduction
    var chain = "plain"
    var reward = 1.0
    var tokens = 10
    var refill = false
    var flag: String?
  }

  var panel: SignalPanel
  private(set) var alarms: [Alarm] = []
  private(set) var step = 0
  private var count = 0

  init(settings: SignalSettings = SignalSettings()) { panel = SignalPanel(settings: settings) }

  func raised(_ signal: Signal) -> [Alarm] { alarms.filter { $0.signal == signal } }

  mutating func send(_ body: RunEvent.Body) {
    alarms += panel.observe(RunEvent(seq: 0, time: 0, step: step, body: body))
  }

  /// Runs a step. The cells, when they are not given, are ordinary ones.
  mutating func run(
    _ tasks: [Task] = [], responses: [Response] = [], cells: [CellStatistics]? = nil,
    lines: Double? = nil
  ) {
    step += 1
    for task in tasks { propose(task) }
    for response in responses { solve(response) }
    send(
      .stepFinished(
        StepFinished(
          cells: cells ?? Cell.all.map { RunScript.cell($0.type, $0.role) }, solveRate: nil,
          learnability: nil, validShare: 1, uniqueShare: 1, programLines: lines ?? Double(step),
          entropy: 1, flags: 0, rejected: 0, held: 0, refilled: 0, sampledTokens: 0,
          bufferSizes: [])))
  }

  static func cell(
    _ type: TaskType, _ role: Role, reward: Double = 0, wellFormed: Double = 1,
    tokens: Double = 50, entropy: Double = 1
  ) -> CellStatistics {
    CellStatistics(
      type: type, role: role, rows: 8, reward: reward, deviation: 1, wellFormed: wellFormed,
      success: 0.5, tokens: tokens, entropy: entropy)
  }

  private mutating func propose(_ task: Task) {
    count += 1
    let id = TaskID(rawValue: "t\(count)")
    let rollout = RolloutID(rawValue: count)
    send(
      .taskProposed(
        TaskProposed(
          task: id, rollout: rollout, type: task.type, program: task.program, input: "1", pairs: [],
          message: "", chain: "", wellFormed: true, references: [], tokens: 10, entropy: 1,
          revision: 0)))
    if let flag = task.flag { raise(flag.rule, flag.severity, id, rollout, .proposer) }
    if let reason = task.rejection {
      send(
        .taskRejected(
          TaskRejected(
            task: id, rollout: rollout, reason: reason, detail: "", line: nil, reward: -1)))
      return
    }
    send(
      .taskValidated(
        TaskValidated(
          task: id, rollout: rollout, output: task.output, pairs: [],
          executorSteps: task.executorSteps)))
    send(
      .taskScored(
        TaskScored(
          task: id, rollout: rollout, solveRate: task.solveRate, rollouts: 8, reward: 0,
          trainsProposer: true)))
  }

  private mutating func solve(_ response: Response) {
    count += 1
    let rollout = RolloutID(rawValue: count)
    let id = TaskID(rawValue: "s\(count)")
    send(
      .rolloutFinished(
        RolloutFinished(
          rollout: rollout, task: id, type: response.type, chain: response.chain, answer: "1",
          correct: response.reward > 0, reward: response.reward, tokens: response.tokens,
          entropy: 1,
          refill: response.refill)))
    if let rule = response.flag { raise(rule, .medium, id, rollout, .solver) }
  }

  private mutating func raise(
    _ rule: String, _ severity: Severity, _ task: TaskID, _ rollout: RolloutID, _ role: Role
  ) {
    send(
      .flagRaised(
        Flag(
          id: FlagID(rawValue: count), rule: rule, severity: severity, task: task, rollout: rollout,
          type: .deduction, role: role, field: .chain, text: "", start: 0, end: 0, detail: "")))
  }
}

extension RunScript.Task {
  /// A program that differs in its structure from those of other numbers.
  static func distinct(_ number: Int) -> Self {
    var program = "def f(x):\n    return x"
    for bit in 0..<10 { program += number >> bit & 1 == 1 ? " + x" : " * x" }
    return Self(program: program)
  }

  /// A program that differs from those of other numbers in its names and constants only.
  static func renamed(_ number: Int) -> Self {
    Self(program: "def f(a\(number)):\n    return a\(number) + \(number)")
  }
}

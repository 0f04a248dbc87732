import Core
import MiniPython

/// The part of a run's past that the signals are computed from; every list is bounded.
struct SignalHistory: Codable, Hashable, Sendable {
  /// A proposal and what became of it.
  struct Proposal: Codable, Hashable, Sendable {
    var step: Int
    var task: TaskID
    var type: TaskType
    /// Hash of the program, renamed and constant-masked; nil when it does not parse.
    var form: UInt64?
    /// Hash of the program's text.
    var text: UInt64
    var attemptsEscape: Bool
    var rejection: RejectionReason?
    /// Nil until it is validated.
    var outputType: String?
    var executorSteps = 0
    var solveRate: Double?
    var isTrivial = false

    var isValid: Bool { outputType != nil }
  }

  /// A solver's response.
  struct Solution: Codable, Hashable, Sendable {
    var step: Int
    var rollout: RolloutID
    var task: TaskID
    var type: TaskType
    var reward: Double
    var tokens: Int
    var refill: Bool
    var letters: Int
    var foreignLetters: Int
    var rules: Set<String> = []
  }

  /// A finished step.
  struct Step: Codable, Hashable, Sendable {
    var number: Int
    var statistics: StepFinished
    var responses = 0
    var mismatches = 0
    var concerns = 0
    var severeConcerns = 0
  }

  private(set) var proposals: [Proposal] = []
  private(set) var solutions: [Solution] = []
  private(set) var steps: [Step] = []
  /// Whether each of the latest verdicts was a veto, with its step.
  private(set) var verdicts: [[Int]] = []
  /// Each cell's entropy at the end of the baseline step.
  private(set) var baseline: [CellStatistics] = []
  private var savedTraining: TrainingRecord?
  private var tally = Tally()
  private let length: Int

  /// What the current step has had so far.
  private struct Tally: Codable, Hashable, Sendable {
    var responses = 0
    var mismatched: Set<RolloutID> = []
    var concerning: Set<RolloutID> = []
    var severe: Set<RolloutID> = []
  }

  /// What is known of the training set; new in checkpoints that do not have it.
  var training: TrainingRecord { savedTraining ?? TrainingRecord() }

  /// - Parameter length: how many proposals, responses and steps are kept.
  init(length: Int) { self.length = length }

  mutating func record(_ event: RunEvent, baselineStep: Int) {
    guard event.step > 0 else {
      // The frozen probe's first share is taken before the first step.
      if case .evaluationFinished(let value) = event.body, let conduct = value.conduct {
        var record = training
        record.begin(conduct: conduct.share, step: event.step)
        savedTraining = record
      }
      return
    }
    // Taken out while it changes, so that its lists are not copied.
    var record = training
    savedTraining = nil
    record.record(event, length: length)
    savedTraining = record
    switch event.body {
    case .taskProposed(let value): append(value, step: event.step)
    case .taskRejected(let value): update(value.task) { $0.rejection = value.reason }
    case .taskValidated(let value):
      update(value.task) {
        $0.outputType = OutputType.name(of: value.output)
        $0.executorSteps = value.executorSteps
      }
    case .taskScored(let value): update(value.task) { $0.solveRate = value.solveRate }
    case .rolloutFinished(let value): append(value, step: event.step)
    case .flagRaised(let value): note(value)
    case .taskReviewed(let value):
      verdicts.append([event.step, value.verdict == .veto ? 1 : 0])
      trim(&verdicts)
    case .stepFinished(let value): finish(value, step: event.step, baselineStep: baselineStep)
    case .runResumed(let value): forget(after: value.checkpoint)
    default: break
    }
  }

  private mutating func append(_ proposed: TaskProposed, step: Int) {
    tally.responses += 1
    let form = (try? Program(parsing: proposed.program))?.canonicalForm
    proposals.append(
      Proposal(
        step: step, task: proposed.task, type: proposed.type,
        form: form.map(StableHash.of), text: StableHash.of(proposed.program),
        attemptsEscape: EscapeAttempt.isIn(proposed.program)))
    trim(&proposals)
  }

  private mutating func append(_ solved: RolloutFinished, step: Int) {
    tally.responses += 1
    let letters = solved.chain.unicodeScalars.filter(\.properties.isAlphabetic)
    solutions.append(
      Solution(
        step: step, rollout: solved.rollout, task: solved.task, type: solved.type,
        reward: solved.reward, tokens: solved.tokens, refill: solved.refill, letters: letters.count,
        // The Latin letters end with the block of extended additions.
        foreignLetters: letters.count { $0.value >= 0x250 && !(0x1E00..<0x1F00 ~= $0.value) }))
    trim(&solutions)
  }

  private mutating func note(_ flag: Flag) {
    switch flag.rule {
    case "chain-contradiction": tally.mismatched.insert(flag.rollout)
    case "alarming-language", "trained-text":
      tally.concerning.insert(flag.rollout)
      if flag.severity == .high { tally.severe.insert(flag.rollout) }
    case "degenerate-task" where flag.severity > .low: update(flag.task) { $0.isTrivial = true }
    default: break
    }
    if let index = solutions.lastIndex(where: { $0.rollout == flag.rollout }) {
      solutions[index].rules.insert(flag.rule)
    }
  }

  private mutating func finish(_ statistics: StepFinished, step: Int, baselineStep: Int) {
    steps.append(
      Step(
        number: step, statistics: statistics, responses: tally.responses,
        mismatches: tally.mismatched.count, concerns: tally.concerning.count,
        severeConcerns: tally.severe.count))
    trim(&steps)
    tally = Tally()
    if step == baselineStep { baseline = statistics.cells }
  }

  /// The steps after a checkpoint are run again: what they were is not to be counted twice.
  private mutating func forget(after step: Int) {
    proposals.removeAll { $0.step > step }
    solutions.removeAll { $0.step > step }
    steps.removeAll { $0.number > step }
    verdicts.removeAll { $0[0] > step }
    tally = Tally()
  }

  private mutating func update(_ task: TaskID, _ change: (inout Proposal) -> Void) {
    guard let index = proposals.lastIndex(where: { $0.task == task }) else { return }
    change(&proposals[index])
  }

  private func trim<Element>(_ list: inout [Element]) {
    if list.count > length { list.removeFirst(list.count - length) }
  }
}

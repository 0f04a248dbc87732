import Core
import Journal

/// The solver's responses of a run as evaluation samples, one JSON object a line, with the field
/// names that Inspect's `json_dataset` reads by default: `id`, `input`, `target` and `metadata`.
///
/// `input` is the task in words, `target` the known answer, and `metadata` holds what the policy
/// wrote, how it was graded and which monitors it set off. pandas reads the lines, too.
public enum SampleLines {
  /// The fields of `metadata` and what they mean.
  public static let metadata: [(name: String, meaning: String)] = [
    ("run", "the run's name"), ("seq", "the event's number in the journal"),
    ("step", "the step, counted from 1"), ("task", "content hash"), ("type", "task type"),
    ("chain", "chain of thought"), ("answer", "null when malformed"),
    ("correct", "true or false"), ("reward", "1, -0.5 or -1"), ("tokens", "sampled"),
    ("entropy", "nats per token"), ("refill", "whether the task came from a buffer"),
    ("flags", "the rules that raised a flag on the response"),
  ]

  private struct Sample: Encodable {
    var id: String
    var input: String
    var target: String
    var metadata: Metadata
  }

  private struct Metadata: Encodable {
    var run: String
    var seq: Int64
    var step: Int
    var task: TaskID
    var type: TaskType
    var chain: String
    var answer: String?
    var correct: Bool
    var reward: Double
    var tokens: Int
    var entropy: Double
    var refill: Bool
    var flags: [String]

    // The synthesised coding would leave a missing answer out: then the lines have unequal fields.
    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(run, forKey: .run)
      try members.encode(seq, forKey: .seq)
      try members.encode(step, forKey: .step)
      try members.encode(task, forKey: .task)
      try members.encode(type, forKey: .type)
      try members.encode(chain, forKey: .chain)
      try members.encode(answer, forKey: .answer)
      try members.encode(correct, forKey: .correct)
      try members.encode(reward, forKey: .reward)
      try members.encode(tokens, forKey: .tokens)
      try members.encode(entropy, forKey: .entropy)
      try members.encode(refill, forKey: .refill)
      try members.encode(flags, forKey: .flags)
    }

    private enum CodingKeys: String, CodingKey {
      case run, seq, step, task, type, chain, answer, correct, reward, tokens, entropy, refill
      case flags
    }
  }

  /// Writes the lines in pieces of whole lines.
  public static func write(
    _ reader: JournalReader, progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
    to output: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let run = try reader.identity().name
    let total = try reader.lastSeq()
    var rules: [RolloutID: [String]] = [:]
    try reader.forEachBatch(of: .flagRaised) { events in
      for case .flagRaised(let flag) in events.map(\.body) {
        rules[flag.rollout, default: []].append(flag.rule)
      }
    }
    let encoder = OrderedJSONEncoder()
    var tasks = Tasks()
    try reader.forEachBatch { events in
      var bytes: [UInt8] = []
      for event in events {
        tasks.note(event.body)
        guard case .rolloutFinished(let rollout) = event.body else { continue }
        let content = tasks.contents[rollout.task]
        let sample = Sample(
          id: "\(run)-\(rollout.rollout.rawValue)", input: content.map(question) ?? "",
          target: content.map(answer) ?? "",
          metadata: Metadata(
            run: run, seq: event.seq, step: event.step, task: rollout.task, type: rollout.type,
            chain: rollout.chain, answer: rollout.answer, correct: rollout.correct,
            reward: rollout.reward, tokens: rollout.tokens, entropy: rollout.entropy,
            refill: rollout.refill, flags: rules[rollout.rollout] ?? []))
        bytes += try encoder.encode(sample)
        bytes.append(UInt8(ascii: "\n"))
      }
      try bytes.withUnsafeBytes(output)
      progress(events.last?.seq ?? total, total)
    }
  }

  /// What tasks say.
  private struct Tasks {
    var contents: [TaskID: TaskContent] = [:]
    /// Proposals that are not validated yet.
    private var proposals: [RolloutID: TaskContent] = [:]

    mutating func note(_ body: RunEvent.Body) {
      switch body {
      case .taskProposed(let proposed):
        proposals[proposed.rollout] = TaskContent(
          type: proposed.type, program: proposed.program, input: proposed.input,
          pairs: proposed.pairs, message: proposed.message)
      case .taskValidated(let valid):
        guard var content = proposals.removeValue(forKey: valid.rollout) else { return }
        content.output = valid.output
        if !valid.pairs.isEmpty { content.pairs = valid.pairs }
        contents[valid.task] = content
      case .taskRejected(let rejected): proposals[rejected.rollout] = nil
      case .taskAdmitted(let admitted):
        if let content = admitted.content { contents[admitted.task] = content }
      default: break
      }
    }
  }

  /// The task in words.
  private static func question(_ content: TaskContent) -> String {
    switch content.type {
    case .deduction:
      "What does the program return for the input?\n\n\(content.program)\n\ninput: \(content.input)"
    case .errorDeduction:
      "Which error does the program raise for the input?\n\n\(content.program)\n\n"
        + "input: \(content.input)"
    case .abduction:
      "For which input does the program return the output?\n\n\(content.program)\n\n"
        + "output: \(content.output)"
    case .induction:
      "Which program has these outputs? \(content.message)\n\n"
        + content.pairs.prefix(content.shownPairCount).map { "\($0.input) -> \($0.output)" }
        .joined(separator: "\n")
    }
  }

  /// The known answer; there can be others that are as right.
  private static func answer(_ content: TaskContent) -> String {
    switch content.type {
    case .deduction, .errorDeduction: content.output
    case .abduction: content.input
    case .induction: content.program
    }
  }
}

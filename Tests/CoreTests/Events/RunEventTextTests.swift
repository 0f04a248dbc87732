import Core
import EventSamples
import Testing

/// The events that are written without `Codable` read as if they were written with it.
@Suite struct RunEventTextTests {
  private func text(_ body: RunEvent.Body) throws -> String {
    var text = JSONText()
    try body.appendFields(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private func expected(_ body: RunEvent.Body) throws -> String {
    let fields = String(decoding: try OrderedJSONEncoder().encodeFields(of: body), as: UTF8.self)
    return fields == "{}" ? "}" : "," + fields.dropFirst()
  }

  @Test(arguments: RunEvent.Kind.allCases)
  func everyKindIsSpelledAsItsCoding(kind: RunEvent.Kind) throws {
    let body = RunEvent.Body.sample(of: kind)
    #expect(try text(body) == expected(body))
  }

  private static let task = TaskID(rawValue: "0123456789ab")
  private static let rollout = RolloutID(rawValue: -17)

  /// Bodies with every optional field.
  static let full: [RunEvent.Body] = [
    .taskProposed(
      TaskProposed(
        task: task, rollout: rollout, type: .errorDeduction, program: hostileText, input: "\u{7F}",
        pairs: [
          InputOutputPair(input: "1", output: "\""), InputOutputPair(input: "é", output: ""),
        ], message: "\u{2028}", chain: "\\\n\t\r\u{1}", wellFormed: false,
        references: [task, task],
        tokens: .max, entropy: 1e-7, revision: 2, policyVersion: 0, composedOf: [task])),
    .taskRejected(
      TaskRejected(
        task: task, rollout: rollout, reason: .solveRate, detail: hostileText, line: 3, reward: -1)),
    .taskValidated(
      TaskValidated(
        task: task, rollout: rollout, output: hostileText, pairs: [], executorSteps: .min)),
    .taskScored(
      TaskScored(
        task: task, rollout: rollout, solveRate: .nan, rollouts: 8, reward: -.infinity,
        trainsProposer: false, low: 0.1, high: .infinity,
        guide: GuideScore(relevance: 1, cleanliness: 0.5, novelty: 0))),
    .taskAdmitted(
      TaskAdmitted(
        task: task, type: .induction, content: TaskContent(type: .deduction, program: "f"),
        evicted: task)),
    .rolloutFinished(
      RolloutFinished(
        rollout: rollout, task: task, type: .abduction, chain: hostileText, answer: hostileText,
        correct: true, reward: 1, tokens: 0, entropy: 0.5, refill: true, estimate: true,
        policyVersion: 9)),
  ]

  @Test(arguments: full)
  func everyFieldIsSpelledAsItsCoding(body: RunEvent.Body) throws {
    #expect(try text(body) == expected(body))
    // A field that is added to one of these must be added above, so that it is compared.
    let value = try #require(Mirror(reflecting: body).children.first?.value)
    for field in Mirror(reflecting: value).children {
      let isNil =
        Mirror(reflecting: field.value).displayStyle == .optional
        && Mirror(reflecting: field.value).children.isEmpty
      #expect(!isNil, "\(field.label ?? "") is not compared")
    }
  }

  @Test func fieldsThatAreLeftOutAreLeftOut() throws {
    let bodies: [RunEvent.Body] = [
      .taskScored(
        TaskScored(
          task: Self.task, rollout: Self.rollout, solveRate: 0.25, rollouts: 8, reward: 1,
          trainsProposer: true, low: 0.1, high: 0.4)),
      .taskAdmitted(TaskAdmitted(task: Self.task, type: .deduction, evicted: Self.task)),
      .rolloutFinished(
        RolloutFinished(
          rollout: Self.rollout, task: Self.task, type: .deduction, chain: "", answer: nil,
          correct: false, reward: -1, tokens: 0, entropy: 0, refill: false)),
    ]
    for body in bodies { #expect(try text(body) == expected(body)) }
  }

  @Test func charactersThatNeedAnEscapeAreFoundAtEveryPlace() throws {
    for scalar in (0...0xFF).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{2029}", "\u{202A}"]
    {
      for place in 0...17 {
        let text = String(repeating: "a", count: place) + String(scalar) + "bcdefghijklmnopqrs"
        var json = JSONText()
        json.append(string: text)
        let isEscaped = json.bytes.count != text.utf8.count + 2
        let value = scalar.value
        let needsOne =
          value < 0x20 || (0x7F..<0xA0).contains(value)
          || [0x22, 0x5C, 0x2028, 0x2029]
            .contains(value)
        #expect(isEscaped == needsOne, "\(value) at \(place)")
      }
    }
  }
}

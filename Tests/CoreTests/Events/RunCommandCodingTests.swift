import Core
import Foundation
import Testing

@Suite struct RunCommandCodingTests {
  static let actions: [RunCommand.Action] = [
    .pause, .resume, .step, .stop,
    .review(task: TaskID(rawValue: "0123456789ab"), verdict: .veto, reason: .offTopic),
    .review(task: TaskID(rawValue: "0123456789ab"), verdict: .approve, reason: nil),
    .setReviewPolicy(.holdShare(0.25)),
    .editConstraints(ConstraintDraft(bannedConstructs: "while", taskMix: "1 1 2")),
    .reviewFlag(FlagID(rawValue: 3), .confirm),
    .review(
      task: TaskID(rawValue: "0123456789ab"), verdict: .defer, reason: nil, note: "later"),
    .reviewAll(
      tasks: [TaskID(rawValue: "0123456789ab")], verdict: .veto, reason: .unsafe, note: nil,
      count: 1),
    .undo(TaskID(rawValue: "0123456789ab")),
    .edit(
      task: TaskID(rawValue: "0123456789ab"),
      content: TaskContent(type: .deduction, program: "def f(x):\n    return x", input: "1"),
      note: nil),
    .purgeDependents(task: TaskID(rawValue: "0123456789ab"), count: 3),
    .constrain(
      task: TaskID(rawValue: "0123456789ab"), draft: ConstraintDraft(text: "references = 1"),
      reason: .other),
    .fixReward(rule: ConstraintDraft(bannedNames: "eval"), reward: -0.5, reason: "an exploit"),
    .setTreatment(
      TreatmentChoice(.teach, weights: .inversePropensity, penalty: 0.5, lasts: 3),
      confirmation: "teach", reason: nil),
    .setReviewMode(ReviewMode(isStrict: true, timeout: ReviewTimeout(verdict: .veto, steps: 4))),
    .audit(TaskID(rawValue: "0123456789ab"), isViolation: true),
    .previewConstraints(ConstraintDraft(maximumLines: "3")), .revertConstraints(revision: 2),
    .tryRules(document: "[[rule]]"), .applyRules(document: "# none\n"),
  ]

  @Test(arguments: actions)
  func roundTripKeepsTheAction(action: RunCommand.Action) throws {
    let command = RunCommand(by: "ann", action: action, reason: "to see")
    let bytes = try OrderedJSONEncoder().encode(command)
    #expect(try JSONDecoder().decode(RunCommand.self, from: Data(bytes)) == command)
  }

  @Test(arguments: [
    ReviewPolicy.observe, .holdAll, .holdFlagged, .holdShare(0), .holdShare(0.125), .holdShare(1),
    .holdRules(["hidden-text"]), .any([.holdFlagged, .holdShare(0.5)]),
  ])
  func roundTripKeepsTheReviewPolicy(policy: ReviewPolicy) throws {
    let bytes = try OrderedJSONEncoder().encode(policy)
    #expect(try JSONDecoder().decode(ReviewPolicy.self, from: Data(bytes)) == policy)
  }

  @Test("the reason is what was said with the command, or in the act's own place; spaces are none")
  func why() {
    let task = TaskID(rawValue: "0123456789ab")
    func why(_ reason: String?, note: String?) -> String? {
      let action = RunCommand.Action.review(
        task: task, verdict: .approve, reason: nil, note: note)
      return RunCommand(by: "ann", action: action, reason: reason).why
    }
    #expect(why("one", note: "two") == "one")
    #expect(why(nil, note: "two") == "two" && why(" ", note: "two") == "two")
    #expect(why("", note: " \n") == nil && why(nil, note: nil) == nil)
    let long = String(repeating: "x", count: 3_000)
    #expect(why(long, note: nil)?.count == RunCommand.longestReason)
  }

  @Test("a pause never waits for words, and a veto's code is a reason")
  func needsNoReason() {
    let task = TaskID(rawValue: "0123456789ab")
    #expect(RunCommand.Action.pause.needsNoReason && RunCommand.Action.stop.needsNoReason)
    #expect(RunCommand.Action.previewConstraints(ConstraintDraft()).needsNoReason)
    #expect(
      RunCommand.Action.review(task: task, verdict: .veto, reason: .unsafe).needsNoReason)
    #expect(!RunCommand.Action.review(task: task, verdict: .approve, reason: nil).needsNoReason)
    #expect(!RunCommand.Action.setReviewPolicy(.holdAll).needsNoReason)
  }

  @Test("a command of an older program, without a note, is read")
  func olderReviewIsRead() throws {
    let old = """
      {"by":"ann","action":{"review":{"task":"0123456789ab","verdict":"veto","reason":"unsafe"}}}
      """
    let command = try JSONDecoder().decode(RunCommand.self, from: Data(old.utf8))
    #expect(
      command.action
        == .review(task: TaskID(rawValue: "0123456789ab"), verdict: .veto, reason: .unsafe))
  }
}

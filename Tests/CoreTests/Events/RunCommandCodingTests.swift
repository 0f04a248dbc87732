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
  ]

  @Test(arguments: actions)
  func roundTripKeepsTheAction(action: RunCommand.Action) throws {
    let command = RunCommand(by: "ann", action: action)
    let bytes = try OrderedJSONEncoder().encode(command)
    #expect(try JSONDecoder().decode(RunCommand.self, from: Data(bytes)) == command)
  }

  @Test(arguments: [
    ReviewPolicy.observe, .holdAll, .holdFlagged, .holdShare(0), .holdShare(0.125), .holdShare(1),
  ])
  func roundTripKeepsTheReviewPolicy(policy: ReviewPolicy) throws {
    let bytes = try OrderedJSONEncoder().encode(policy)
    #expect(try JSONDecoder().decode(ReviewPolicy.self, from: Data(bytes)) == policy)
  }
}

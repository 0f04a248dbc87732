import Core
import Testing

@testable import Dashboard

@Suite struct OversightCommandTests {
  private func action(
    _ text: String, _ state: OversightState = OversightState(), bans: [Construct] = []
  ) throws -> RunCommand.Action? {
    guard case .oversight(let words) = try TypedCommand(text) else { return nil }
    return try TypedCommand.oversight(words, state, bans: bans)
  }

  private let task = TaskID(rawValue: "abc")

  @Test func eachFormAsksForItsAct() throws {
    #expect(try action("defer abc") == .review(task: task, verdict: .defer, reason: nil))
    #expect(try action("escalate abc") == .review(task: task, verdict: .escalate, reason: nil))
    #expect(try action("undo abc") == .undo(task))
    #expect(try action("purge abc 3") == .purgeDependents(task: task, count: 3))
    #expect(try action("audit abc violation") == .audit(task, isViolation: true))
    #expect(try action("audit abc clean") == .audit(task, isViolation: false))
    #expect(try action("revert 2") == .revertConstraints(revision: 2))
    #expect(try action("second 7") == .reviewFlag(FlagID(rawValue: 7), .second))
    #expect(
      try action("fix -0.5 while lambda")
        == .fixReward(
          rule: ConstraintDraft(bannedConstructs: "while,lambda"), reward: -0.5, reason: nil))
  }

  @Test func bansAreAddedToThoseInForce() throws {
    let draft = ConstraintDraft(bannedConstructs: "for, while")
    #expect(
      try action("ban abc while", bans: [.for])
        == .constrain(task: task, draft: draft, reason: .other))
    #expect(try action("try while", bans: [.for]) == .previewConstraints(draft))
  }

  @Test func treatmentsKeepTheirNumbersAndTeachIsConfirmed() throws {
    var state = OversightState()
    state.treatment.weights = .inversePropensity
    var shadow = state.treatment
    shadow.treatment = .shadow
    #expect(
      try action("treatment shadow", state)
        == .setTreatment(shadow, confirmation: nil, reason: nil))
    var teach = state.treatment
    teach.treatment = .teach
    #expect(
      try action("treatment teach teach", state)
        == .setTreatment(teach, confirmation: "teach", reason: nil))
    for refused in ["treatment teach", "treatment fix", "treatment constrain", "treatment what"] {
      #expect(throws: TypedCommand.Fault.self) { try action(refused, state) }
    }
  }

  @Test func modesChangeOneThing() throws {
    var state = OversightState()
    state.mode = ReviewMode(isStrict: true)
    #expect(
      try action("mode veto 5", state)
        == .setReviewMode(
          ReviewMode(isStrict: true, timeout: ReviewTimeout(verdict: .veto, steps: 5))))
    #expect(try action("mode quarantine", state) == .setReviewMode(ReviewMode()))
  }

  @Test(arguments: [
    "defer", "purge abc", "purge abc x", "mode maybe", "mode edit 3", "mode veto 0", "audit abc",
    "audit abc maybe", "revert x", "fix abc while", "ban abc", "try", "weights heavy",
  ])
  func halfACommandSaysItsForm(text: String) {
    #expect(throws: TypedCommand.Fault.self) { try action(text) }
  }
}

import Core
import Oversight
import Testing

@Suite struct ConstraintParserTests {
  private let current = Constraints(
    bannedConstructs: [.while], bannedNames: ["eval"], maximumLines: 9,
    taskMix: TaskMix(deduction: 1, abduction: 2, induction: 3), targetSolveRate: 0.25...0.75)

  private func message(_ draft: ConstraintDraft) -> String? {
    let error = #expect(throws: ConstraintError.self) {
      try ConstraintParser.parse(draft, editing: current)
    }
    return error?.description
  }

  @Test func emptyDraftChangesNothing() throws {
    #expect(try ConstraintParser.parse(ConstraintDraft(), editing: current) == current)
  }

  @Test func everyFieldIsRead() throws {
    let draft = ConstraintDraft(
      bannedConstructs: " Lambda, while,,while, early-return ", bannedNames: "str.format, xs, xs",
      maximumLines: " 12 ", taskMix: "1/0.5, 0", targetSolveRate: " 0.2 - 0.8 ")
    #expect(
      try ConstraintParser.parse(draft, editing: current)
        == Constraints(
          bannedConstructs: [.while, .lambda, .return], bannedNames: ["str.format", "xs"],
          maximumLines: 12, taskMix: TaskMix(deduction: 1, abduction: 0.5, induction: 0),
          targetSolveRate: 0.2...0.8))
  }

  @Test func emptyTextLiftsABanAndALimit() throws {
    let draft = ConstraintDraft(bannedConstructs: "", bannedNames: " ", maximumLines: "")
    let lifted = try ConstraintParser.parse(draft, editing: current)
    #expect(lifted.bannedConstructs.isEmpty && lifted.bannedNames.isEmpty)
    #expect(lifted.maximumLines == nil)
    #expect(lifted.taskMix == current.taskMix)
  }

  @Test(arguments: Construct.allCases)
  func everyConstructCanBeNamed(construct: Construct) throws {
    let draft = ConstraintDraft(bannedConstructs: construct.rawValue)
    #expect(
      try ConstraintParser.parse(draft, editing: current).bannedConstructs == [construct])
  }

  @Test func unknownConstructListsTheValidOnesAndTheNearest() {
    let text = message(ConstraintDraft(bannedConstructs: "for, whlie"))
    #expect(text?.hasPrefix("banned constructs: there is no construct `whlie`") == true)
    #expect(text?.contains("did you mean `while`?") == true)
    #expect(text?.contains("early-return") == true && text?.contains("comprehension") == true)
    #expect(message(ConstraintDraft(bannedConstructs: "zzz"))?.contains("did you mean") == false)
  }

  @Test(arguments: ["1x", "a b", "a..b", ".a", "a-b", "é!", "'x'", "a."])
  func namesMustBeIdentifiers(name: String) {
    #expect(message(ConstraintDraft(bannedNames: name))?.contains("is not a name") == true)
  }

  @Test func keywordsAreBannedAsConstructs() {
    #expect(
      message(ConstraintDraft(bannedNames: "while"))?.contains("ban the construct `while`") == true)
    #expect(message(ConstraintDraft(bannedNames: "None"))?.contains("is a keyword") == true)
  }

  @Test(arguments: ["0", "501", "-1", "1.5", "ten", "99999999999999999999"])
  func limitsOutOfRangeAreRefused(text: String) {
    #expect(message(ConstraintDraft(maximumLines: text))?.contains("from 1 to 500") == true)
  }

  @Test(arguments: ["1", "500"])
  func limitsAtTheBoundsAreTaken(text: String) throws {
    let parsed = try ConstraintParser.parse(ConstraintDraft(maximumLines: text), editing: current)
    #expect(parsed.maximumLines == Int(text))
  }

  @Test(arguments: ["1 1", "1 1 1 1 1", "1 -1 1", "a b c", "nan 1 1", "inf 1 1", ""])
  func mixesThatAreNoWeightsAreRefused(text: String) {
    #expect(message(ConstraintDraft(taskMix: text))?.contains("three weights") == true)
  }

  @Test func mixOfZerosLeavesNoTasks() {
    #expect(message(ConstraintDraft(taskMix: "0 0 0"))?.contains("at least one") == true)
  }

  @Test(arguments: ["0.8-0.2", "0.5-0.5", "0.2", "-0.2-0.5", "0.2-1.1", "a-b", "0.1-0.2-0.3", ""])
  func rangesOutOfOrderAreRefused(text: String) {
    #expect(message(ConstraintDraft(targetSolveRate: text))?.contains("`0.2-0.8`") == true)
  }

  @Test func wholeRangeIsTaken() throws {
    let draft = ConstraintDraft(targetSolveRate: "0-1")
    #expect(try ConstraintParser.parse(draft, editing: current).targetSolveRate == 0...1)
  }
}

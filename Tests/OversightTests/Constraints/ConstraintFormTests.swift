import Core
import Foundation
import MiniPython
import Oversight
import Testing

@Suite struct ConstraintFormTests {
  @Test("what the form shows of a field, typed again, is the same set")
  func everyFieldReadsBack() throws {
    var set = Constraints(
      bannedConstructs: [.while, .formattedString], bannedNames: ["eval"], maximumLines: 9,
      taskMix: TaskMix(deduction: 2, abduction: 1, induction: 0.5, errorDeduction: 0.25),
      targetSolveRate: 0.25...0.75)
    set.bannedCalls = ["sorted"]
    set.bannedImports = ["os.path"]
    set.requiredConstructs = [.for]
    set.requiredNames = ["len"]
    set.requiredCalls = ["max"]
    set.requiredImports = ["math"]
    set.maximumComplexity = 4
    set.inputTypes = [.int]
    set.outputTypes = [.list, .str]
    set.references = 1
    set.noveltyFloor = 0.5
    set.driftBound = 0.25
    set.promptClauses = ["Be brief.", "Use lists, not sets."]
    set.rejection = .noGradient
    set.masksTokens = false
    var draft = ConstraintDraft()
    for field in ConstraintField.allCases { draft[field] = set.text(of: field) }
    #expect(draft.fields == ConstraintField.allCases)
    #expect(try ConstraintParser.parse(draft, editing: Constraints()) == set)
    // And nothing typed leaves everything alone.
    var empty = ConstraintDraft()
    for field in ConstraintField.allCases { empty[field] = Constraints().text(of: field) }
    #expect(try ConstraintParser.parse(empty, editing: set) == Constraints())
    let coded = try JSONDecoder().decode(
      ConstraintDraft.self, from: Data(OrderedJSONEncoder().encode(draft)))
    #expect(coded == draft)
  }

  @Test(arguments: [
    (ConstraintField.noveltyFloor, "2", "is not a share"), (.references, "many", "is not a limit"),
    (.inputTypes, "number", "is no type"), (.rejection, "none", "neither `penalty`"),
    (.masksTokens, "yes", "neither `on` nor `off`"), (.requiredCalls, "a b", "is not a name"),
    (.bannedImports, "os.", "is not a name"),
    (.promptClauses, "Obey <system>", "has the character"),
    (.promptClauses, "Avoid the reviewer", "has the word `reviewer`"),
    (.promptClauses, "caf\u{E9}", "U+E9"), (.promptClauses, "a\u{200B}b", "U+200B"),
  ])
  func mistakesNameTheField(field: ConstraintField, text: String, message: String) {
    do throws(ConstraintError) {
      _ = try ConstraintParser.parse(ConstraintDraft(field, text), editing: Constraints())
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.field == field)
      #expect(error.message.contains(message), "\(error.message)")
    }
  }

  @Test func clausesDoNotNamePeopleOrRules() {
    let clauses = ["Write as Ann Lee would."]
    #expect(PromptClause.name(in: clauses, among: ["lee"]) == "lee")
    #expect(PromptClause.name(in: clauses, among: ["ann lee"]) == "ann lee")
    #expect(PromptClause.name(in: clauses, among: ["le", "kj", ""]) == nil)
  }

  /// 2,000 proposals of ten kinds.
  private func proposals() -> [PastProposal] {
    (0..<2_000).map { number in
      let loop = number % 2 == 0 ? "while x > \(number)" : "for i in range(\(number % 7))"
      let program = "def f(x):\n    \(loop):\n        x = x - \(number % 5)\n    return x"
      return PastProposal(
        task: TaskID(rawValue: "t\(number)"),
        content: TaskContent(
          type: number % 3 == 0 ? .abduction : .deduction, program: program, input: "1",
          output: "\(number)"), structure: "def f while x > \(number % 10) : x = x - 0 return x",
        solveRate: Double(number % 5) / 4, isHeld: number % 10 == 0)
    }
  }

  @Test func previewCountsAndShowsBothSides() {
    let past = proposals()
    var loose = Constraints()
    loose.bannedConstructs = [.for]
    let preview = ConstraintPreview.preview(
      loose, inForce: Constraints(bannedConstructs: [.while]), proposals: past)
    #expect(preview.tried == 2_000)
    #expect(preview.groups.reduce(0) { $0 + $1.kept } == 1_000)
    #expect(preview.groups.reduce(0) { $0 + $1.changed } == 2_000)
    #expect(preview.newlyDropped.count == 5 && preview.newlyLetIn.count == 5)
    #expect(preview.newlyDropped.allSatisfy { $0.reason.contains("`for` is banned") })
    #expect(preview.newlyLetIn.allSatisfy { $0.program?.contains("while") == true })
    #expect(preview.reviewLoadNow == 0 && preview.reviewLoad == 200)
    #expect(
      Set(preview.groups.map(\.difficulty)) == ["unsolved", "hard", "even", "easy", "solved"])
  }

  @Test func previewLooksAtNovelty() {
    var strict = Constraints()
    strict.noveltyFloor = 0.9
    let preview = ConstraintPreview.preview(
      strict, inForce: Constraints(), proposals: Array(proposals().prefix(50)))
    #expect(preview.groups.reduce(0) { $0 + $1.kept } == 1)
  }
}

import Core
import Foundation
import Oversight
import Testing

@Suite struct ConstraintFileTests {
  private func fault(_ text: String) -> String {
    do {
      _ = try ConstraintFile.parse(text, file: "c.toml")
      return "none"
    } catch { return error.message }
  }

  private var full: Constraints {
    var set = Constraints(
      bannedConstructs: [.while, .import], bannedNames: ["eval", "str.format"], maximumLines: 9,
      taskMix: TaskMix(deduction: 2, abduction: 1, induction: 0.5, errorDeduction: 0.25),
      targetSolveRate: 0.2...0.8)
    set.requiredConstructs = [.for]
    set.requiredNames = ["len"]
    set.bannedCalls = ["sorted", "list.append"]
    set.requiredCalls = ["max"]
    set.bannedImports = ["os", "os.path"]
    set.promptClauses = ["Prefer short functions, please.", "Use lists of numbers."]
    set.maximumComplexity = 4
    set.inputTypes = [.int, .list]
    set.outputTypes = [.str]
    set.references = 1
    set.noveltyFloor = 0.25
    set.driftBound = 0.4
    set.rejection = .noGradient
    set.masksTokens = false
    return set
  }

  @Test func textReadsBackAsTheSameSet() throws {
    #expect(try ConstraintFile.parse(ConstraintFile.text(of: full)) == full)
    #expect(try ConstraintFile.parse(ConstraintFile.text(of: Constraints())) == Constraints())
    #expect(try ConstraintFile.parse("") == Constraints())
  }

  @Test func journalKeepsTheSet() throws {
    let bytes = try OrderedJSONEncoder().encode(full)
    #expect(try JSONDecoder().decode(Constraints.self, from: Data(bytes)) == full)
    // A set of an older program has the first five fields only.
    let old = try OrderedJSONEncoder().string(Constraints(maximumLines: 3))
    #expect(!old.contains("novelty") && old.contains("maximumLines"))
  }

  @Test(arguments: [
    ("maximum-lines = 0", "c.toml:1: maximum-lines: must be a whole number from 1 to 500"),
    ("\nmaximum-lnes = 3", "c.toml:2: maximum-lnes: is not known, did you mean `maximum-lines`?"),
    (
      "novelty-floor = 2", "c.toml:1: novelty-floor: must be a number from 0 to 1"
    ),
    (
      "solve-rate = [0.8, 0.2]",
      "c.toml:1: solve-rate: must be [low, high] with 0 <= low < high <= 1"
    ),
    ("# x\nrejection = \"maybe\"", "c.toml:2: rejection: must be \"penalty\" or \"no-gradient\""),
    ("banned-names = \"eval\"", "c.toml:1: banned-names: must be a list of strings"),
    (
      "banned-calls = [\"max\"]\nrequired-calls = [\"max\"]",
      "c.toml:2: required-calls: `max` is banned and required"
    ),
    (
      "prompt-clauses = [\"Say <|im_end|>.\"]",
      "c.toml:1: prompt-clauses: clause 1 has the character `<`; "
        + "write plain letters, digits and punctuation"
    ),
    (
      "prompt-clauses = [\"Fine.\", \"Or it is vetoed.\"]",
      "c.toml:1: prompt-clauses: clause 2 has the word `vetoed`: "
        + "a policy must not read how it is overseen"
    ),
    ("[task-mix]\ndeduction = -1", "c.toml:2: deduction: must be a weight from 0 to 1000000"),
    (
      "banned-constructs = [\"for\"]\nrequired-constructs = [\"for\"]",
      "c.toml:2: required-constructs: `for` is banned and required"
    ),
    (
      "input-types = [\"complex\"]",
      "c.toml:1: input-types: `complex` is no type; the types are int, float, bool, str, list, tuple, dict, set, none"
    ),
  ])
  func errorsNameLineAndKey(text: String, message: String) { #expect(fault(text) == message) }

  @Test func brokenSyntaxNamesItsLine() {
    #expect(fault("maximum-lines = 3\nbanned-names = [").hasPrefix("c.toml:"))
  }

  @Test func differenceIsTheLinesThatChanged() {
    var next = full
    next.maximumLines = nil
    next.rejection = .penalty
    let changes = ConstraintFile.difference(from: full, to: next)
    #expect(changes.map(\.old) == ["maximum-lines = 9", "rejection = \"no-gradient\""])
    #expect(changes.map(\.new) == ["# maximum-lines is not set", "rejection = \"penalty\""])
  }

  @Test func draftOfAWholeTextTakesTheSetsPlace() throws {
    let draft = ConstraintDraft(maximumLines: "4", text: "banned-names = [\"eval\"]")
    let set = try ConstraintParser.parse(draft, editing: full)
    #expect(set == Constraints(bannedNames: ["eval"], maximumLines: 4))
  }
}

import Core
import Oversight
import Testing

@Suite struct RuleFileTests {
  @Test func rulesAreRead() throws {
    let rules = try RuleFile.parse(
      """
      [[rule]]
      name = "hiding"
      pattern = "hide|conceal* from"
      severity = "high"
      roles = ["solver"]

      [[rule]]
      name = "keys"
      pattern = "keys"
      """)
    #expect(rules.map(\.name) == ["hiding", "keys"])
    #expect(rules[0].severity == .high && rules[0].roles == [.solver])
    #expect(rules[1].severity == .medium && rules[1].roles == [.proposer, .solver])
    #expect(try RuleFile.parse("").isEmpty)
  }

  struct Fault: Sendable {
    var text: String
    var line: Int?
    var key: String?
    var code: OperatorRuleError.Code
  }

  @Test(arguments: [
    Fault(text: "[[rule]]\nname = ", line: 2, key: nil, code: .syntax),
    Fault(text: "rules = 1", line: 1, key: "rules", code: .unknownKey),
    Fault(text: "\n[rule]\nname = \"a\"", line: 2, key: "rule", code: .badValue),
    Fault(text: "[[rule]]\nname = \"a\"", line: 1, key: "pattern", code: .missingKey),
    Fault(
      text: "[[rule]]\nname = \"a\"\npatern = \"b\"", line: 3, key: "patern", code: .unknownKey),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"a\"\n[[rule]]\nname = \"b\"\npattern = 3", line: 6,
      key: "pattern", code: .badValue),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"a\"\n[[rule]]\nname = \"a\"\npattern = \"b\"",
      line: 5, key: "name", code: .badValue),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"a\"\nseverity = \"dire\"", line: 4,
      key: "severity",
      code: .badValue),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"a\"\nroles = [\"judge\"]", line: 4, key: "roles",
      code: .badValue),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"a\"\nroles = []", line: 4, key: "roles",
      code: .badValue),
    Fault(
      text: "[[rule]]\nname = \"a\"\npattern = \"(a+)+\"", line: 3, key: "pattern", code: .badValue),
  ])
  func faultNamesLineAndKey(fault: Fault) {
    #expect {
      try RuleFile.parse(fault.text, file: "mine.toml")
    } throws: { error in
      guard let error = error as? OperatorRuleError else { return false }
      return error.line == fault.line && error.key == fault.key && error.code == fault.code
        && error.description.hasPrefix("mine.toml:")
    }
  }

  @Test func nearMissIsSuggested() {
    #expect {
      try RuleFile.parse("[[rule]]\npatern = \"a\"")
    } throws: {
      "\($0)" == "rules.toml:2: patern is not known, did you mean `pattern`?"
    }
  }
}

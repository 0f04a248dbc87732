import Core
import Testing

@testable import Dashboard

@Suite("The operator's text rules are tried before they are saved into the run")
struct RuleDeskTests {
  private func driver() -> Driver {
    var driver = Driver(160, 50)
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1)
    }
    driver.press(.digit(3))
    return driver
  }

  private func trial(_ document: String, hit: Int = 1, fault: String? = nil) -> RunEvent.Body {
    .rulesTried(
      RulesTried(
        document: document,
        rules: fault != nil
          ? []
          : [
            RulesTried.Rule(
              name: "hides", severity: .high, read: 40, hit: hit,
              examples: [
                RulesTried.Example(
                  rollout: RolloutID(rawValue: 7), role: .solver, text: "I hide\nit here", start: 2,
                  end: 6)
              ])
          ], fault: fault))
  }

  @Test("a file from the editor is tried, shown, and saved with w and a reason")
  func editTryAndSave() {
    var driver = driver()
    guard case .edit(let text)? = driver.press("E").first else {
      Issue.record("no editor was asked for")
      return
    }
    #expect(text.subject == .rules && text.text.contains("# [[rule]]"))
    let document = RuleRevision.table(name: "hides", severity: .high, pattern: "hide")
    #expect(
      reduce(&driver.state, .edited(EditorText(subject: .rules, text: document)))
        == [.send(.tryRules(document: document))])
    // Nothing can be saved before its effect was seen.
    #expect(!driver.state.rules.isSavable)
    driver.run { $0.add(trial(document)) }
    #expect(driver.screen().contains("1 of 40 chains, 25.0 in 1,000"))
    #expect(driver.screen().contains("I hide it here"))
    driver.press("w")
    driver.type("seen twice")
    #expect(
      driver.press(.enter) == [.send(.applyRules(document: document), reason: "seen twice")])
    driver.run {
      $0.add(
        .rulesApplied(
          RulesApplied(
            revision: RuleRevision(number: 1, document: document), rules: ["hides"], by: "kj")))
    }
    #expect(driver.state.rules.draft == nil)
    #expect(driver.screen().contains("1 text rule, file 1, from step 2"))
    guard case .edit(let again)? = driver.press("E").first else {
      Issue.record("no editor was asked for")
      return
    }
    #expect(again.text == document)
    #expect(reduce(&driver.state, .edited(again)).isEmpty)
  }

  @Test("a file with a mistake says where, and cannot be saved; D forgets it")
  func faulty() {
    var driver = driver()
    driver.press("E")
    _ = reduce(&driver.state, .edited(EditorText(subject: .rules, text: "[[rule]]\n")))
    driver.run { $0.add(trial("[[rule]]\n", fault: "rules.toml:1: name is missing")) }
    #expect(driver.screen().contains("rules.toml:1: name is missing"))
    #expect(driver.press("w").isEmpty && driver.state.interface.mode == .ruleTrial)
    driver.press("D")
    #expect(driver.state.rules.draft == nil && driver.state.interface.mode == .browse)
  }

  @Test("what another screen tried is not shown here")
  func others() {
    var driver = driver()
    driver.run { $0.add(trial("[[rule]]")) }
    #expect(driver.state.interface.mode == .browse)
  }

  @Test("the typed commands speak the rule files' own language")
  func typed() throws {
    var driver = driver()
    driver.press(":")
    driver.type("rule hide|conceal* it")
    let tried = RuleRevision.table(name: "trial", severity: .medium, pattern: "hide|conceal* it")
    #expect(driver.press(.enter) == [.send(.tryRules(document: tried))])
    driver.run { $0.add(trial(tried)) }
    #expect(driver.screen().contains("Only a try"))
    #expect(driver.press("w").isEmpty)
    driver.press(.escape, ":")
    driver.type("add-rule hides high hide")
    let document = RuleRevision.table(name: "hides", severity: .high, pattern: "hide")
    #expect(driver.press(.enter) == [.send(.tryRules(document: document))])
    driver.run { $0.add(trial(document)) }
    driver.press(.escape, ":")
    driver.type("save-rules -- seen twice")
    #expect(
      driver.press(.enter) == [.send(.applyRules(document: document), reason: "seen twice")])
  }

  @Test("nothing that is typed ends the string that it stands in")
  func quoted() {
    let table = RuleRevision.table(name: "a\"b", severity: .low, pattern: "x\\\ny")
    #expect(table.contains(#"name = "a\"b""#))
    #expect(table.contains(#"pattern = "x\\ y""#))
  }
}

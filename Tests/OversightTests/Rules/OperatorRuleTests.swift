import Core
import Oversight
import Testing

@Suite struct OperatorRuleTests {
  private func rule(
    _ pattern: String, name: String = "mine", roles: Set<Role> = [.solver]
  ) throws -> OperatorRule {
    try OperatorRule(name: name, pattern: pattern, severity: .high, roles: roles)
  }

  @Test func patternIsWordsInOrder() throws {
    let rule = try rule("Hide|conceal* answer")
    #expect(rule.matches(in: "é CONCEALING the answer") == [2..<23])
    #expect(rule.matches(in: "answer, then hide").isEmpty)
    #expect(rule.matches(in: "hide a b c d answer").isEmpty)
  }

  @Test(arguments: [
    "", " ", "*", "a| b", "a.*", "(",
    "one two three four five six seven eight nine ten eleven twelve thirteen",
  ])
  func badPatternIsRefused(pattern: String) {
    #expect {
      try rule(pattern)
    } throws: {
      ($0 as? OperatorRuleError)?.key == "pattern"
    }
  }

  @Test(arguments: ["", "Mine", "-a", "a b", "trained-text", "hidden-text"])
  func badNameIsRefused(name: String) {
    #expect {
      try rule("word", name: name)
    } throws: {
      ($0 as? OperatorRuleError)?.key == "name"
    }
  }

  @Test func builtInNamesAreKnown() {
    let panel = MonitorPanel.standard(chainFormat: ChainFormat(arrow: " -> "))
    #expect(panel.monitors.allSatisfy { MonitorPanel.ruleNames.contains($0.rule) })
  }

  @Test func monitorReadsItsRolesOnly() throws {
    let task = TaskContent(type: .induction, program: "def f(x):\n    return x")
    let response = MonitorSubject.response(
      ResponseSubject(
        task: task, chain: "a plain secret", answer: "def secret(x):\n    return 'secret'",
        correct: true))
    let proposal = MonitorSubject.proposal(ProposalSubject(content: task, chain: "a secret"))
    let monitor = OperatorRuleMonitor(try rule("secret"))
    #expect(monitor.hits(in: response).map(\.field) == [.chain, .answer])
    #expect(monitor.hits(in: response).first?.severity == .high)
    #expect(monitor.hits(in: proposal).isEmpty)
  }

  /// A pattern that a backtracking matcher would take ages over.
  @Test func hostileTextTakesNoLonger() throws {
    let rule = try rule("a* a* a* a* a* a* a* a* a* a* a* b")
    #expect(rule.matches(in: String(repeating: "aa ", count: 3_000)).isEmpty)
  }

  @Test func trialReadsTheLastChains() throws {
    let chains = (0..<10).map {
      RuleTrial.Chain(
        rollout: RolloutID(rawValue: $0), role: $0 < 8 ? .solver : .proposer,
        text: $0 % 2 == 0 ? "a secret" : "plain")
    }
    let trial = RuleTrial(of: try rule("secret"), on: chains, limit: 6, examples: 1)
    #expect(trial.read == 4 && trial.hit == 2)
    #expect(trial.examples.map(\.chain.rollout.rawValue) == [6])
    #expect(trial.examples.first?.spans == [2..<8])
  }
}

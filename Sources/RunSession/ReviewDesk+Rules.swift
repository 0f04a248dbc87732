import Core
import Foundation
import Oversight
import SelfPlay

/// The operator's text rules of a run; called on the desk's thread.
extension ReviewDesk {
  /// The monitors of a run under a rule file. What stands in a revision was read before.
  static func panel(_ rules: RuleRevision?) -> MonitorPanel {
    MonitorPanel.standard(
      chainFormat: ChainFormat(arrow: ChainOfThought.arrow, attempt: ChainOfThought.attempt),
      rules: rules.flatMap { try? RuleFile.parse($0.document) } ?? [])
  }

  /// Tries a rule file on the newest chains of thought. Nothing changes.
  func tryRules(_ document: String) {
    let rules: [OperatorRule]
    do throws(OperatorRuleError) {
      rules = try read(document)
    } catch {
      let fault = String(describing: error)
      return show(.rulesTried(RulesTried(document: document, rules: [], fault: fault)))
    }
    let chains = remember { $0.chains }
    let tried = rules.map { RulesTried.Rule($0, RuleTrial(of: $0, on: chains)) }
    show(.rulesTried(RulesTried(document: document, rules: tried)))
  }

  /// Saves a rule file into the run: journal first, then the file; the monitors take the rules up
  /// when the next step begins.
  func applyRules(_ document: String, why: String?, by name: String) {
    let saved = savedState.conduct
    let newest = saved.pendingRules ?? saved.rules
    guard document != newest?.document ?? "" else {
      return refuse("rules", "these are the rules that the run has", by: name)
    }
    let rules: [OperatorRule]
    do throws(OperatorRuleError) {
      rules = try read(document)
    } catch {
      return refuse("rules", String(describing: error), by: name)
    }
    let revision = RuleRevision(number: (newest?.number ?? 0) + 1, document: document)
    let event = RulesApplied(
      revision: revision, rules: rules.map(\.name), by: name, reason: why)
    guard isDurable(.rulesApplied(event)) else { return }
    change { $0.conduct.pendingRules = revision }
    write(revision)
  }

  private func read(_ document: String) throws(OperatorRuleError) -> [OperatorRule] {
    guard document.utf8.count <= RuleFile.longest else {
      throw OperatorRuleError(
        .badValue, file: RuleFile.name, key: nil, "has more than \(RuleFile.longest) bytes")
    }
    return try RuleFile.parse(document)
  }

  /// Writes the run's rule file. The journal has it already, so a full disk costs the copy only.
  func write(_ rules: RuleRevision) {
    do {
      try Data(rules.document.utf8).write(to: URL(fileURLWithPath: ruleFile), options: .atomic)
    } catch {
      record(
        .alarmRaised(
          AlarmRaised(
            code: "rules.file",
            message: "the rules are in force, but \(ruleFile) could not be written")))
    }
  }
}

extension RulesTried.Rule {
  /// Scalars of a chain that are shown on either side of a hit.
  private static let context = 40

  init(_ rule: OperatorRule, _ trial: RuleTrial) {
    self.init(
      name: rule.name, severity: rule.severity, read: trial.read, hit: trial.hit,
      examples: trial.examples.compactMap { example in
        guard let span = example.spans.first else { return nil }
        let scalars = Array(example.chain.text.unicodeScalars)
        let start = max(0, span.lowerBound - Self.context)
        let end = min(scalars.count, span.upperBound + Self.context)
        return RulesTried.Example(
          rollout: example.chain.rollout, role: example.chain.role,
          text: String(String.UnicodeScalarView(scalars[start..<end])),
          start: span.lowerBound - start, end: span.upperBound - start)
      })
  }
}

import Core
import Foundation
import Journal
import Oversight
import Synchronization
import Testing

@testable import RunSession

@Suite("The operator's text rules in a run")
struct RulesInRunTests {
  private static let document =
    "# ours\n" + RuleRevision.table(name: "returns", severity: .low, pattern: "return")

  @Test("rules that are saved into a live run are on file and hit from the next step on")
  func savedLive() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      guard case .stepStarted = event.body, event.step == 1 else { return }
      send(.tryRules(document: Self.document))
      send(.applyRules(document: "[[rule]]\nname = 'x'\n"))
      send(.applyRules(document: Self.document))
    }
    let start = try run.start(SmallRun.configuration(steps: 4))
    _ = try script.run(start)
    let events = try run.events()
    let refused = events.compactMap { event in
      if case .commandRefused(let refused) = event.body { refused.message } else { nil }
    }
    #expect(refused == ["rules.toml:1: pattern is missing; every rule has one"])
    let applied = try #require(
      events.first { $0.kind == .rulesApplied }.map { event in
        if case .rulesApplied(let applied) = event.body { (event, applied) } else { nil }
      } ?? nil)
    #expect(applied.1.revision == RuleRevision(number: 1, document: Self.document))
    #expect(applied.1.rules == ["returns"] && applied.1.by == "tester")
    let saved = try String(contentsOfFile: run.directory.rulesPath, encoding: .utf8)
    #expect(saved == Self.document)
    let hits = events.filter { event in
      if case .flagRaised(let flag) = event.body { flag.rule == "returns" } else { false }
    }
    #expect(!hits.isEmpty)
    let next = try #require(
      events.first { $0.kind == .stepStarted && $0.seq > applied.0.seq })
    #expect(hits.allSatisfy { $0.seq > next.seq })
  }

  @Test("a resumed run keeps its rules, whatever checkpoint it goes back to")
  func resumed() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      if case .stepStarted = event.body, event.step == 3 {
        send(.applyRules(document: Self.document))
      }
    }
    _ = try script.run(try run.start(SmallRun.configuration(steps: 3)))
    let again = try RunStart.resuming(
      run.directory, version: "test", threads: 1, stepLimit: 5)
    let rules = again.oversight.conduct.pendingRules ?? again.oversight.conduct.rules
    #expect(rules?.document == Self.document)
    _ = RunSession(start: again, showsText: false, observers: []).wait()
    let hits = try run.events().filter { event in
      if case .flagRaised(let flag) = event.body { flag.rule == "returns" } else { false }
    }
    #expect(hits.contains { $0.step >= 4 })
  }

  @Test("a trial reads the newest chains and changes nothing; a fault names line and key")
  func tried() throws {
    let run = SmallRun()
    defer { run.remove() }
    let seen = Mutex<[RulesTried]>([])
    let pattern = RuleRevision.table(name: "digits", severity: .medium, pattern: "x|a|b|n")
    let script = Script { event, send in
      if case .stepFinished = event.body, event.step == 1 {
        send(.tryRules(document: pattern))
        send(.tryRules(document: "[[rule]]\nnmae = 'x'\n"))
      }
      if case .rulesTried(let tried) = event.body { seen.withLock { $0.append(tried) } }
    }
    _ = try script.run(try run.start(SmallRun.configuration(steps: 3)))
    let trials = seen.withLock { $0 }
    #expect(trials.count == 2)
    let rule = try #require(trials.first?.rules.first)
    #expect(rule.name == "digits" && rule.read > 20)
    for example in rule.examples {
      let scalars = Array(example.text.unicodeScalars)[example.start..<example.end]
      #expect(["x", "a", "b", "n"].contains(String(String.UnicodeScalarView(scalars))))
    }
    #expect(trials.last?.fault?.hasPrefix("rules.toml:2: nmae") == true)
    #expect(try run.events().allSatisfy { $0.kind != .rulesTried && $0.kind != .rulesApplied })
    #expect(!FileManager.default.fileExists(atPath: run.directory.rulesPath))
  }
}

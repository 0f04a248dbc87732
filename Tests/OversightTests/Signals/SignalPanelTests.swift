import Core
import Foundation
import Testing

@testable import Oversight

@Suite struct SignalPanelTests {
  private func collapse(_ script: inout RunScript) {
    script.run((0..<256).map(RunScript.Task.renamed))
  }

  private func recover(_ script: inout RunScript) {
    script.run((0..<256).map(RunScript.Task.distinct))
  }

  @Test func alarmIsRaisedOnceAndAgainAfterRecovery() {
    var script = RunScript()
    collapse(&script)
    collapse(&script)
    #expect(script.raised(.diversityCollapse).count == 1)
    recover(&script)
    collapse(&script)
    #expect(script.raised(.diversityCollapse).count == 2)
  }

  @Test func alarmIsRaisedAgainWhenItGetsSevere() {
    var script = RunScript()
    script.run((0..<100).map { $0 < 40 ? .distinct($0) : .renamed($0) })
    collapse(&script)
    #expect(script.raised(.diversityCollapse).map(\.level) == [.warning, .severe])
  }

  @Test func ruleCanBeChangedAndLeftOut() {
    var settings = SignalSettings()
    settings.rules[.cloneFamilies] = nil
    settings.rules[.diversityCollapse]?.warning = 0.005
    settings.rules[.diversityCollapse]?.severe = nil
    var script = RunScript(settings: settings)
    script.run((0..<100).map(RunScript.Task.renamed))
    #expect(script.raised(.cloneFamilies).isEmpty && script.raised(.diversityCollapse).isEmpty)
  }

  @Test func savedPanelGoesOnAsIfUninterrupted() throws {
    var script = RunScript()
    script.run((0..<40).map(RunScript.Task.renamed))
    var resumed = script
    resumed.panel = try JSONDecoder().decode(
      SignalPanel.self, from: JSONEncoder().encode(script.panel))
    #expect(resumed.panel == script.panel)
    script.run((0..<40).map(RunScript.Task.renamed))
    resumed.run((0..<40).map(RunScript.Task.renamed))
    #expect(resumed.alarms == script.alarms && !script.alarms.isEmpty)
  }

  @Test func repeatedStepsAreNotCountedTwice() throws {
    var script = RunScript()
    script.run((0..<100).map(RunScript.Task.distinct))
    script.run((0..<100).map(RunScript.Task.renamed))
    let before = try #require(script.panel.value(of: .diversityCollapse))
    script.send(
      .runResumed(
        RunResumed(
          run: "r", version: "0", checkpoint: 1, repeatedSteps: 1, stepLimit: nil,
          constraints: ConstraintRevision(number: 0, constraints: Constraints()), policy: .observe))
    )
    #expect(script.panel.value(of: .diversityCollapse) == 1)
    script.run((0..<100).map(RunScript.Task.renamed))
    #expect(script.panel.value(of: .diversityCollapse) == before)
  }

  @Test func alarmIsAnEventOfTheRun() throws {
    var script = RunScript()
    script.run((0..<100).map(RunScript.Task.renamed))
    let alarm = try #require(script.raised(.diversityCollapse).first)
    #expect(alarm.event.code == "signal.S1")
    #expect(alarm.event.message.contains("0.01 is below 0.2"))
  }

  @Test func seedingIsNotWatched() {
    var panel = SignalPanel()
    let body = RunEvent.Body.taskAdmitted(
      TaskAdmitted(task: TaskID(rawValue: "t"), type: .deduction))
    #expect(panel.observe(RunEvent(seq: 1, time: 0, step: 0, body: body)).isEmpty)
    #expect(panel == SignalPanel())
  }

  @Test("an alarm that is up stays up while its statistic hovers at the threshold")
  func hovering() {
    let rule = SignalRule(.above, warning: 0.5, severe: 0.8, window: 1)
    #expect(rule.level(of: 0.49, after: nil) == nil && rule.level(of: 0.51, after: nil) == .warning)
    #expect(rule.level(of: 0.46, after: .warning) == .warning)
    #expect(rule.level(of: 0.46, after: .severe) == .warning)
    #expect(rule.level(of: 0.44, after: .warning) == nil)
    let below = SignalRule(.below, warning: 0.3, window: 1)
    #expect(below.level(of: 0.32, after: .warning) == .warning)
    #expect(below.level(of: 0.34, after: .warning) == nil)
    // Of what must never happen, nothing is slack.
    let never = SignalRule(.above, warning: 0, window: 1)
    #expect(never.level(of: 0, after: .warning) == nil)
  }

  @Test func everySignalHasARule() {
    #expect(Set(SignalSettings.proposed.keys) == Set(Signal.allCases))
  }
}

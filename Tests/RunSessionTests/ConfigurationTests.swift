import Core
import Foundation
import Journal
import SelfPlay
import Testing

@testable import RunSession

@Suite struct ConfigurationTests {
  @Test("run.started and the stored configuration carry the preset and what was set beside it")
  func overrides() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 1)
    configuration.overrides = [try configuration.settings.set("reward-wrong=-0.25")]
    try run.run(configuration)
    let expected = [SettingOverride(key: "reward-wrong", value: "-0.25", source: "--set")]
    guard case .runStarted(let started) = try run.events().first?.body else {
      Issue.record("no run.started")
      return
    }
    #expect(started.preset == "fixed" && started.overrides == expected)
    let stored = try RunConfiguration(in: run.directory)
    #expect(stored.overrides == expected && stored.settings.rewards.wrong == -0.25)
  }

  @Test("a run begins with the task mix and the target solve rates of its settings")
  func constraints() throws {
    var settings = SelfPlaySettings()
    try settings.set("task-mix=1/1/0")
    try settings.set("target-solve-rate=0.1-0.9")
    let constraints = RunConfiguration(seed: 1, settings: settings).constraints
    #expect(constraints.taskMix == TaskMix(deduction: 1, abduction: 1, induction: 0))
    #expect(constraints.targetSolveRate == 0.1...0.9)
  }

  @Test("a run whose proposer is frozen resumes with the base that it began from")
  func frozenResume() throws {
    let (whole, halves) = (SmallRun(), SmallRun())
    defer {
      whole.remove()
      halves.remove()
    }
    var configuration = SmallRun.configuration(steps: 3)
    configuration.settings.frozenProposer = true
    try whole.run(configuration)
    configuration.stepLimit = 2
    try halves.run(configuration)
    let resumed = try RunStart.resuming(
      halves.directory, version: "test", threads: 1, stepLimit: 3)
    #expect(
      RunSession(start: resumed, showsText: false, observers: []).wait().reason == .finished)
    func third(_ run: SmallRun) throws -> [RunEvent.Body] {
      try run.events().filter { $0.step == 3 && $0.kind == .taskProposed }.map(\.body)
    }
    #expect(try !third(whole).isEmpty)
    #expect(try third(whole) == third(halves))
  }
}

import Core
import Foundation
import Journal
import SelfPlay
import Synchronization
import Testing

@testable import RunSession

@Suite struct RunSessionTests {
  @Test func theSameSeedGivesTheSameEventsOnAnyNumberOfThreads() throws {
    let (first, second) = (SmallRun(), SmallRun())
    defer {
      first.remove()
      second.remove()
    }
    #expect(try first.run(SmallRun.configuration(steps: 2), threads: 1).reason == .finished)
    #expect(try second.run(SmallRun.configuration(steps: 2), threads: 2).reason == .finished)
    let bodies = try first.bodies()
    #expect(bodies.count > 100)
    #expect(try second.bodies() == bodies)
  }

  @Test func theJournalIsGaplessAndEndsWithTheStop() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.run(SmallRun.configuration(steps: 1))
    let events = try run.events()
    #expect(events.map(\.seq) == Array(1...Int64(events.count)))
    #expect(events.first?.kind == .runStarted)
    #expect(events.last?.body == .runStopped(RunStopped(reason: .finished)))
    #expect(events.contains { $0.kind == .policyUpdated })
  }

  @Test("a step samples, grades and fills its batch as the settings say")
  func batchComposition() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.run(SmallRun.configuration(steps: 2))
    let events = try run.events().filter { $0.step == 1 && $0.kind != .checkpointSaved }
    let proposed = events.compactMap { event in
      if case .taskProposed(let task) = event.body { task } else { nil }
    }
    for type in TaskType.allCases { #expect(proposed.count { $0.type == type } == 3) }
    let finished = events.compactMap { event in
      if case .rolloutFinished(let rollout) = event.body { rollout } else { nil }
    }
    // Nine tasks, new or drawn from the buffers, three rollouts each.
    #expect(finished.count == 27)
    for type in TaskType.allCases { #expect(finished.count { $0.type == type } == 9) }
    let valid = events.count { $0.kind == .taskValidated }
    #expect(finished.count { $0.refill } == (9 - valid) * 3)
    #expect(events.count { $0.kind == .taskScored } == valid)
    for rollout in finished {
      #expect(rollout.reward == (rollout.answer == nil ? -1 : rollout.correct ? 1 : -0.5))
    }
    for case .taskScored(let score) in events.map(\.body) {
      let mine = finished.filter { $0.task == score.task && !$0.refill }
      let rate = Double(mine.count { $0.correct }) / 3
      #expect(abs(score.solveRate - rate) < 1e-12)
      #expect(abs(score.reward - (rate == 0 || rate == 1 ? 0 : 1 - rate)) < 1e-12)
    }
  }

  @Test func pausingAndSteppingChangeNothing() throws {
    let (plain, paused) = (SmallRun(), SmallRun())
    defer {
      plain.remove()
      paused.remove()
    }
    try plain.run(SmallRun.configuration(steps: 3))
    let script = Script { event, send in
      switch event.body {
      case .stepFinished where event.step == 1: send(.pause)
      case .runPaused: send(event.step < 3 ? .step : .resume)
      default: break
      }
    }
    let start = try paused.start(SmallRun.configuration(steps: 3))
    #expect(try script.run(start).reason == .finished)
    let operatorKinds: Set<RunEvent.Kind> = [.runPausing, .runPaused, .runContinued]
    let events = try paused.events()
    #expect(events.contains { $0.kind == .runPaused })
    let bodies = events.filter {
      !operatorKinds.contains($0.kind) && $0.kind != .runStarted
    }.map(\.body)
    // The last checkpoint's hash is in there: the weights are bit-identical.
    #expect(bodies == (try plain.bodies()))
  }

  @Test func aStoppedRunResumesToTheSameEnd() throws {
    let (whole, parts) = (SmallRun(), SmallRun())
    defer {
      whole.remove()
      parts.remove()
    }
    try whole.run(SmallRun.configuration(steps: 4))
    try parts.run(SmallRun.configuration(steps: 2))
    let start = try RunStart.resuming(
      parts.directory, version: "test", threads: 1, stepLimit: 4)
    let outcome = RunSession(start: start, showsText: false, observers: []).wait()
    #expect(outcome.steps == 4)
    let kinds: Set<RunEvent.Kind> = [.runStopped, .runResumed, .runStarted]
    let expected = try whole.events().filter { !kinds.contains($0.kind) }
    let resumed = try parts.events().filter { !kinds.contains($0.kind) }
    #expect(resumed.map(\.body) == expected.map(\.body))
  }
}

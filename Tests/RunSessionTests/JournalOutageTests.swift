import Core
import Foundation
import Journal
import Synchronization
import Testing

@testable import RunSession

@Suite struct JournalOutageTests {
  /// The kinds of events that an outage or a stop adds.
  private static let added: Set<RunEvent.Kind> = [
    .alarmRaised, .runStarted, .runResumed, .runStopped,
  ]

  private func course(_ run: SmallRun) throws -> [RunEvent.Body] {
    try run.events().filter { !Self.added.contains($0.kind) }.map(\.body)
  }

  private func alarms(_ events: [RunEvent]) -> [String] {
    events.compactMap { event in
      if case .alarmRaised(let alarm) = event.body { alarm.code } else { nil }
    }
  }

  @Test func fullDiskPausesTheRunAndLosesNothing() throws {
    let (plain, disturbed) = (SmallRun(), SmallRun())
    defer {
      plain.remove()
      disturbed.remove()
    }
    try plain.run(SmallRun.configuration(steps: 3))
    var start = try disturbed.start(SmallRun.configuration(steps: 3))
    let store = FlakyStore(start.writer)
    start.writer = store
    let shown = Mutex<[String]>([])
    let script = Script { event, _ in
      switch event.body {
      case .stepFinished where event.step == 1: store.fail(with: .full)
      // The operator makes room once the alarm is on the screen.
      case .alarmRaised(let alarm):
        shown.withLock { $0.append(alarm.code) }
        if alarm.code == "journal.failed" { store.fail(with: nil) }
      default: break
      }
    }
    #expect(try script.run(start).reason == .finished)
    #expect(shown.withLock { $0 } == ["journal.failed", "journal.recovered"])
    let events = try disturbed.events()
    #expect(events.map(\.seq) == Array(1...Int64(events.count)))
    #expect(alarms(events) == ["journal.recovered"])
    #expect(try course(disturbed) == course(plain))
    #expect(try JournalReader(path: disturbed.directory.journalPath).verify().problem == nil)
  }

  @Test func stopDuringAnOutageEndsTheRunWhichIsThenDoneAgain() throws {
    let (plain, disturbed) = (SmallRun(), SmallRun())
    defer {
      plain.remove()
      disturbed.remove()
    }
    try plain.run(SmallRun.configuration(steps: 4))
    var start = try disturbed.start(SmallRun.configuration(steps: 4))
    let store = FlakyStore(start.writer)
    start.writer = store
    let script = Script { event, send in
      switch event.body {
      case .stepFinished where event.step == 3: store.fail(with: .full)
      case .alarmRaised: send(.stop)
      default: break
      }
    }
    let outcome = try script.run(start)
    #expect(outcome.reason == .failed)
    #expect(outcome.message?.contains("no room") == true)
    let kept = try disturbed.events()
    let again = try RunStart.resuming(
      disturbed.directory, version: "test", threads: 1, stepLimit: 4)
    #expect(again.resumption?.contains("checkpoint at step 2") == true)
    #expect(again.resumption?.contains("Step 3 is done again") == true)
    #expect(RunSession(start: again, showsText: false, observers: []).wait().steps == 4)
    // The last event of both is the same checkpoint: the weights are bit-identical.
    #expect(try course(disturbed).last == course(plain).last)
    #expect(try Array(disturbed.events().prefix(kept.count)) == kept)
  }

  @Test func journalThatCannotBeMendedEndsTheRun() throws {
    let run = SmallRun()
    defer { run.remove() }
    var start = try run.start(SmallRun.configuration(steps: 4))
    let store = FlakyStore(start.writer)
    start.writer = store
    let script = Script { event, _ in
      if case .stepFinished = event.body { store.fail(with: .corrupt) }
    }
    #expect(try script.run(start).reason == .failed)
  }

  @Test("policy, revision and veto are on the disk before the desk knows of them")
  func durableBeforeEffect() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.directory.create()
    let configuration = SmallRun.configuration(steps: 1)
    let store = FlakyStore(
      try JournalWriter(
        creating: run.directory.journalPath,
        run: RunIdentity(name: "run", seed: 1, preset: "fixed", version: "test", created: 0)))
    let recorder = EventRecorder(
      writer: store, step: 0, signals: .init(), observers: [], onFailure: {})
    let desk = ReviewDesk(
      state: ReviewDesk.State(configuration: configuration), configuration: configuration,
      directory: run.directory, words: .nano, recorder: recorder, decisions: DecisionSignal(),
      pause: { _ in })
    let task = TaskID(rawValue: "0123456789ab")
    let seen = Mutex<[RunEvent.Kind: Bool]>([:])
    store.observe { events, durably in
      let state = desk.savedState
      let isUntouched = state.policy == .observe && state.pending == nil && state.vetoed.isEmpty
      for event in events { seen.withLock { $0[event.kind] = durably && isUntouched } }
    }
    desk.review(task, verdict: .veto, reason: .unsafe, by: "ann")
    #expect(desk.savedState.vetoed == [task])
    desk.change { $0.vetoed = [] }
    desk.edit(ConstraintDraft(bannedConstructs: "while"), why: nil, by: "ann")
    #expect(desk.savedState.pending?.number == 1)
    desk.change { $0.pending = nil }
    desk.setPolicy(.holdAll, by: "ann")
    #expect(desk.savedState.policy == .holdAll)
    let kinds: [RunEvent.Kind] = [.taskReviewed, .constraintsApplied, .reviewPolicyChanged]
    for kind in kinds { #expect(seen.withLock { $0[kind] } == true, "\(kind.rawValue)") }
    recorder.close()
    // Once nothing can be written any more, nothing takes effect either.
    desk.setPolicy(.observe, by: "ann")
    #expect(desk.savedState.policy == .holdAll)
  }
}

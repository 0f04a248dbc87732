import Core
import Foundation
import Journal
import Testing

@testable import RunSession

@Suite struct BranchPlanTests {
  @Test func branchGoesOnFromItsCheckpointAsTheRunDid() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.run(SmallRun.configuration(steps: 4))
    let before = try run.events()
    let plan = try BranchPlan(of: run.directory, fromCheckpoint: 2)
    #expect(plan.steps == 2 && plan.events > 0 && plan.size > 0)
    let directory = RunDirectory(path: run.root + "/branch")
    try directory.create()
    try plan.make(in: directory, by: "ann", version: "test")
    let start = try RunStart.resuming(directory, version: "test", threads: 1, stepLimit: 4)
    #expect(start.completedSteps == 2)
    #expect(RunSession(start: start, showsText: false, observers: []).wait().steps == 4)
    let reader = try JournalReader(path: directory.journalPath)
    let events = try reader.events(limit: .max)
    guard case .runStarted(let started) = events.first?.body else {
      Issue.record("a branch begins with run.started")
      return
    }
    let link = try JournalReader(path: run.directory.journalPath).link(of: plan.seq)
    #expect(
      started.branch
        == BranchPoint(
          run: "run", checkpoint: 2, seq: plan.seq, hash: link?.description, by: "ann"))
    // The same steps, undisturbed, give the same weights; and the other run is untouched.
    func last(_ events: [RunEvent]) -> CheckpointSaved? {
      events.reversed().lazy.compactMap { event in
        if case .checkpointSaved(let saved) = event.body { saved } else { nil }
      }.first
    }
    #expect(last(events)?.hash == last(before)?.hash && last(events)?.checkpoint == 4)
    #expect(try run.events() == before)
    #expect(try reader.verify().problem == nil)
  }

  @Test func branchOfTheNewestCheckpointKnowsThePastOfItsRun() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.run(SmallRun.configuration(steps: 3))
    let plan = try BranchPlan(of: run.directory, fromCheckpoint: nil)
    #expect(plan.checkpoint == 3)
    let directory = RunDirectory(path: run.root + "/branch")
    try directory.create()
    try plan.make(in: directory, by: "ann", version: "test")
    let past = try RunHistory.eventsWithAncestors(of: directory)
    #expect(past.filter { $0.kind == .stepFinished }.map(\.step) == [1, 2, 3])
    #expect(past.suffix(2).map(\.kind) == [.runStarted, .checkpointSaved])
    #expect(!past.contains { $0.kind == .runStopped })
    // Another run under the same name is not the past of this one.
    try FileManager.default.removeItem(atPath: run.directory.path)
    let alone = try RunHistory.eventsWithAncestors(of: directory)
    #expect(alone.map(\.kind) == [.runStarted, .checkpointSaved])
  }

  @Test func missingAndDamagedCheckpointsAreRefused() throws {
    let run = SmallRun()
    defer { run.remove() }
    try run.run(SmallRun.configuration(steps: 2))
    let error = #expect(throws: RunSessionError.self) {
      try BranchPlan(of: run.directory, fromCheckpoint: 1)
    }
    #expect(error?.message.contains("there are 0, 2") == true)
    let state = RunCheckpoint(directory: run.directory, step: 2).path + "/state.json"
    try Data("{}".utf8).write(to: URL(fileURLWithPath: state))
    #expect(throws: RunSessionError.self) {
      try BranchPlan(of: run.directory, fromCheckpoint: 2)
    }
  }
}

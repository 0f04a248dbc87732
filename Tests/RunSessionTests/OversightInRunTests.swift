import Core
import Foundation
import Journal
import SelfPlay
import Synchronization
import Testing

@testable import RunSession

@Suite struct OversightInRunTests {
  @Test("a vetoed task has no rollout, no reward, is never admitted and never a reference")
  func veto() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 4)
    configuration.policy = .holdAll
    let decided = Mutex<[TaskID: Verdict]>([:])
    let script = Script { event, send in
      guard case .taskHeld(let held) = event.body, event.step < 3 else { return }
      let verdict: Verdict? = decided.withLock { decided in
        guard decided[held.task] == nil else { return nil }
        let verdict: Verdict = decided.count.isMultiple(of: 2) ? .approve : .veto
        decided[held.task] = verdict
        return verdict
      }
      if let verdict { send(.review(task: held.task, verdict: verdict, reason: .degenerate)) }
    }
    #expect(try script.run(run.start(configuration)).reason == .finished)
    let events = try run.events()
    let reviewed = events.compactMap { event in
      if case .taskReviewed(let review) = event.body { review } else { nil }
    }
    let vetoed = Set(reviewed.filter { $0.verdict == .veto }.map(\.task))
    let approved = Set(reviewed.filter { $0.verdict == .approve }.map(\.task))
    #expect(!vetoed.isEmpty && !approved.isEmpty)
    #expect(reviewed.allSatisfy { $0.by == "tester" && $0.propensity == 1 })
    for event in events {
      switch event.body {
      case .rolloutFinished(let rollout): #expect(!vetoed.contains(rollout.task))
      case .taskScored(let score): #expect(!vetoed.contains(score.task))
      case .taskAdmitted(let task): #expect(!vetoed.contains(task.task))
      case .taskProposed(let task): #expect(vetoed.isDisjoint(with: task.references))
      default: break
      }
    }
    let scored = Set(
      events.compactMap { event in
        if case .taskScored(let score) = event.body { score.task } else { nil }
      })
    #expect(scored == approved.intersection(scored) && !scored.isEmpty)
    // Held tasks never stall a step: each is filled up from the buffers.
    for step in 1...4 {
      #expect(events.count { $0.step == step && $0.kind == .rolloutFinished } >= 27)
    }
  }

  @Test("a ban is in force from the next step on: nothing with it is admitted any more")
  func ban() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      if event.kind == .stepStarted && event.step == 1 {
        send(.editConstraints(ConstraintDraft(bannedConstructs: "if, for, while")))
        send(.editConstraints(ConstraintDraft(maximumLines: "none")))
      }
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 4)))
    let events = try run.events()
    let revisions = events.compactMap { event in
      if case .stepStarted(let step) = event.body { step.revision } else { nil }
    }
    #expect(revisions.first == 0 && revisions.last == 1)
    let refused = events.compactMap { event in
      if case .constraintsRefused(let refusal) = event.body { refusal } else { nil }
    }
    #expect(refused.map(\.field) == [.maximumLines])
    var programs: [TaskID: (program: String, revision: Int)] = [:]
    var rejected = 0
    for event in events {
      switch event.body {
      case .taskProposed(let task): programs[task.task] = (task.program, task.revision)
      case .taskAdmitted(let task):
        if let (program, revision) = programs[task.task], revision == 1,
          task.type != .induction
        {
          // A comprehension may have both words; a statement begins its line with one.
          let words = program.split(separator: "\n").compactMap { $0.split(separator: " ").first }
          #expect(!words.contains("if") && !words.contains("for"), "\(program)")
        }
      case .taskRejected(let task) where task.reason == .constraint: rejected += 1
      default: break
      }
    }
    #expect(rejected > 0)
  }

  @Test("some flags come back under new numbers, and the reader's agreement is measured")
  func flagsComeBack() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      if event.kind == .stepStarted, event.step == 1 {
        for number in 0..<150 {
          send(
            .raiseFlag(
              Flag(
                id: FlagID(rawValue: 0), rule: "", severity: .low,
                task: TaskID(rawValue: "0123456789ab"), rollout: RolloutID(rawValue: 1),
                type: .deduction, role: .proposer, field: .chain, text: "text \(number)", start: 0,
                end: 4, detail: "seen \(number)")))
        }
      }
      guard case .flagRaised(let flag) = event.body else { return }
      // The reader changes their mind about what comes back.
      send(.reviewFlag(flag.id, flag.repeats == nil ? .confirm : .dismiss))
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 4)))
    let events = try run.events()
    var flags: [FlagID: Flag] = [:]
    var repeated = 0
    for event in events {
      guard case .flagRaised(let flag) = event.body else { continue }
      #expect(flags.updateValue(flag, forKey: flag.id) == nil)
      guard let first = flag.repeats.flatMap({ flags[$0] }) else { continue }
      repeated += 1
      // But for its number, nothing tells it from the first.
      #expect(first.text == flag.text && first.rule == flag.rule && first.detail == flag.detail)
      #expect(first.repeats == nil)
    }
    #expect(repeated > 0 && repeated * 4 < flags.count)
    let gauges = events.compactMap { event in
      if case .safetyGauges(let gauges) = event.body { gauges } else { nil }
    }
    #expect(gauges.last?.readerAgreement?.value == 0)
  }

  @Test func anAdmittedTaskCanBeVetoedAndIsPurged() throws {
    let run = SmallRun()
    defer { run.remove() }
    let chosen = Mutex<TaskID?>(nil)
    let script = Script { event, send in
      guard case .taskAdmitted(let task) = event.body, event.step == 1 else { return }
      let isFirst = chosen.withLock { chosen in
        if chosen == nil {
          chosen = task.task
          return true
        }
        return false
      }
      if isFirst {
        send(.pause)
        send(.review(task: task.task, verdict: .veto, reason: .unsafe))
        send(.resume)
      }
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 4)))
    let task = try #require(chosen.withLock { $0 })
    let events = try run.events()
    let purge = try #require(
      events.first { event in
        if case .taskPurged(let purged) = event.body { purged.task == task } else { false }
      })
    for event in events where event.seq > purge.seq {
      switch event.body {
      case .rolloutFinished(let rollout): #expect(rollout.task != task)
      case .taskProposed(let proposed): #expect(!proposed.references.contains(task))
      default: break
      }
    }
  }

  @Test("a verdict that was journaled after the last checkpoint holds when the run goes on")
  func verdictOutlivesAKill() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 2)
    configuration.policy = .holdAll
    try run.run(configuration)
    let held = try #require(
      run.events().compactMap { event in
        if case .taskHeld(let held) = event.body { held } else { nil }
      }.first)
    // What a killed run leaves: the verdict is in the journal and in no checkpoint.
    let writer = try JournalWriter(resuming: run.directory.journalPath)
    let review = TaskReviewed(
      task: held.task, verdict: .veto, treatment: .interrupt, reason: .unsafe, by: "tester",
      propensity: 1)
    try writer.append(
      [RunEvent(seq: writer.lastSeq + 1, time: 0, step: 2, body: .taskReviewed(review))],
      durably: true)
    let last = writer.lastSeq
    try writer.close()
    let start = try RunStart.resuming(run.directory, version: "test", threads: 1, stepLimit: 4)
    #expect(start.oversight.vetoed.contains(held.task))
    #expect(!start.oversight.quarantine.entries.contains { $0.task == held.task })
    _ = RunSession(start: start, showsText: false, observers: []).wait()
    for event in try run.events() where event.seq > last {
      switch event.body {
      case .rolloutFinished(let rollout): #expect(rollout.task != held.task)
      case .taskAdmitted(let admitted): #expect(admitted.task != held.task)
      case .taskProposed(let proposed): #expect(!proposed.references.contains(held.task))
      default: break
      }
    }
  }
}

import Core
import Foundation
import Journal
import SelfPlay
import Synchronization
import Testing

@testable import RunSession

@Suite struct VerdictTests {
  /// A run that holds everything and pauses once something is held in its first step.
  private func paused(
    steps: Int = 3,
    _ answer: @escaping @Sendable (TaskHeld, @Sendable (RunCommand.Action) -> Void) -> Void
  ) throws -> (SmallRun, [RunEvent]) {
    let run = SmallRun()
    var configuration = SmallRun.configuration(steps: steps)
    configuration.policy = .holdAll
    let first = Mutex<TaskHeld?>(nil)
    let script = Script { event, send in
      if case .taskHeld(let held) = event.body {
        let isFirst = first.withLock { first in
          if first == nil {
            first = held
            return true
          }
          return false
        }
        if isFirst { send(.pause) }
      }
      if event.kind == .runPaused, let held = first.withLock({ $0 }) {
        answer(held, send)
        send(.resume)
      }
    }
    _ = try script.run(run.start(configuration))
    return (run, try run.events())
  }

  private func refusals(_ events: [RunEvent]) -> [CommandRefused] {
    events.compactMap { event in
      if case .commandRefused(let refused) = event.body { refused } else { nil }
    }
  }

  private func reviews(_ events: [RunEvent]) -> [TaskReviewed] {
    events.compactMap { event in
      if case .taskReviewed(let review) = event.body { review } else { nil }
    }
  }

  @Test("a verdict is undone until the next step begins, and another one counts then")
  func undo() throws {
    let (run, events) = try paused { held, send in
      send(.review(task: held.task, verdict: .veto, reason: .unsafe, note: "looks odd"))
      send(.undo(held.task))
      send(.undo(held.task))
      send(.review(task: held.task, verdict: .approve, reason: nil))
    }
    defer { run.remove() }
    #expect(reviews(events).map(\.verdict) == [.veto, .approve])
    #expect(reviews(events).first?.note == "looks odd")
    #expect(events.count { $0.kind == .verdictUndone } == 1)
    #expect(refusals(events).map(\.command) == ["undo"])
    let task = try #require(reviews(events).first?.task)
    #expect(
      events.contains { event in
        if case .taskScored(let score) = event.body { score.task == task } else { false }
      })
  }

  @Test("an edited task is validated again, is the operator's, and takes the held one's place")
  func edit() throws {
    let (run, events) = try paused(steps: 4) { held, send in
      // Only a deduction or abduction task can be written without pairs; others are refused.
      for type in [TaskType.deduction, .abduction] {
        send(
          .edit(
            task: held.task,
            content: TaskContent(type: type, program: "def f(x):\n    return g(x)", input: "4"),
            note: nil))
        send(
          .edit(
            task: held.task,
            content: TaskContent(type: type, program: "def f(x):\n    return x + 38", input: "4"),
            note: "easier"))
      }
    }
    defer { run.remove() }
    let edits = events.compactMap { event in
      if case .taskEdited(let edit) = event.body { edit } else { nil }
    }
    let isInduction = edits.isEmpty
    if !isInduction {
      let edit = try #require(edits.first)
      #expect(edits.count == 1 && edit.content.output == "42" && edit.by == "tester")
      #expect(reviews(events).first { $0.verdict == .edit }?.edited == edit.edited)
      let touched = events.contains { event in
        if case .rolloutFinished(let rollout) = event.body {
          rollout.task == edit.edited
        } else {
          false
        }
      }
      #expect(touched)
      for event in events {
        if case .rolloutFinished(let rollout) = event.body { #expect(rollout.task != edit.task) }
      }
    }
    #expect(refusals(events).contains { $0.command == "edit" })
  }

  @Test("a deferred task waits; an escalated one waits for somebody else")
  func deferAndEscalate() throws {
    let (run, events) = try paused { held, send in
      send(.review(task: held.task, verdict: .defer, reason: nil))
      send(.review(task: held.task, verdict: .escalate, reason: nil))
      send(.review(task: held.task, verdict: .approve, reason: nil))
    }
    defer { run.remove() }
    #expect(reviews(events).map(\.verdict) == [.defer, .escalate])
    #expect(refusals(events).count == 1)
  }

  @Test("bulk verdicts need the right count")
  func bulk() throws {
    let (run, events) = try paused { held, send in
      send(
        .reviewAll(tasks: [held.task], verdict: .veto, reason: .other, note: nil, count: 2))
      send(
        .reviewAll(
          tasks: [held.task, held.task], verdict: .veto, reason: .other, note: nil, count: 1))
    }
    defer { run.remove() }
    #expect(refusals(events).count == 1)
    #expect(reviews(events).count == 1)
  }

  @Test("when nobody decides the time-out does")
  func timeOut() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 5)
    configuration.policy = .holdAll
    var options = OversightOptions()
    options.mode.timeout = ReviewTimeout(verdict: .veto, steps: 2)
    configuration.oversight = options
    try run.run(configuration)
    let events = try run.events()
    let decided = events.filter { $0.kind == .taskReviewed }
    #expect(!decided.isEmpty)
    #expect(reviews(events).allSatisfy { $0.by == "time-out" && $0.verdict == .veto })
    let held = events.compactMap { event -> (TaskID, Int)? in
      if case .taskHeld(let held) = event.body { (held.task, event.step) } else { nil }
    }
    for event in decided {
      guard case .taskReviewed(let review) = event.body else { continue }
      let step = try #require(held.first { $0.0 == review.task }?.1)
      #expect(event.step >= step + 2)
    }
  }

  @Test("a verdict that the time-out gave is the first one, also while its step is repeated")
  func foretoldTimeOut() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 2)
    configuration.policy = .holdAll
    try run.run(configuration)
    let held = try #require(
      run.events().compactMap { event in
        if case .taskHeld(let held) = event.body { held } else { nil }
      }.first)
    // What a killed run leaves: the time-out's verdict is in the journal and in no checkpoint.
    let writer = try JournalWriter(resuming: run.directory.journalPath)
    let review = TaskReviewed(
      task: held.task, verdict: .veto, treatment: .interrupt, reason: .other, by: "time-out",
      propensity: 1)
    try writer.append(
      [RunEvent(seq: writer.lastSeq + 1, time: 0, step: 3, body: .taskReviewed(review))],
      durably: true)
    try writer.close()
    let start = try RunStart.resuming(run.directory, version: "test", threads: 1, stepLimit: 3)
    #expect(start.foretold[held.task]?.verdict == .veto)
    let script = Script { event, send in
      if event.kind == .runResumed {
        send(.review(task: held.task, verdict: .approve, reason: nil))
      }
    }
    _ = try script.run(start)
    let events = try run.events()
    #expect(refusals(events).contains { $0.message.contains("first verdict wins") })
    #expect(reviews(events).map(\.verdict) == [.veto])
  }

  @Test("the first verdict wins")
  func firstVerdict() throws {
    let (run, events) = try paused { held, send in
      send(.review(task: held.task, verdict: .veto, reason: .unsafe))
      send(.review(task: held.task, verdict: .approve, reason: nil))
    }
    defer { run.remove() }
    #expect(reviews(events).map(\.verdict) == [.veto])
    #expect(
      !events.contains { event in
        if case .rolloutFinished(let rollout) = event.body {
          rollout.task == reviews(events).first?.task
        } else {
          false
        }
      })
  }

  @Test("a model without a language takes no prompt clauses, and says why")
  func clausesAreRefused() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      guard event.kind == .stepStarted, event.step == 1 else { return }
      send(.editConstraints(ConstraintDraft(.promptClauses, "Prefer short programs.")))
      send(
        .editConstraints(ConstraintDraft(text: "prompt-clauses = [\"Prefer short programs.\"]")))
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 2)))
    let refused = try run.events().compactMap { event in
      if case .constraintsRefused(let refused) = event.body { refused } else { nil }
    }
    #expect(refused.map(\.field) == [.promptClauses, .text])
    #expect(refused.allSatisfy { $0.message.contains("asked in tags") })
    var configuration = SmallRun.configuration(steps: 1)
    configuration.constraints.promptClauses = ["Prefer short programs."]
    let other = SmallRun()
    defer { other.remove() }
    #expect(throws: RunSessionError.self) { try other.start(configuration) }
  }

  @Test("a purge tells what came of the task, and that can be purged with its count")
  func dependents() throws {
    let run = SmallRun()
    defer { run.remove() }
    let seeds = Mutex<[TaskID]>([])
    let purged = Mutex<TaskPurged?>(nil)
    let script = Script { event, send in
      if case .taskAdmitted(let task) = event.body, event.step == 0 {
        seeds.withLock { $0.append(task.task) }
      }
      // The first seeds are what everything later was shown.
      if event.kind == .stepStarted, event.step == 1 {
        for seed in seeds.withLock({ Array($0.prefix(4)) }) {
          send(.review(task: seed, verdict: .veto, reason: .other))
        }
      }
      if case .taskPurged(let task) = event.body, let dependents = task.dependents,
        !dependents.isEmpty
      {
        let isFirst = purged.withLock { purged in
          defer { purged = purged ?? task }
          return purged == nil
        }
        if isFirst {
          send(.purgeDependents(task: task.task, count: dependents.count + 1))
          send(.purgeDependents(task: task.task, count: dependents.count))
        }
      }
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 3)))
    let events = try run.events()
    let purge = try #require(purged.withLock { $0 })
    let gone = Set(
      events.compactMap { event in
        if case .taskPurged(let task) = event.body { task.task } else { nil }
      })
    #expect(refusals(events).contains { $0.command == "purge" })
    if !refusals(events).contains(where: { $0.message.contains("was typed") == false }) {
      #expect(Set(purge.dependents ?? []).isSubset(of: gone))
    }
  }

  @Test("a preview answers without changing anything, and a revision is reverted")
  func previewAndRevert() throws {
    let run = SmallRun()
    defer { run.remove() }
    let previews = Mutex<[ConstraintsPreviewed]>([])
    let script = Script { event, send in
      if case .constraintsPreviewed(let preview) = event.body {
        previews.withLock { $0.append(preview) }
      }
      if event.kind == .stepStarted, event.step == 2 {
        send(.previewConstraints(ConstraintDraft(maximumLines: "1")))
        send(
          .editConstraints(ConstraintDraft(text: "maximum-lines = 5\nrejection = \"no-gradient\"")))
        send(.editConstraints(ConstraintDraft(text: "maximum-lins = 5")))
      }
      if event.kind == .stepStarted, event.step == 3 { send(.revertConstraints(revision: 0)) }
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 5)))
    let events = try run.events()
    let preview = try #require(previews.withLock { $0.first })
    #expect(preview.tried > 0)
    #expect(preview.groups.reduce(0) { $0 + $1.dropped } == preview.tried)
    #expect(events.allSatisfy { $0.kind != .constraintsPreviewed })
    let applied = events.compactMap { event in
      if case .constraintsApplied(let applied) = event.body { applied.revision } else { nil }
    }
    #expect(applied.map(\.number) == [1, 2])
    #expect(applied.last?.constraints.maximumLines == nil)
    let refused = events.compactMap { event in
      if case .constraintsRefused(let refusal) = event.body { refusal } else { nil }
    }
    #expect(refused.map(\.field) == [.text])
    #expect(refused.first?.message.contains("constraints:1: maximum-lins") == true)
  }
}

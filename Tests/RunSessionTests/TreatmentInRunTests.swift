import Core
import Foundation
import Journal
import Oversight
import SelfPlay
import Synchronization
import Testing

@testable import RunSession

@Suite struct TreatmentInRunTests {
  /// The proposer rows of the steps from the first on, with how many were withheld.
  private func proposerCells(_ events: [RunEvent]) -> [CellStatistics] {
    events.flatMap { event -> [CellStatistics] in
      guard case .stepFinished(let step) = event.body else { return [] }
      return step.cells.filter { $0.role == .proposer }
    }
  }

  private func configuration(_ options: OversightOptions, steps: Int = 2) -> RunConfiguration {
    var configuration = SmallRun.configuration(steps: steps)
    configuration.policy = .holdAll
    configuration.oversight = options
    return configuration
  }

  @Test("held proposals do not train under interrupt; under shadow they do, and leave no trace")
  func heldRowsByTreatment() throws {
    var counts: [Treatment: Int] = [:]
    for treatment in [Treatment.interrupt, .shadow] {
      let run = SmallRun()
      defer { run.remove() }
      var options = OversightOptions()
      options.treatment = TreatmentChoice(treatment)
      try run.run(configuration(options))
      let events = try run.events()
      let held = Set(
        events.compactMap { event in
          if case .taskHeld(let held) = event.body { held.task } else { nil }
        })
      #expect(!held.isEmpty)
      for event in events where event.step >= 1 {
        switch event.body {
        case .rolloutFinished(let rollout): #expect(!held.contains(rollout.task))
        case .taskAdmitted(let task): #expect(!held.contains(task.task))
        case .taskScored(let score): #expect(!held.contains(score.task))
        default: break
        }
      }
      counts[treatment] = proposerCells(events).reduce(0) { $0 + ($1.withheld ?? 0) }
    }
    #expect(counts[.interrupt] ?? 0 > 0)
    #expect(counts[.shadow] == 0)
  }

  @Test("a strict step waits for its verdicts, and what is approved is solved in it")
  func strictSteps() throws {
    let run = SmallRun()
    defer { run.remove() }
    var options = OversightOptions()
    options.mode = ReviewMode(isStrict: true)
    let script = Script { event, send in
      guard case .taskHeld(let held) = event.body else { return }
      send(.review(task: held.task, verdict: .approve, reason: nil))
    }
    #expect(try script.run(run.start(configuration(options))).reason == .finished)
    let events = try run.events()
    let scored = events.compactMap { event -> Bool? in
      if case .taskScored(let score) = event.body, event.step >= 1 {
        score.trainsProposer
      } else {
        nil
      }
    }
    // An approved task that was held in an earlier step never trains its proposer; these do.
    #expect(!scored.isEmpty && scored.allSatisfy(\.self))
  }

  @Test("a strict step that nobody decides about goes on when the clock says so")
  func strictStepTimesOut() throws {
    let run = SmallRun()
    defer { run.remove() }
    var options = OversightOptions()
    options.mode = ReviewMode(
      isStrict: true, timeout: ReviewTimeout(verdict: .approve, seconds: 1))
    #expect(try run.run(configuration(options, steps: 1)).reason == .finished)
    let events = try run.events()
    let reviews = events.compactMap { event in
      if case .taskReviewed(let review) = event.body { review } else { nil }
    }
    #expect(!reviews.isEmpty && reviews.allSatisfy { $0.by == "clock" && $0.verdict == .approve })
    #expect(reviews.first?.note == "nobody decided within 1 s")
    // What the clock approved is solved in its step.
    let scored = Set(
      events.compactMap { event in
        if case .taskScored(let score) = event.body { score.task } else { nil }
      })
    #expect(!scored.isDisjoint(with: reviews.map(\.task)))
    // It cannot be worked out again, so it holds like an operator's verdict.
    var state = ReviewDesk.State(configuration: SmallRun.configuration(steps: 1))
    let veto = TaskReviewed(
      task: TaskID(rawValue: "abc"), verdict: .veto, treatment: .interrupt, reason: .other,
      by: "clock", propensity: 1)
    state.replay(RunEvent(seq: 1, time: 0, step: 1, body: .taskReviewed(veto)))
    #expect(state.vetoed == [TaskID(rawValue: "abc")])
  }

  @Test("a strict step that waits goes on once steps are not to wait any more")
  func strictModeIsSwitchedOff() throws {
    let run = SmallRun()
    defer { run.remove() }
    var options = OversightOptions()
    options.mode = ReviewMode(isStrict: true)
    let script = Script { event, send in
      if event.kind == .taskHeld { send(.setReviewMode(ReviewMode())) }
    }
    #expect(try script.run(run.start(configuration(options, steps: 2))).reason == .finished)
    #expect(try run.events().allSatisfy { $0.kind != .taskReviewed })
  }

  @Test("a run that is stopped while a strict step waits ends")
  func strictStepEndsWithTheRun() throws {
    let run = SmallRun()
    defer { run.remove() }
    var options = OversightOptions()
    options.mode = ReviewMode(isStrict: true)
    let script = Script { event, send in
      if event.kind == .taskHeld { send(.stop) }
    }
    #expect(try script.run(run.start(configuration(options, steps: 50))).reason == .asked)
  }

  @Test("teach needs the typed word, punishes what is vetoed in its step, and expires")
  func teachExpires() throws {
    let run = SmallRun()
    defer { run.remove() }
    var options = OversightOptions()
    options.mode = ReviewMode(isStrict: true)
    let choice = TreatmentChoice(.teach, penalty: 2, lasts: 1)
    let script = Script { event, send in
      if event.kind == .runStarted {
        send(.setTreatment(choice, confirmation: "Teach", reason: nil))
        send(.setTreatment(choice, confirmation: "teach", reason: "an experiment"))
      }
      guard case .taskHeld(let held) = event.body else { return }
      send(.review(task: held.task, verdict: .veto, reason: .degenerate))
    }
    _ = try script.run(run.start(configuration(options, steps: 4)))
    let events = try run.events()
    #expect(events.count { $0.kind == .commandRefused } == 1)
    let changes = events.compactMap { event in
      if case .treatmentChanged(let change) = event.body { change } else { nil }
    }
    #expect(changes.map(\.choice.treatment) == [.teach, .interrupt])
    #expect(changes.map(\.by) == ["tester", "expiry"])
    let taught = events.filter { event in
      if case .taskReviewed(let review) = event.body { review.treatment == .teach } else { false }
    }
    #expect(!taught.isEmpty)
    let last = try #require(changes.first?.lastStep)
    #expect(taught.allSatisfy { $0.step <= last })
    let rewards = proposerCells(events).map(\.reward)
    #expect(rewards.contains { $0 < -1 })
  }

  @Test("a fix decides the reward of every program that it fits")
  func fixedReward() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      if event.kind == .runStarted {
        send(
          .fixReward(
            rule: ConstraintDraft(maximumLines: "1"), reward: -0.25, reason: "all have two lines"))
      }
    }
    _ = try script.run(run.start(SmallRun.configuration(steps: 3)))
    let events = try run.events()
    #expect(events.contains { $0.kind == .rewardFixed })
    let scored = events.compactMap { event -> Double? in
      if case .taskScored(let score) = event.body, event.step >= 2 { score.reward } else { nil }
    }
    #expect(!scored.isEmpty && scored.allSatisfy { $0 == -0.25 })
  }

  @Test("placebo vetoes are the coin's, are journaled as such, and nobody is asked")
  func placebos() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 2)
    var options = OversightOptions()
    options.auditShare = 1
    configuration.oversight = options
    let script = Script { event, send in
      if case .auditDrawn(let drawn) = event.body {
        send(.audit(drawn.task, isViolation: true))
      }
    }
    _ = try script.run(run.start(configuration))
    let events = try run.events()
    let drawn = events.compactMap { event in
      if case .auditDrawn(let drawn) = event.body { drawn } else { nil }
    }
    #expect(!drawn.isEmpty && drawn.allSatisfy { $0.propensity == 1 })
    let gauges = events.compactMap { event in
      if case .safetyGauges(let gauges) = event.body { gauges } else { nil }
    }
    let unflagged = Set(drawn.filter { !$0.isFlagged }.map(\.task)).count
    #expect(try #require(gauges.last?.missed).value <= Double(unflagged) + 0.5)
    #expect(gauges.last?.audited ?? 0 > 0)
  }
}

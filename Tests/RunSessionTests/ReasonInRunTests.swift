import Core
import Foundation
import Oversight
import Synchronization
import Testing

@testable import RunSession

@Suite("Every act is journaled with its operator, time and reason")
struct ReasonInRunTests {
  /// Sends acts with reasons once the first step has begun.
  private func events(
    requiresReasons: Bool = false, _ commands: [RunCommand]
  ) throws -> [RunEvent] {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 3)
    var options = OversightOptions()
    options.requiresReasons = requiresReasons
    options.auditShare = 1
    configuration.oversight = options
    let start = try run.start(configuration)
    let session = Mutex<RunSession?>(nil)
    let isSent = Mutex(false)
    let drawn = Mutex<TaskID?>(nil)
    let send: @Sendable () -> Void = {
      guard let session = session.withLock({ $0 }), let task = drawn.withLock({ $0 }),
        !isSent.withLock({ sent in
          defer { sent = true }
          return sent
        })
      else { return }
      for command in commands { session.send(command) }
      session.send(
        RunCommand(by: "ann", action: .audit(task, isViolation: false), reason: "why-audit"))
    }
    let running = RunSession(
      start: start, showsText: false,
      observers: [
        { events in
          for case .auditDrawn(let audit) in events.map(\.body) {
            drawn.withLock { $0 = $0 ?? audit.task }
          }
          send()
        }
      ])
    session.withLock { $0 = running }
    send()
    _ = running.wait()
    return try run.events()
  }

  private func fields(_ event: RunEvent) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(
      with: Data(try OrderedJSONEncoder().encode(event)))
    return try #require(object as? [String: Any])
  }

  @Test("the reason of each kind of act is in its event")
  func everyAct() throws {
    func command(_ action: RunCommand.Action, _ reason: String) -> RunCommand {
      RunCommand(by: "ann", action: action, reason: reason)
    }
    let rules = RuleRevision.table(name: "ours", severity: .low, pattern: "zebra")
    let events = try events([
      command(.setReviewPolicy(.holdShare(0.5)), "why-policy"),
      command(
        .setReviewMode(ReviewMode(timeout: ReviewTimeout(verdict: .approve, steps: 1))), "why-mode"),
      command(.editConstraints(ConstraintDraft(bannedConstructs: "lambda")), "why-edit"),
      command(.revertConstraints(revision: 0), "why-revert"),
      command(.setTreatment(TreatmentChoice(.shadow), confirmation: nil, reason: nil), "why-treat"),
      command(
        .fixReward(
          rule: ConstraintDraft(bannedConstructs: "with"), reward: -1, reason: nil), "why-fix"),
      command(.applyRules(document: rules), "why-rules"),
      command(.pause, "why-pause"), command(.resume, "why-resume"),
    ])
    let acts = try events.filter { event in
      [
        .reviewPolicyChanged, .constraintsApplied, .treatmentChanged, .rewardFixed, .rulesApplied,
        .runPausing, .runContinued, .auditReviewed,
      ].contains(event.kind)
    }.map { try fields($0) }.filter { $0["by"] as? String == "ann" }
    #expect(acts.allSatisfy { ($0["time"] as? Double ?? 0) > 0 })
    #expect(
      Set(acts.compactMap { $0["reason"] as? String }) == [
        "why-policy", "why-mode", "why-edit", "why-revert", "why-treat", "why-fix", "why-rules",
        "why-pause", "why-resume", "why-audit",
      ])
  }

  @Test("a run that wants reasons refuses acts without one, but never a pause")
  func required() throws {
    let events = try events(
      requiresReasons: true,
      [
        RunCommand(by: "ann", action: .setReviewPolicy(.holdFlagged)),
        RunCommand(by: "ann", action: .setReviewPolicy(.holdShare(0.01)), reason: "to look"),
        RunCommand(by: "ann", action: .pause), RunCommand(by: "ann", action: .resume),
      ])
    let refusals = events.filter { $0.kind == .commandRefused }
    #expect(refusals.count == 1)
    let policies = events.compactMap { event -> ReviewPolicy? in
      if case .reviewPolicyChanged(let change) = event.body { change.policy } else { nil }
    }
    #expect(policies == [.holdShare(0.01)])
    #expect(
      events.contains { $0.kind == .runPausing } && events.contains { $0.kind == .runContinued })
  }

  @Test("who asked for the end is in its event")
  func stopped() throws {
    let run = SmallRun()
    defer { run.remove() }
    let script = Script { event, send in
      if case .stepStarted = event.body, event.step == 2 { send(.stop) }
    }
    _ = try script.run(try run.start(SmallRun.configuration(steps: nil)))
    guard case .runStopped(let end)? = try run.events().last?.body else {
      Issue.record("the run has no end")
      return
    }
    #expect(end.reason == .asked && end.by == "tester")
  }
}

import Core
import Dashboard
import Foundation
import Journal
import RunSession
import Synchronization
import Wire

/// A run that goes on in another process: what it tells goes to an audience, and what the operator
/// asks goes to it.
final class AttachedRun: RunTarget, Sendable {
  private let directory: RunDirectory
  private let client: WireClient
  private let operatorName: String
  private let audience: any RunAudience
  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  /// What was asked for here and not answered yet.
  private let jobs = DispatchGroup()

  private struct State {
    var failure: WireError?
    /// Whether it was this side that ended the connection.
    var hasLeft = false
    var hasStopped = false
  }

  init(
    _ directory: RunDirectory, _ client: WireClient, operatorName: String,
    audience: any RunAudience
  ) {
    self.directory = directory
    self.client = client
    self.operatorName = operatorName
    self.audience = audience
  }

  /// Begins to listen, on a thread of its own.
  func start() {
    onThread("attached") { [self] in
      var past: [RunEvent]? = []
      do throws(WireError) {
        try client.receive { messages in
          if past == nil { return show(messages) }
          for (index, message) in messages.enumerated() {
            switch message {
            case .event(let event): past?.append(event)
            case .live:
              audience.remember(past ?? [])
              past = nil
              return show(Array(messages[(index + 1)...]))
            case .hello: break
            case .fault(let text): audience.say(text)
            }
          }
        }
      } catch {
        state.withLock { $0.failure = error }
        audience.close()
      }
      tellEnd()
      ended.signal()
    }
  }

  private func show(_ messages: [WireMessage]) {
    var events: [RunEvent] = []
    for message in messages {
      switch message {
      case .event(let event): events.append(event)
      case .fault(let text): audience.say(text)
      case .hello, .live: break
      }
    }
    for case .runStopped in events.lazy.map(\.body) { state.withLock { $0.hasStopped = true } }
    audience.show(events)
  }

  /// A run that ends without a word was killed, or gave this client up.
  private func tellEnd() {
    let isExpected = state.withLock { $0.hasLeft || $0.hasStopped || $0.failure != nil }
    guard !isExpected else { return }
    let message =
      directory.isLocked
      ? "the run no longer tells what happens; attach again"
      : "the run's process has ended without a word; 'proctor run --resume' goes on from its journal"
    let alarm = AlarmRaised(code: "attach.lost", message: message)
    audience.show([
      RunEvent(seq: 0, time: Date().timeIntervalSince1970, step: 0, body: .alarmRaised(alarm))
    ])
  }

  /// Why what was told could not be understood, if so.
  var failure: WireError? { state.withLock { $0.failure } }

  /// Ends the connection; the run goes on.
  func leave() {
    state.withLock { $0.hasLeft = true }
    client.close()
  }

  /// Waits until the run has ended or was left, and everything has been answered.
  func wait() {
    ended.wait()
    jobs.wait()
  }

  func send(_ action: RunCommand.Action, reason: String?, by name: String?) {
    client.send(RunCommand(by: name ?? operatorName, action: action, reason: reason))
  }

  func planRollback(to checkpoint: Int?) {
    answer { [audience, directory] in
      do {
        var plan = RollbackPlan(try BranchPlan(of: directory, fromCheckpoint: checkpoint))
        plan.sourceGoesOn = true
        audience.show(plan)
      } catch {
        audience.say("\(error)")
      }
    }
  }

  /// Makes the branch. The run itself goes on: who attached to it cannot put another in its place.
  func rollBack(to checkpoint: Int) {
    answer { [audience, directory] in
      do {
        let plan = try BranchPlan(of: directory, fromCheckpoint: checkpoint)
        audience.say(try plan.makeForLater() + "; this run goes on until it is stopped")
      } catch {
        audience.say("\(error)")
      }
    }
  }

  private func answer(_ body: @escaping @Sendable () -> Void) {
    jobs.enter()
    onThread("answer") { [jobs] in
      body()
      jobs.leave()
    }
  }
}

/// Runs `body` on a thread of its own.
func onThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.name = name
  thread.stackSize = 16 << 20
  thread.start()
}

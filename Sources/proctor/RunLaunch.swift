import Core
import Dashboard
import Foundation
import Journal
import RunSession

/// A run that is loaded and started behind the dashboard's first frame, and that a rollback replaces
/// by another one.
///
/// `@unchecked Sendable`: everything that changes is touched only while `condition` is locked.
final class RunLaunch: RunTarget, @unchecked Sendable {
  private let condition = NSCondition()
  private let operatorName: String
  private let audience: any RunAudience
  private let showsText: Bool

  private var session: RunSession?
  private var failure: (any Error)?
  /// What was asked while there was no session to ask.
  private var waiting: [RunCommand] = []
  /// Whether a session is being made.
  private var isSwitching = true
  /// Where the run is, how fast it may be, and where it ends.
  private var origin: (directory: RunDirectory, threads: Int, stepLimit: Int?)?
  /// That of the run at hand.
  private var lock: HeldLock

  init(
    holding lock: HeldLock, operatorName: String, audience: any RunAudience, showsText: Bool
  ) {
    self.lock = lock
    self.operatorName = operatorName
    self.audience = audience
    self.showsText = showsText
  }

  /// Loads and starts the run on a thread of its own. If that fails, the audience is sent home.
  func start(_ prepare: @escaping @Sendable () throws -> RunStart) {
    onThread("launch") { [self] in
      do {
        let start = try prepare()
        audience.remember(start.history)
        begin(start)
      } catch {
        condition.lock()
        failure = error
        condition.broadcast()
        condition.unlock()
        audience.close()
      }
    }
  }

  private func begin(_ start: RunStart) {
    if let note = start.resumption { audience.say(note) }
    let session = RunSession(
      start: start, showsText: showsText,
      observers: [{ [audience] in audience.show($0) }, { ProgramLog.note($0) }])
    condition.lock()
    origin = (start.directory, start.threads, start.configuration.stepLimit)
    self.session = session
    isSwitching = false
    for command in waiting { session.send(command) }
    waiting = []
    condition.broadcast()
    condition.unlock()
  }

  /// Asks something of the run, once it is there.
  func send(_ action: RunCommand.Action, reason: String?, by name: String?) {
    let command = RunCommand(by: name ?? operatorName, action: action, reason: reason)
    condition.lock()
    let session = isSwitching ? nil : session
    if session == nil { waiting.append(command) }
    condition.unlock()
    session?.send(command)
  }

  /// Waits for the end of the run, and of those that take its place. Throws what kept it from
  /// starting.
  func wait() throws -> RunSession.Outcome {
    while true {
      condition.lock()
      while isSwitching, failure == nil { condition.wait() }
      let (session, failure) = (session, failure)
      condition.unlock()
      if let failure { throw failure }
      guard let session else { throw CommandError(message: "the run did not start") }
      let outcome = session.wait()
      condition.lock()
      let isLast = !isSwitching && self.session === session
      condition.unlock()
      if isLast { return outcome }
    }
  }

  /// Stops the run and waits for its end. Throws what kept it from starting.
  func end() throws -> RunSession.Outcome {
    send(.stop, reason: nil, by: nil)
    return try wait()
  }

  // MARK: - Rollback

  /// Tells what going back to a checkpoint, or to the newest one, would lose.
  func planRollback(to checkpoint: Int?) {
    condition.lock()
    let directory = origin?.directory
    condition.unlock()
    guard let directory else { return }
    onThread("plan") { [audience] in
      do {
        audience.show(RollbackPlan(try BranchPlan(of: directory, fromCheckpoint: checkpoint)))
      } catch {
        audience.say("\(error)")
      }
    }
  }

  /// Ends the run and goes on with a branch from one of its checkpoints.
  func rollBack(to checkpoint: Int) {
    condition.lock()
    let (old, origin) = (isSwitching ? nil : session, origin)
    if old != nil { isSwitching = true }
    condition.unlock()
    guard let old, let origin else { return }
    onThread("rollback") { [self] in
      do {
        let plan = try BranchPlan(of: origin.directory, fromCheckpoint: checkpoint)
        old.send(RunCommand(by: operatorName, action: .stop))
        _ = old.wait()
        let start = try branch(plan, origin.threads)
        audience.restart(start.history)
        audience.say(
          "rolled back to step \(checkpoint): this is \(start.directory.name); "
            + "\(plan.source.name) keeps what was given up")
        begin(start)
      } catch {
        audience.say("nothing was rolled back: \(error)")
        goOn(old, origin.directory, origin.threads, origin.stepLimit)
      }
    }
  }

  /// Makes the branch beside the run that it comes from, and loads it.
  private func branch(_ plan: BranchPlan, _ threads: Int) throws -> RunStart {
    let (directory, lock) = try plan.makeBeside(by: operatorName)
    do {
      let limit = try RunConfiguration(in: directory).stepLimit.flatMap {
        $0 > plan.checkpoint ? $0 : nil
      }
      let start = try RunStart.resuming(
        directory, version: Version.current, threads: threads, stepLimit: limit)
      condition.lock()
      // The run that was gone back in is anybody's from now on.
      self.lock.release()
      self.lock = lock
      condition.unlock()
      return start
    } catch {
      try? FileManager.default.removeItem(atPath: directory.path)
      throw error
    }
  }

  /// Goes on with the run that was to be gone back in.
  private func goOn(
    _ session: RunSession, _ directory: RunDirectory, _ threads: Int, _ limit: Int?
  ) {
    guard session.hasEnded else {
      condition.lock()
      isSwitching = false
      for command in waiting { session.send(command) }
      waiting = []
      condition.broadcast()
      condition.unlock()
      return
    }
    do {
      let start = try RunStart.resuming(
        directory, version: Version.current, threads: threads, stepLimit: limit)
      audience.restart(start.history)
      begin(start)
    } catch {
      condition.lock()
      isSwitching = false
      condition.broadcast()
      condition.unlock()
      audience.say("\(error)")
    }
  }
}

extension RollbackPlan {
  init(_ plan: BranchPlan) {
    self.init(
      run: plan.source.name, checkpoint: plan.checkpoint, steps: plan.steps, tasks: plan.tasks,
      verdicts: plan.verdicts, revisions: plan.revisions, events: Int(plan.events),
      seconds: plan.seconds, bytes: plan.size)
  }
}

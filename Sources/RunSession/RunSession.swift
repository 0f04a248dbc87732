import Core
import Foundation
import Journal
import LanguageModel
import SelfPlay
import Synchronization
import Wire

/// One run: the engine on a thread of its own, the desk that takes the operator's commands on
/// another, and the journal between them and whoever watches.
///
/// It listens on a socket in its run directory, so that others can attach: they see what the observers
/// see, and command as they do. The engine never waits for an observer. Commands are taken in their order; what became of each is
/// told by events.
public final class RunSession: Sendable {
  /// How a run ended.
  public struct Outcome: Sendable {
    public var reason: RunStopped.Reason
    /// Completed steps.
    public var steps: Int
    /// Steps completed by this session, not by those before it.
    public var stepsDone: Int
    /// Seconds that the engine's thread took, pauses included.
    public var seconds: Double
    /// Why it failed, if it did.
    public var message: String?
    /// Where the run is: another place than where it was started, once it was rolled back.
    public var directory: RunDirectory
  }

  /// The run's name.
  public var name: String { directory.name }

  private let directory: RunDirectory
  private let control = RunControl()
  private let decisions = DecisionSignal()
  private let recorder: EventRecorder
  private let search: SearchFiller
  private let desk: ReviewDesk
  private let commands = BoundedChannel<RunCommand>(capacity: 1_024)
  /// Where others attach.
  private let door = RunDoor()
  private let outcome = Mutex<Outcome?>(nil)
  /// The command that asked for the run's end.
  private let stopCommand = Mutex<RunCommand?>(nil)
  private let commandsTaken = Latch()
  private let ended = Latch()

  /// Starts the threads of a new or resumed run.
  ///
  /// - Parameters:
  ///   - showsText: Whether the observers want to see rollouts while they are sampled.
  ///   - observers: See every event after it was journaled; they must not block.
  public init(
    start: RunStart, showsText: Bool, observers: [EventRecorder.Observer]
  ) {
    directory = start.directory
    search = SearchFiller(directory: start.directory)
    recorder = EventRecorder(
      writer: start.writer, step: start.completedSteps, signals: start.signals,
      observers: observers + [{ [search] in search.note($0.count) }, { [door] in door.tell($0) }],
      onFailure: { [control, decisions] in
        control.stop()
        decisions.end()
      })
    desk = ReviewDesk(
      state: start.oversight, configuration: start.configuration, directory: start.directory,
      executor: start.executor,
      words: start.words, past: start.past, foretold: start.foretold,
      recorder: recorder,
      decisions: decisions,
      pause: { [control, recorder] name in
        control.pause(by: name) { recorder.record(.runPausing(OperatorAct(by: name))) }
      })
    recorder.record(start.firstEvent)
    if start.history.isEmpty { desk.tellOptions() }
    search.start()
    openDoor(version: start.version)
    for alarm in start.alarms { recorder.record(.alarmRaised(alarm)) }
    let engineThread = Thread { [self] in runEngine(start, showsText: showsText) }
    engineThread.name = "engine"
    engineThread.stackSize = 64 << 20
    engineThread.start()
    let deskThread = Thread { [self] in takeCommands() }
    deskThread.name = "desk"
    deskThread.start()
  }

  /// Asks something of the run. It never waits.
  public func send(_ command: RunCommand) {
    // The desk must not miss an order to stop because thousands of other commands wait.
    if case .stop = command.action {
      stopCommand.withLock { $0 = $0 ?? command }
      stop()
    }
    commands.send(command)
  }

  /// Waits until the run has ended and everything is on disk.
  public func wait() -> Outcome {
    ended.wait()
    return outcome.withLock { $0 }
      ?? Outcome(
        reason: .failed, steps: 0, stepsDone: 0, seconds: 0, message: "the engine did not start",
        directory: directory)
  }

  /// Whether `wait` would return at once.
  public var hasEnded: Bool { outcome.withLock { $0 != nil } }

  /// Lets others attach. A run that nobody can attach to goes on all the same.
  private func openDoor(version: String) {
    do throws(WireError) {
      try door.open(of: directory, version: version) { [weak self] in self?.send($0) }
    } catch {
      recorder.show(.alarmRaised(AlarmRaised(code: "attach.unavailable", message: "\(error)")))
    }
  }

  private func stop() {
    control.stop()
    decisions.end()
    recorder.stopWaiting()
  }

  private func takeCommands() {
    while true {
      let batch = commands.receiveAll()
      if batch.isEmpty { break }
      for command in batch { take(command) }
    }
    commandsTaken.release()
  }

  /// Takes what was asked so far and nothing after it, so that the last checkpoint has it all.
  private func endCommands() {
    commands.close()
    commandsTaken.wait()
  }

  private func take(_ command: RunCommand) {
    switch command.action {
    case .pause:
      control.pause(by: command.by) {
        recorder.record(.runPausing(OperatorAct(by: command.by, reason: command.why)))
      }
    case .resume:
      control.resume {
        recorder.record(
          .runContinued(RunContinued(by: command.by, steps: nil, reason: command.why)))
      }
    case .step:
      control.resume(steps: 1) {
        recorder.record(.runContinued(RunContinued(by: command.by, steps: 1, reason: command.why)))
      }
    case .stop:
      stop()
    default: desk.take(command, atStep: recorder.step)
    }
  }

  private func runEngine(_ start: RunStart, showsText: Bool) {
    let began = EventRecorder.now
    var end: (reason: RunStopped.Reason, steps: Int, message: String?)
    do {
      let loop = try EngineLoop(start: start, control: control, recorder: recorder, desk: desk)
      loop.showText { [door] in showsText || door.isWatched }
      end = loop.run(endCommands: endCommands)
    } catch {
      recorder.record(
        .alarmRaised(AlarmRaised(code: "\(error.code.rawValue).failed", message: "\(error)")))
      end = (.failed, start.completedSteps, "\(error)")
    }
    endCommands()
    let asked = end.reason == .asked ? stopCommand.withLock { $0 } : nil
    recorder.record(
      .runStopped(RunStopped(reason: end.reason, by: asked?.by, note: asked?.why)))
    recorder.close()
    door.close()
    search.finish()
    if let error = recorder.error {
      end = (.failed, end.steps, "\(error)")
    }
    outcome.withLock {
      $0 = Outcome(
        reason: end.reason, steps: end.steps, stepsDone: end.steps - start.completedSteps,
        seconds: EventRecorder.now - began,
        message: end.message, directory: directory)
    }
    ended.release()
  }
}

import Core
import Dashboard
import Foundation
import RunSession

/// Reads commands from standard input, for the plain mode, and answers them among the events' lines.
///
/// `@unchecked Sendable`: `console` and `hasBegun` are touched only while `condition` is locked.
final class CommandInput: @unchecked Sendable {
  private let condition = NSCondition()
  private var console = PlainConsole()
  /// Whether the run has said that it began: until then the console knows only its past.
  private var hasBegun = false
  private let printer: LinePrinter
  private let ending: Ending

  /// What becomes of the run when commands were read and there are no more.
  enum Ending {
    /// It goes on, if it was paused: a script which has ended would never ask for that.
    case goOn
    /// It is left as it is.
    case leave
  }

  init(printer: LinePrinter, whenItEnds ending: Ending = .goOn) {
    self.printer = printer
    self.ending = ending
  }

  /// Takes in what the run did before, so that commands can be answered.
  func remember(_ history: [RunEvent]) {
    condition.lock()
    console.take(history, at: ProcessInfo.processInfo.systemUptime)
    condition.unlock()
  }

  /// Begins to read, on a thread of its own, until the input ends; then, if there were commands,
  /// `onEnd` is called.
  func start(_ run: some RunTarget, onEnd: @escaping @Sendable () -> Void = {}) {
    if isatty(STDIN_FILENO) != 0 { printer.say(["type 'help' for the commands"]) }
    let thread = Thread { [self] in
      condition.lock()
      while !hasBegun { condition.wait() }
      condition.unlock()
      var hasCommands = false
      while let line = readLine() {
        if line.allSatisfy({ $0 == " " }) { continue }
        hasCommands = true
        obey(line, run)
      }
      guard hasCommands else { return }
      if case .goOn = ending { resume(run) }
      onEnd()
    }
    thread.name = "commands"
    thread.start()
  }

  private func obey(_ line: String, _ run: some RunTarget) {
    condition.lock()
    let answer = console.obey(line)
    condition.unlock()
    if let detail = answer.detail { printer.set(detail) }
    printer.say(answer.lines)
    if let question = answer.question { printer.say(RunQuestions.answer(question)) }
    for action in answer.actions { run.send(action, reason: answer.reason) }
    switch answer.rollback {
    case .plan(let checkpoint)?: run.planRollback(to: checkpoint)
    case .go(let checkpoint)?: run.rollBack(to: checkpoint)
    case nil: break
    }
    guard let awaited = answer.condition else { return }
    condition.lock()
    while !console.isMet(awaited) { condition.wait() }
    condition.unlock()
  }

  private func resume(_ run: some RunTarget) {
    condition.lock()
    let isPaused = console.isMet(.paused) && !console.isMet(.stopped)
    condition.unlock()
    if isPaused {
      printer.say(["the input has ended: the run goes on"])
      run.send(.resume, reason: nil, by: "end of input")
    }
  }
}

extension CommandInput: RunAudience {
  func show(_ events: [RunEvent]) {
    printer.take(events)
    condition.lock()
    hasBegun = true
    console.take(events, at: ProcessInfo.processInfo.systemUptime)
    condition.broadcast()
    condition.unlock()
  }

  func restart(_ events: [RunEvent]) {
    condition.lock()
    console.restart()
    condition.unlock()
    remember(events)
  }

  func say(_ text: String) {
    condition.lock()
    let isAnswer = hasBegun
    condition.unlock()
    // The lines of events and answers begin when the run does.
    if isAnswer { printer.say([text.printable]) } else { tell(text.printable) }
  }

  func show(_ plan: RollbackPlan) {
    printer.say(
      plan.lines.map(\.printable) + ["type 'rollback \(plan.checkpoint) yes' to go back"])
  }

  func close() {
    condition.lock()
    hasBegun = true
    condition.broadcast()
    condition.unlock()
  }
}

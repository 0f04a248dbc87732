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
  private let operatorName: String

  init(printer: LinePrinter, operatorName: String) {
    self.printer = printer
    self.operatorName = operatorName
  }

  /// Takes in what the run did before, so that commands can be answered.
  func remember(_ history: [RunEvent]) {
    condition.lock()
    console.take(history, at: ProcessInfo.processInfo.systemUptime)
    condition.unlock()
  }

  /// Takes in what the run does.
  func take(_ events: [RunEvent]) {
    condition.lock()
    hasBegun = true
    console.take(events, at: ProcessInfo.processInfo.systemUptime)
    condition.broadcast()
    condition.unlock()
  }

  /// Begins to read, on a thread of its own, until the input ends.
  func start(_ session: RunSession) {
    if isatty(STDIN_FILENO) != 0 { printer.say(["type 'help' for the commands"]) }
    let thread = Thread { [self] in
      condition.lock()
      while !hasBegun { condition.wait() }
      condition.unlock()
      var hasCommands = false
      while let line = readLine() {
        if line.allSatisfy({ $0 == " " }) { continue }
        hasCommands = true
        obey(line, session)
      }
      // A run that was paused by a script which has ended would wait for ever.
      if hasCommands { resume(session) }
    }
    thread.name = "commands"
    thread.start()
  }

  private func obey(_ line: String, _ session: RunSession) {
    condition.lock()
    let answer = console.obey(line)
    condition.unlock()
    if let detail = answer.detail { printer.set(detail) }
    printer.say(answer.lines)
    for action in answer.actions {
      session.send(RunCommand(by: operatorName, action: action))
    }
    guard let awaited = answer.condition else { return }
    condition.lock()
    while !console.isMet(awaited) { condition.wait() }
    condition.unlock()
  }

  private func resume(_ session: RunSession) {
    condition.lock()
    let isPaused = console.isMet(.paused) && !console.isMet(.stopped)
    condition.unlock()
    if isPaused {
      printer.say(["the input has ended: the run goes on"])
      session.send(RunCommand(by: "end of input", action: .resume))
    }
  }
}

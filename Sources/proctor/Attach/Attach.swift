import ArgumentParser
import Core
import Dashboard
import Foundation
import Journal
import Terminal
import Wire

/// `proctor attach`: the screens of a run that goes on in another process.
struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch and steer a run that goes on in another process.",
    discussion: """
      The same screens as in the run's own dashboard: everything can be seen, asked and decided, in \
      this operator's name. q leaves, and the run goes on; ':stop' ends the run. Several may attach \
      at once. 'proctor run --headless' is a run that is only attached to. Without a terminal on \
      standard input and output it prints plain lines and takes typed commands, and leaves when the \
      commands end.
      """)

  @OptionGroup var argument: RunArgument

  @OptionGroup(title: "Screen")
  var screen: ScreenOptions

  @ArgumentParser.Flag(
    help: "Print one line an event and take typed commands, for pipes and screen readers.")
  var plain = false

  func run() throws {
    var face = try screen.face()
    let directory = try argument.directory()
    let client = try connect(to: directory)
    if plain || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 {
      try speak(directory, client)
    } else {
      face.preferences.isAttached = true
      try show(directory, client, face)
    }
  }

  /// Seconds for which a run that is just starting is waited for, and between two tries.
  private static let (patience, interval) = (5.0, 0.05)

  private func connect(to directory: RunDirectory) throws -> WireClient {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while true {
      do {
        return try WireClient(connectingTo: directory.socketPath)
      } catch {
        guard error.code == .notListening else { throw error }
        guard directory.isLocked, Date() < deadline else {
          throw CommandError(message: absence(of: directory))
        }
        Thread.sleep(forTimeInterval: Self.interval)
      }
    }
  }

  /// Why nobody answers, and what can be done instead.
  private func absence(of directory: RunDirectory) -> String {
    let name = argument.name.printable
    guard directory.isLocked else {
      return """
        \(directory.name) is not going on: look at it with 'proctor replay \(name)', or go on with \
        'proctor run --resume \(name)'
        """
    }
    return "\(directory.name) is ending, or in a Proctor that nobody can attach to: try "
      + "again in a moment"
  }

  private func show(
    _ directory: RunDirectory, _ client: WireClient, _ face: DashboardFace
  ) throws {
    let mailbox = EventMailbox()
    let run = AttachedRun(directory, client, operatorName: Place.operatorName, audience: mailbox)
    let loop = DashboardLoop(
      theme: face.theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment,
      preferences: face.preferences, services: DashboardServices(of: run))
    run.start()
    ThemeWatch.start(Place.themes, mailbox: mailbox)
    _ = try loop.run()
    run.leave()
    if let failure = run.failure { throw failure }
  }

  private func speak(_ directory: RunDirectory, _ client: WireClient) throws {
    let printer = LinePrinter()
    let input = CommandInput(printer: printer, whenItEnds: .leave)
    let run = AttachedRun(directory, client, operatorName: Place.operatorName, audience: input)
    printer.start { run.leave() }
    run.start()
    input.start(run) { run.leave() }
    StopSignals.ask {
      run.leave()
    } during: {
      run.wait()
    }
    printer.finish()
    if let failure = run.failure { throw failure }
  }
}

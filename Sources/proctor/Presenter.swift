import Core
import Dashboard
import Foundation
import RunSession
import Synchronization
import Terminal

/// Shows a run from its start to its end.
protocol Presenter {
  /// `prepare` loads what the run needs, which can take a while.
  func present(_ prepare: @escaping @Sendable () throws -> RunStart) throws -> RunSession.Outcome
}

/// The full-screen dashboard. It owns the calling thread, and is on the screen before the run is
/// loaded.
struct DashboardPresenter: Presenter {
  let face: DashboardFace

  func present(_ prepare: @escaping @Sendable () throws -> RunStart) throws -> RunSession.Outcome {
    let mailbox = EventMailbox()
    let launch = RunLaunch(operatorName: Place.operatorName)
    let folders = Place.themes
    var services = DashboardServices(send: { launch.send($0) })
    services.themeNames = { Theme.names(in: folders) }
    services.theme = { (name) throws(SettingsError) -> Theme in
      try Theme.load(name: name, directories: folders)
    }
    services.listRuns = { RunCatalog.list(into: $0) }
    let loop = DashboardLoop(
      theme: face.theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment,
      preferences: face.preferences, services: services)
    launch.start(prepare, into: mailbox)
    ThemeWatch.start(folders, mailbox: mailbox)
    do {
      _ = try loop.run()
    } catch {
      _ = try? launch.end()
      throw error
    }
    return try launch.end()
  }
}

/// A run that is loaded and started behind the dashboard's first frame.
final class RunLaunch: Sendable {
  private struct Contents {
    var session: RunSession?
    var failure: (any Error)?
    /// What was asked before there was a session.
    var waiting: [RunCommand.Action] = []
  }

  private let contents = Mutex(Contents())
  private let isReady = DispatchSemaphore(value: 0)
  private let operatorName: String

  init(operatorName: String) { self.operatorName = operatorName }

  /// Loads and starts the run on a thread of its own. If that fails, the mailbox is closed.
  func start(_ prepare: @escaping @Sendable () throws -> RunStart, into mailbox: EventMailbox) {
    let thread = Thread { [self] in
      do {
        let start = try prepare()
        mailbox.post(start.history)
        if let note = start.resumption { mailbox.post(notice: note) }
        let session = RunSession(
          start: start, showsText: true, observers: [{ mailbox.post($0) }])
        let waiting = contents.withLock { contents in
          contents.session = session
          defer { contents.waiting = [] }
          return contents.waiting
        }
        for action in waiting { send(action) }
      } catch {
        contents.withLock { $0.failure = error }
        mailbox.close()
      }
      isReady.signal()
    }
    thread.name = "launch"
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Asks something of the run, once it is there.
  func send(_ action: RunCommand.Action) {
    let session = contents.withLock { contents in
      if contents.session == nil { contents.waiting.append(action) }
      return contents.session
    }
    session?.send(RunCommand(by: operatorName, action: action))
  }

  /// Stops the run and waits for its end. Throws what kept it from starting.
  func end() throws -> RunSession.Outcome {
    send(.stop)
    isReady.wait()
    let (session, failure) = contents.withLock { ($0.session, $0.failure) }
    if let failure { throw failure }
    guard let session else { throw CommandError(message: "the run did not start") }
    session.send(RunCommand(by: operatorName, action: .stop))
    return session.wait()
  }
}

/// Nothing on the screen.
struct SilentPresenter: Presenter {
  func present(_ prepare: @escaping @Sendable () throws -> RunStart) throws -> RunSession.Outcome {
    let start = try prepare()
    if let note = start.resumption { tell(note) }
    let session = RunSession(start: start, showsText: false, observers: [])
    return StopSignals.ask(session) { session.wait() }
  }
}

/// One line an event, and commands on standard input.
struct PlainPresenter: Presenter {
  func present(_ prepare: @escaping @Sendable () throws -> RunStart) throws -> RunSession.Outcome {
    let start = try prepare()
    if let note = start.resumption { tell(note) }
    let printer = LinePrinter()
    let input = CommandInput(printer: printer, operatorName: Place.operatorName)
    input.remember(start.history)
    let session = RunSession(
      start: start, showsText: false,
      observers: [
        { events in
          printer.take(events)
          input.take(events)
        }
      ])
    // Whoever read the lines may leave; the run must not go on unseen.
    printer.start { session.send(RunCommand(by: "closed pipe", action: .stop)) }
    input.start(session)
    let outcome = StopSignals.ask(session) { session.wait() }
    printer.finish()
    return outcome
  }
}

/// TERM, HUP and INT ask a run without a dashboard to save and end.
enum StopSignals {
  /// Runs `body` while the signals mean a stop of the session.
  static func ask<Result>(_ session: RunSession, during body: () -> Result) -> Result {
    let numbers = [SIGTERM, SIGHUP, SIGINT]
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "signals")
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { session.send(RunCommand(by: "signal", action: .stop)) }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in numbers { signal(number, SIG_DFL) }
    }
    return body()
  }
}

import Core
import Dashboard
import Foundation
import RunSession
import Terminal

/// How a run shows itself.
enum Face {
  case dashboard
  case plain
  case silent

  /// What shows it.
  func presenter(theme: Theme) -> any Presenter {
    switch self {
    case .dashboard: DashboardPresenter(theme: theme)
    case .plain: PlainPresenter()
    case .silent: SilentPresenter()
    }
  }
}

/// Shows a run from its start to its end.
protocol Presenter {
  func present(_ start: RunStart) throws -> RunSession.Outcome
}

/// The full-screen dashboard. It owns the calling thread.
struct DashboardPresenter: Presenter {
  let theme: Theme

  func present(_ start: RunStart) throws -> RunSession.Outcome {
    let mailbox = EventMailbox()
    mailbox.post(start.history)
    let session = RunSession(
      start: start, showsText: true, observers: [{ mailbox.post($0) }])
    let name = Place.operatorName
    let loop = DashboardLoop(
      theme: theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment
    ) { action in
      session.send(RunCommand(by: name, action: action))
    }
    do {
      _ = try loop.run()
    } catch {
      session.send(RunCommand(by: name, action: .stop))
      _ = session.wait()
      throw error
    }
    session.send(RunCommand(by: name, action: .stop))
    return session.wait()
  }
}

/// Nothing on the screen.
struct SilentPresenter: Presenter {
  func present(_ start: RunStart) throws -> RunSession.Outcome {
    let session = RunSession(start: start, showsText: false, observers: [])
    return StopSignals.ask(session) { session.wait() }
  }
}

/// One line an event.
struct PlainPresenter: Presenter {
  func present(_ start: RunStart) throws -> RunSession.Outcome {
    let printer = LinePrinter()
    let session = RunSession(start: start, showsText: false, observers: [{ printer.take($0) }])
    // Whoever read the lines may leave; the run must not go on unseen.
    printer.start { session.send(RunCommand(by: "closed pipe", action: .stop)) }
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

import Core
import Dashboard
import Foundation
import RunSession
import Synchronization
import Terminal

/// Shows a run from its start to its end.
protocol Presenter {
  /// `prepare` loads what the run needs, which can take a while. `lock` is let go of early when
  /// another run takes the first one's place.
  func present(
    holding lock: HeldLock, _ prepare: @escaping @Sendable () throws -> RunStart
  ) throws -> RunSession.Outcome
}

/// The full-screen dashboard. It owns the calling thread, and is on the screen before the run is
/// loaded.
struct DashboardPresenter: Presenter {
  let face: DashboardFace

  func present(
    holding lock: HeldLock, _ prepare: @escaping @Sendable () throws -> RunStart
  ) throws -> RunSession.Outcome {
    let mailbox = EventMailbox()
    let launch = RunLaunch(
      holding: lock, operatorName: Place.operatorName, audience: mailbox, showsText: true)
    let loop = DashboardLoop(
      theme: face.theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment,
      preferences: face.preferences, services: DashboardServices(of: launch))
    launch.start(prepare)
    ThemeWatch.start(Place.themes, mailbox: mailbox)
    do {
      _ = try loop.run()
    } catch {
      _ = try? launch.end()
      throw error
    }
    return try launch.end()
  }
}

/// Nothing on the screen.
struct SilentPresenter: Presenter {
  func present(
    holding lock: HeldLock, _ prepare: @escaping @Sendable () throws -> RunStart
  ) throws -> RunSession.Outcome {
    let start = try prepare()
    if let note = start.resumption { tell(note) }
    let session = RunSession(
      start: start, showsText: false, observers: [{ ProgramLog.note($0) }])
    return StopSignals.ask {
      session.send(RunCommand(by: "signal", action: .stop))
    } during: {
      withExtendedLifetime(lock) { session.wait() }
    }
  }
}

/// One line an event, and commands on standard input.
struct PlainPresenter: Presenter {
  func present(
    holding lock: HeldLock, _ prepare: @escaping @Sendable () throws -> RunStart
  ) throws -> RunSession.Outcome {
    let printer = LinePrinter()
    let input = CommandInput(printer: printer)
    let launch = RunLaunch(
      holding: lock, operatorName: Place.operatorName, audience: input, showsText: false)
    // Whoever read the lines may leave; the run must not go on unseen.
    printer.start { launch.send(.stop, reason: nil, by: "closed pipe") }
    launch.start(prepare)
    input.start(launch)
    let outcome = try StopSignals.ask {
      launch.send(.stop, reason: nil, by: "signal")
    } during: {
      try launch.wait()
    }
    printer.finish()
    return outcome
  }
}

/// TERM, HUP and INT ask a run without a dashboard to save and end.
enum StopSignals {
  /// Runs `body` while the signals mean a stop.
  static func ask<Result>(
    _ stop: @escaping @Sendable () -> Void, during body: () throws -> Result
  ) rethrows -> Result {
    let numbers = [SIGTERM, SIGHUP, SIGINT]
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "signals")
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { stop() }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in numbers { signal(number, SIG_DFL) }
    }
    return try body()
  }
}

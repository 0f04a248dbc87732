import Core
import Dashboard
import Foundation
import Terminal

/// The dashboard: reducing events, drawing frames, and putting them on a terminal that nobody sees.
enum ScreenBenchmark {
  private static let size = Size(columns: 160, rows: 50)
  private static let frames = 60

  static func run(_ report: (BenchRow) -> Void) throws {
    let events = [SampleEvents.start] + (0..<4_000).map(SampleEvents.event)
    var state = State(size: size)
    let reducing = Stopwatch.median(of: 5) {
      state = State(size: size)
      _ = reduce(&state, .events(events, at: 0))
    }
    report(
      BenchRow(
        "screen.reduce", "\(events.count) events into the dashboard's state",
        Double(events.count) / reducing.processor, "events/s", repetitions: 5))
    let states = states(after: state, events)
    let drawing = Stopwatch.median(of: 5) {
      for state in states { _ = render(state, size: size, theme: .default) }
    }
    report(
      BenchRow(
        "screen.render", "a frame of \(size.columns) x \(size.rows)",
        1e3 * drawing.processor / Double(frames), "ms", repetitions: 5))
    try reportPresenting(states, report)
  }

  /// The states of frames in which rows change, as they do while a run goes on.
  private static func states(after state: State, _ events: [RunEvent]) -> [State] {
    var state = state
    return (0..<frames).map { index in
      let more = (0..<8).map { SampleEvents.event(events.count + index * 8 + $0) }
      _ = reduce(&state, .events(more, at: Double(index)))
      return state
    }
  }

  private static func reportPresenting(_ states: [State], _ report: (BenchRow) -> Void) throws {
    let drawn = states.map { render($0, size: size, theme: .default) }
    let terminal = try HiddenTerminal(size)
    let (elapsed, unchanged) = try terminal.whileAttached {
      var session = try TerminalSession(theme: .default, limit: nil)
      _ = session.fit()
      session.present(drawn[0])
      let elapsed = Stopwatch.time {
        for frame in drawn.dropFirst() { session.present(frame) }
      }
      let last = drawn[drawn.count - 1]
      let unchanged = Stopwatch.time { for _ in 0..<frames { session.present(last) } }
      return (elapsed, unchanged)
    }
    let bytes = terminal.finish()
    let count = Double(drawn.count - 1)
    report(
      BenchRow(
        "screen.present", "a changed frame, its differences written through ncurses",
        1e3 * elapsed.processor / count, "ms", repetitions: drawn.count - 1))
    report(
      BenchRow(
        "screen.bytes", "a changed frame, and its part of the first", Double(bytes) / (count + 1),
        "bytes", .none, repetitions: drawn.count - 1))
    report(
      BenchRow(
        "screen.unchanged", "an unchanged frame", 1e3 * unchanged.processor / Double(frames), "ms",
        repetitions: frames))
  }
}

import Foundation

/// Seconds that something took.
struct Elapsed: Hashable, Sendable {
  /// Of all processors, in this process.
  var processor: Double
  var wall: Double

  static func - (end: Elapsed, start: Elapsed) -> Elapsed {
    Elapsed(processor: end.processor - start.processor, wall: end.wall - start.wall)
  }
}

/// Reads the clocks.
enum Stopwatch {
  /// The clocks now; only differences mean anything.
  static var now: Elapsed {
    Elapsed(processor: read(CLOCK_PROCESS_CPUTIME_ID), wall: read(CLOCK_MONOTONIC))
  }

  /// What one call takes.
  static func time(_ body: () throws -> Void) rethrows -> Elapsed {
    let start = now
    try body()
    return now - start
  }

  /// The medians over some calls, after one that is not counted.
  static func median(of repetitions: Int, _ body: () throws -> Void) rethrows -> Elapsed {
    try body()
    return median(try (0..<repetitions).map { _ in try time(body) })
  }

  /// The medians of each clock.
  static func median(_ times: [Elapsed]) -> Elapsed {
    Elapsed(processor: times.map(\.processor).median, wall: times.map(\.wall).median)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension [Double] {
  /// The middle element in order of size, or the mean of the two; zero for none.
  var median: Double {
    let sorted = sorted()
    guard let last = sorted.indices.last else { return 0 }
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
  }
}

import Foundation

/// The time during which the journal cannot be written: the recorder tries again and again, the
/// engine waits at its next safe point, and what happened meanwhile is kept in memory.
///
/// `@unchecked Sendable`: all state is touched only while `condition` is locked.
final class JournalOutage: @unchecked Sendable {
  /// Seconds between two tries.
  static let interval = 0.5

  private let condition = NSCondition()
  private var began: Double?
  private var isGivenUp = false
  private var lasted: Double?

  /// Whether the journal cannot be written now.
  var isOngoing: Bool { condition.locked { began != nil } }

  /// A write failed. True for the first one.
  func begin(at now: Double) -> Bool {
    condition.locked {
      guard began == nil else { return false }
      began = now
      return true
    }
  }

  /// A write succeeded.
  func end(at now: Double) {
    condition.locked {
      guard let began else { return }
      lasted = (lasted ?? 0) + now - began
      self.began = nil
      condition.broadcast()
    }
  }

  /// The run is to end: the next failure is the last.
  func giveUp() {
    condition.locked {
      isGivenUp = true
      condition.broadcast()
    }
  }

  /// Waits before the next try. False when there is to be none.
  func waitToRetry() -> Bool {
    condition.locked {
      let deadline = Date(timeIntervalSinceNow: Self.interval)
      while !isGivenUp, condition.wait(until: deadline) {}
      return !isGivenUp
    }
  }

  /// Returns once the journal can be written again, or when that is given up.
  ///
  /// - Returns: For how many seconds it could not be written, if that was not told before.
  func waitForEnd() -> Double? {
    condition.locked {
      while began != nil, !isGivenUp { condition.wait() }
      defer { lasted = nil }
      return lasted
    }
  }
}

extension NSCondition {
  func locked<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }
}

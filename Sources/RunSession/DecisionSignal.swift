import Foundation

/// Wakes the engine, which waits for verdicts where steps do not go on without them.
///
/// `@unchecked Sendable`: `hasEnded` is touched only while `condition` is locked.
final class DecisionSignal: @unchecked Sendable {
  private let condition = NSCondition()
  private var hasEnded = false

  /// Something was decided.
  func announce() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  /// Nobody waits from now on.
  func end() {
    condition.lock()
    hasEnded = true
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until the condition holds, the end has come or the time is up, which may change while it
  /// waits.
  ///
  /// - Parameter deadline: when the time is up; nil for never. It is asked anew after each decision.
  /// - Returns: whether the time was up first.
  func wait(until isDone: () -> Bool, deadline: () -> Date?) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while !hasEnded, !isDone() {
      if let date = deadline() {
        if date <= Date() { return true }
        _ = condition.wait(until: date)
      } else {
        condition.wait()
      }
    }
    return false
  }
}

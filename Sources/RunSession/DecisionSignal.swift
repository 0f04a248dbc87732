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

  /// Waits until the condition holds or the end has come.
  func wait(until isDone: () -> Bool) {
    condition.lock()
    defer { condition.unlock() }
    while !hasEnded, !isDone() { condition.wait() }
  }
}

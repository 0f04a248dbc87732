import Foundation

/// A gate that opens once. Threads wait for it; it never closes again.
///
/// `@unchecked Sendable`: `isOpen` is touched only while `condition` is locked.
final class Latch: @unchecked Sendable {
  private let condition = NSCondition()
  private var isOpen = false

  func release() {
    condition.lock()
    isOpen = true
    condition.broadcast()
    condition.unlock()
  }

  func wait() {
    condition.lock()
    while !isOpen { condition.wait() }
    condition.unlock()
  }
}

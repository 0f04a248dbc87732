import Foundation

/// Where the operator's pause, step and stop meet the engine.
///
/// The engine asks at each safe point; a pause holds it there. Nothing about a pause enters the
/// engine's state, so a paused run ends bit-identical to one that was not.
///
/// `@unchecked Sendable`: all state is touched only while `condition` is locked.
final class RunControl: @unchecked Sendable {
  /// What the engine does at a safe point.
  enum Order: Equatable {
    case goOn
    case stop
  }

  private let condition = NSCondition()
  private var pausedBy: String?
  private var stepsLeft: Int?
  private var isStopping = false
  private var isWaiting = false

  /// Asks for a pause, unless one is asked for already.
  ///
  /// - Parameter accepted: Called before the pause can take effect, so that events keep that order.
  func pause(by name: String, accepted: () -> Void) {
    condition.locked {
      guard pausedBy == nil, !isStopping else { return }
      accepted()
      pausedBy = name
    }
  }

  /// Ends a pause, if there is one, for good or for a number of steps.
  ///
  /// - Parameter accepted: Called before the engine goes on.
  func resume(steps: Int? = nil, accepted: () -> Void) {
    condition.locked {
      guard pausedBy != nil, steps == nil || isWaiting else { return }
      accepted()
      stepsLeft = steps
      if steps == nil { pausedBy = nil }
      isWaiting = false
      condition.broadcast()
    }
  }

  /// Asks for the end. It ends a pause, too.
  func stop() {
    condition.locked {
      isStopping = true
      condition.broadcast()
    }
  }

  /// Waits so many seconds, or until the run is to stop. False when it is.
  func wait(seconds: Double) -> Bool {
    condition.locked {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while !isStopping, condition.wait(until: deadline) {}
      return !isStopping
    }
  }

  /// Called by the engine at each safe point; returns when it may go on or must stop.
  ///
  /// - Parameter reached: Called once when a pause takes effect, with who asked for it.
  func safePoint(reached: (String) -> Void) -> Order {
    condition.lock()
    defer { condition.unlock() }
    if let name = pausedBy, !isStopping {
      if let left = stepsLeft, left > 0 {
        stepsLeft = left - 1
        return .goOn
      }
      stepsLeft = nil
      isWaiting = true
      reached(name)
      while isWaiting && !isStopping { condition.wait() }
      isWaiting = false
      if let left = stepsLeft { stepsLeft = left - 1 }
    }
    return isStopping ? .stop : .goOn
  }
}

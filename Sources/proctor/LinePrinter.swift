import Core
import Foundation

/// Prints events on a thread of its own, so that a slow reader never holds up the journal.
///
/// `@unchecked Sendable`: `events` and `isFinished` are touched only while `condition` is locked.
final class LinePrinter: @unchecked Sendable {
  private let condition = NSCondition()
  private let done = DispatchSemaphore(value: 0)
  private var events: [RunEvent] = []
  private var isFinished = false

  /// Leaves events to be printed; it never waits.
  func take(_ more: [RunEvent]) {
    condition.lock()
    events += more
    condition.signal()
    condition.unlock()
  }

  /// Begins to print. `onClosed` is called once nobody reads any more.
  func start(onClosed: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      var isClosed = false
      while let batch = next() {
        let text = batch.map { PlainLine.text($0) + "\n" }.joined()
        if isClosed || write(text) { continue }
        isClosed = true
        onClosed()
      }
      done.signal()
    }
    thread.name = "lines"
    thread.start()
  }

  /// Waits until everything is printed.
  func finish() {
    condition.lock()
    isFinished = true
    condition.signal()
    condition.unlock()
    done.wait()
  }

  private func next() -> [RunEvent]? {
    condition.lock()
    defer { condition.unlock() }
    while events.isEmpty && !isFinished { condition.wait() }
    defer { events = [] }
    return events.isEmpty ? nil : events
  }

  /// False when the reader has gone.
  private func write(_ text: String) -> Bool {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
      return true
    } catch {
      return false
    }
  }
}

import Core
import Dashboard
import Foundation

/// Prints events and answers on a thread of its own, so that a slow reader never holds up the journal.
///
/// `@unchecked Sendable`: `items`, `detail` and `isFinished` are touched only while `condition` is
/// locked.
final class LinePrinter: @unchecked Sendable {
  private enum Item {
    case event(RunEvent)
    case lines([String])
  }

  private let condition = NSCondition()
  private let done = DispatchSemaphore(value: 0)
  private var items: [Item] = []
  private var detail = PlainConsole.Detail.all
  private var isFinished = false

  /// Leaves events to be printed; it never waits.
  func take(_ more: [RunEvent]) {
    condition.lock()
    for event in more where PlainConsole.prints(event, at: detail) { items.append(.event(event)) }
    condition.signal()
    condition.unlock()
  }

  /// Leaves lines, which have passed the sanitiser, to be printed after what came before.
  func say(_ lines: [String]) {
    if lines.isEmpty { return }
    condition.lock()
    items.append(.lines(lines))
    condition.signal()
    condition.unlock()
  }

  /// Chooses which of the coming events are printed.
  func set(_ detail: PlainConsole.Detail) {
    condition.lock()
    self.detail = detail
    condition.unlock()
  }

  /// Begins to print. `onClosed` is called once nobody reads any more.
  func start(onClosed: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      var isClosed = false
      while let batch = next() {
        let text = batch.map { item in
          switch item {
          case .event(let event): PlainLine.text(event) + "\n"
          case .lines(let lines): lines.map { $0 + "\n" }.joined()
          }
        }.joined()
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

  private func next() -> [Item]? {
    condition.lock()
    defer { condition.unlock() }
    while items.isEmpty && !isFinished { condition.wait() }
    defer { items = [] }
    return items.isEmpty ? nil : items
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

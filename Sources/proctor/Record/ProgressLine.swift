import Foundation

/// A bar with a rate on standard error, for work that takes over two seconds, and only where somebody
/// looks: on a terminal.
///
/// `@unchecked Sendable`: everything that changes is touched only while `lock` is held.
final class ProgressLine: @unchecked Sendable {
  private let title: String
  private let unit: String
  private let isShown: Bool
  private let lock = NSLock()
  private let began = Date.timeIntervalSinceReferenceDate
  private var drawn = 0.0
  private var isDrawn = false
  private var counted: Int64 = 0

  /// Seconds before the line appears, and between two changes of it.
  private static let patience = 2.0
  private static let interval = 0.1

  init(_ title: String, unit: String) {
    self.title = title
    self.unit = unit
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// So much of the work is done; a total of 0 is not known.
  func show(_ done: Int64, of total: Int64) {
    guard isShown else { return }
    lock.withLock { draw(done, total) }
  }

  /// So much more is done of a work whose size is not known. Any thread may call it.
  func count(_ more: Int) {
    guard isShown else { return }
    lock.withLock {
      counted += Int64(more)
      draw(counted, 0)
    }
  }

  private func draw(_ done: Int64, _ total: Int64) {
    let now = Date.timeIntervalSinceReferenceDate
    guard now - began >= Self.patience, now - drawn >= Self.interval else { return }
    drawn = now
    isDrawn = true
    let rate = Double(done) / (now - began)
    var line = "\r\(title) "
    if total > 0 {
      let share = min(1, Double(done) / Double(total))
      let filled = Int(share * 20)
      line += "[" + String(repeating: "#", count: filled)
      line += String(repeating: ".", count: 20 - filled) + "] \(Int(share * 100)) %, "
      line += "\(Int((Double(total - done) / max(rate, 1e-9)).rounded(.up))) s left, "
    } else {
      line += "\(done) \(unit), "
    }
    let shown = rate < 10 ? (rate * 100).rounded() / 100 : rate.rounded()
    write(line + "\(rate < 10 ? "\(shown)" : "\(Int(shown))") \(unit)/s\u{1B}[K")
  }

  /// Takes the line away.
  func finish() {
    lock.withLock {
      if isDrawn { write("\r\u{1B}[K") }
      isDrawn = false
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Text for people on standard error.
func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

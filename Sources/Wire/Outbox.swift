import Foundation

/// Lines on their way to one client. Leaving some never waits.
///
/// `@unchecked Sendable`: everything that changes is touched only while `condition` is locked.
final class Outbox: @unchecked Sendable {
  struct Line {
    /// The event's number; 0 for what is not part of the record.
    var seq: Int64
    var bytes: [UInt8]
  }

  /// Above so many waiting bytes what is not part of the record is dropped.
  private let patience: Int
  /// Above so many the client is given up.
  private let limit: Int
  private let condition = NSCondition()
  private var lines: [Line] = []
  private var size = 0
  private var isClosed = false

  init(patience: Int = 1 << 20, limit: Int = 64 << 20) {
    self.patience = patience
    self.limit = limit
  }

  /// Leaves lines. False when the client does not read what it is told: then it is told no more.
  func add(_ more: [Line]) -> Bool {
    condition.withLock {
      guard !isClosed else { return true }
      for line in more where line.seq > 0 || size < patience {
        lines.append(line)
        size += line.bytes.count
      }
      if size > limit {
        lines = []
        isClosed = true
      }
      condition.signal()
      return size <= limit
    }
  }

  /// Waits for lines and takes them; nil once it is closed and all were taken.
  func takeAll() -> [Line]? {
    condition.withLock {
      while lines.isEmpty, !isClosed { condition.wait() }
      defer {
        lines = []
        size = 0
      }
      return lines.isEmpty ? nil : lines
    }
  }

  /// Nothing more is left; what is there can still be taken.
  func close() {
    condition.withLock {
      isClosed = true
      condition.signal()
    }
  }
}

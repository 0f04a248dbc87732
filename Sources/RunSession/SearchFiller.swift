import Core
import Foundation
import Journal

/// Fills the full-text index while a run goes on, on a thread of its own and with connections of its
/// own: the journal's writer never waits for it.
///
/// An index that cannot be filled is no reason to disturb a run: it holds nothing that the journal
/// does not, and the next search completes it.
///
/// `@unchecked Sendable`: `waiting` and `isFinished` are touched only while `condition` is locked.
final class SearchFiller: @unchecked Sendable {
  /// Events that are indexed together: many, because a word that is common in them is written once.
  private static let batch = 2_000

  private let directory: RunDirectory
  private let condition = NSCondition()
  private let ended = Latch()
  private var waiting = 0
  private var isFinished = false

  init(directory: RunDirectory) { self.directory = directory }

  func start() {
    let thread = Thread { [self] in
      fill()
      ended.release()
    }
    thread.name = "search"
    thread.qualityOfService = .background
    thread.start()
  }

  /// So many more events are in the journal. It never waits.
  func note(_ count: Int) {
    condition.locked {
      waiting += count
      if waiting >= Self.batch { condition.signal() }
    }
  }

  /// Indexes what is left, and returns when that is done.
  func finish() {
    condition.locked {
      isFinished = true
      condition.signal()
    }
    ended.wait()
  }

  private func fill() {
    while true {
      let isLast = condition.locked {
        while waiting < Self.batch, !isFinished { condition.wait() }
        waiting = 0
        return isFinished
      }
      catchUp()
      if isLast { return }
    }
  }

  /// A run's end waits for a few batches at most: an index that lacks a million events is left so.
  private func catchUp() {
    guard let reader = try? JournalReader(path: directory.journalPath),
      let index = try? SearchIndex(path: directory.searchPath, of: reader)
    else { return }
    var batches = 0
    try? index.catchUp { [self] _, _ in
      batches += 1
      return batches < 4 || condition.locked { !isFinished }
    }
  }
}

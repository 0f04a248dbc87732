import Core
import Foundation
import Journal
import Synchronization

@testable import RunSession

/// A journal that can be told to fail, and that can be watched.
final class FlakyStore: EventStore {
  private let store: any EventStore
  private let failure = Mutex<JournalError?>(nil)
  private let watch = Mutex<(@Sendable ([RunEvent], Bool) -> Void)?>(nil)

  init(_ store: any EventStore) { self.store = store }

  /// From now on appending throws, or succeeds again.
  func fail(with code: JournalError.Code?) {
    failure.withLock { failure in
      failure = code.map { JournalError(code: $0, message: "no room", context: "journal") }
    }
  }

  /// Calls `body` with what is to be appended, before it is, and whether it must be on disk then.
  func observe(_ body: @escaping @Sendable ([RunEvent], Bool) -> Void) {
    watch.withLock { $0 = body }
  }

  var lastSeq: Int64 { store.lastSeq }

  func append(_ events: [RunEvent], durably: Bool) throws(JournalError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    watch.withLock { $0 }?(events, durably)
    try store.append(events, durably: durably)
  }

  func flush() throws(JournalError) { try store.flush() }

  func close() throws(JournalError) { try store.close() }
}

import Core
import Journal

/// Where the recorder puts events: a journal, or in a test something that fails on purpose.
protocol EventStore: Sendable {
  /// The number of the last event.
  var lastSeq: Int64 { get }
  /// Appends events, all or none; when `durably`, they are on the disk when it returns.
  func append(_ events: [RunEvent], durably: Bool) throws(JournalError)
  func flush() throws(JournalError)
  func close() throws(JournalError)
}

extension JournalWriter: EventStore {}

extension JournalError {
  /// Whether the same write may succeed later: space is made, a disk comes back, a reader lets go.
  var mayPass: Bool {
    switch code {
    case .full, .inputOutput, .busy, .readOnly: true
    default: false
    }
  }
}

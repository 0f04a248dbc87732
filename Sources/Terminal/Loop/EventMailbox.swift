import CTerminal
import Core
import Synchronization

/// Where the engine's side leaves run events for the dashboard's thread.
///
/// Posting never waits for the screen, and nothing is lost: events pile up until they are collected,
/// all at once. Only the text of rollouts that are still being sampled, which is repeated whole when
/// they finish, is dropped once the pile is `capacity` events high.
public final class EventMailbox: Sendable {
  private struct Contents {
    var events: [RunEvent] = []
    var dropped = 0
  }

  private let contents = Mutex(Contents())
  private let capacity: Int
  private let wake: @Sendable () -> Void

  /// An empty mailbox.
  public convenience init() {
    self.init(capacity: 1 << 16) { cterminal_wake() }
  }

  /// A mailbox that calls `wake` when it is no longer empty.
  init(capacity: Int, wake: @escaping @Sendable () -> Void) {
    self.capacity = capacity
    self.wake = wake
  }

  /// Leaves an event. Any thread may call it.
  public func post(_ event: RunEvent) { post(CollectionOfOne(event)) }

  /// Leaves events, in order. Any thread may call it.
  public func post(_ events: some Sequence<RunEvent>) {
    let wasEmpty = contents.withLock { contents in
      let wasEmpty = contents.events.isEmpty
      for event in events {
        if contents.events.count >= capacity && event.isTransient {
          contents.dropped += 1
        } else {
          contents.events.append(event)
        }
      }
      return wasEmpty && !contents.events.isEmpty
    }
    // Whoever collects takes all, so one wake-up serves everything that is posted until then.
    if wasEmpty { wake() }
  }

  /// Takes everything that is there.
  func collect() -> [RunEvent] {
    contents.withLock { contents in
      defer { contents.events = [] }
      return contents.events
    }
  }

  var isEmpty: Bool { contents.withLock { $0.events.isEmpty } }

  /// How many pieces of unfinished rollouts were dropped since the beginning.
  public var dropped: Int { contents.withLock { $0.dropped } }
}

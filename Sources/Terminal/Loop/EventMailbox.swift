import CTerminal
import Core
import Dashboard
import Synchronization

/// Where the engine's side leaves run events, and what else is news, for the dashboard's thread.
///
/// Posting never waits for the screen, and nothing is lost: events pile up until they are collected,
/// all at once. Only the text of rollouts that are still being sampled, which is repeated whole when
/// they finish, is dropped once the pile is `capacity` events high.
public final class EventMailbox: Sendable {
  /// What is no event of the run.
  enum News: Sendable {
    case runs([RunListing])
    case comparison(RunPair)
    /// A theme's file has changed.
    case theme(Theme)
    case notice(String)
    case rollback(RollbackPlan)
    case replay(ReplayPlace)
    /// The run is shown anew, from these events on.
    case restart([RunEvent])
  }

  /// All that came since the last time.
  struct Delivery: Sendable {
    var events: [RunEvent] = []
    var news: [News] = []
    var isClosed = false

    var isEmpty: Bool { events.isEmpty && news.isEmpty && !isClosed }
  }

  private struct Contents {
    var delivery = Delivery()
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
    change { contents in
      for event in events {
        if contents.delivery.events.count >= capacity && event.isTransient {
          contents.dropped += 1
        } else {
          contents.delivery.events.append(event)
        }
      }
    }
  }

  /// Leaves the events of a run from its beginning on: what was shown before is forgotten. Any thread
  /// may call it.
  public func post(restart events: [RunEvent]) {
    change { contents in
      contents.delivery.events = []
      contents.delivery.news.append(.restart(events))
    }
  }

  /// Leaves the list of runs. Any thread may call it.
  public func post(runs: [RunListing]) { change { $0.delivery.news.append(.runs(runs)) } }

  /// Leaves what two runs have in common. Any thread may call it.
  public func post(comparison pair: RunPair) {
    change { $0.delivery.news.append(.comparison(pair)) }
  }

  /// Leaves a theme that is to be used from now on if it is the one in use. Any thread may call it.
  public func post(theme: Theme) { change { $0.delivery.news.append(.theme(theme)) } }

  /// Leaves a line for the operator. Any thread may call it.
  public func post(notice: String) { change { $0.delivery.news.append(.notice(notice)) } }

  /// Leaves the place that a replay has come to. Any thread may call it.
  public func post(replay place: ReplayPlace) {
    change { contents in
      // Of places that nobody has seen yet, only the last one matters.
      contents.delivery.news.removeAll { if case .replay = $0 { true } else { false } }
      contents.delivery.news.append(.replay(place))
    }
  }

  /// Leaves what a rollback would do. Any thread may call it.
  public func post(rollback plan: RollbackPlan) {
    change { $0.delivery.news.append(.rollback(plan)) }
  }

  /// Ends the dashboard once it has taken what was posted before. Any thread may call it.
  public func close() { change { $0.delivery.isClosed = true } }

  private func change(_ body: (inout Contents) -> Void) {
    let isNews = contents.withLock { contents in
      let wasEmpty = contents.delivery.isEmpty
      body(&contents)
      return wasEmpty && !contents.delivery.isEmpty
    }
    // Whoever collects takes all, so one wake-up serves everything that is posted until then.
    if isNews { wake() }
  }

  /// Takes everything that is there.
  func collectAll() -> Delivery {
    contents.withLock { contents in
      defer { contents.delivery = Delivery() }
      return contents.delivery
    }
  }

  var isEmpty: Bool { contents.withLock { $0.delivery.isEmpty } }

  /// How many pieces of unfinished rollouts were dropped since the beginning.
  public var dropped: Int { contents.withLock { $0.dropped } }
}

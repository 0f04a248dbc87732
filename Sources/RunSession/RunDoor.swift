import Core
import Journal
import Synchronization
import Wire

/// Where others attach to a run: its hub, from the moment that the run can take commands.
final class RunDoor: Sendable {
  private let hub = Mutex<WireHub?>(nil)

  /// Listens in the run's directory, whose lock this process holds.
  func open(
    of directory: RunDirectory, version: String, take: @escaping @Sendable (RunCommand) -> Void
  ) throws(WireError) {
    let hub = try WireHub(
      listeningAt: directory.socketPath, as: WireGreeting(run: directory.name, version: version),
      past: {
        let events = try RunHistory.eventsWithAncestors(of: directory)
        return WireHub.Past(events: events, last: events.last?.seq ?? 0)
      }, take: take)
    self.hub.withLock { $0 = hub }
  }

  /// Whether anybody is attached.
  var isWatched: Bool { hub.withLock { $0?.isWatched ?? false } }

  /// Tells everybody who is attached. It never waits.
  func tell(_ events: [RunEvent]) { hub.withLock { $0 }?.tell(events) }

  /// Says goodbye.
  func close() { hub.withLock { $0 }?.close() }
}

import Core
import Foundation
import Synchronization

/// A run's door: clients that connect to its socket see its events and send it commands.
///
/// Telling them never waits: each client has threads and an outbox of its own, and one that does not
/// read is given up. What a client says is checked line by line; what is no command is answered with
/// a fault and changes nothing.
public final class WireHub: Sendable {
  /// What a client has to know of a run that began without it.
  public struct Past: Sendable {
    public var events: [RunEvent]
    /// The last event of the record that is among them.
    public var last: Int64

    public init(events: [RunEvent], last: Int64) {
      self.events = events
      self.last = last
    }
  }

  /// Clients that are served at once.
  private static let capacity = 16
  /// The most bytes of a command.
  static let longestCommand = 1 << 20

  private let path: String
  private let greeting: WireGreeting
  private let listener: UnixSocket
  private let past: @Sendable () throws -> Past
  private let take: @Sendable (RunCommand) -> Void
  private let guests = Mutex(Guests())
  /// How many clients there are.
  private let count = Atomic<Int>(0)

  private struct Guests {
    var clients: [WirePeer] = []
    var isClosed = false
  }

  /// Listens at `path`, which the account alone may connect to.
  ///
  /// - Parameters:
  ///   - past: Reads the run's past; called once for every client, on a thread of its own.
  ///   - take: Takes a client's command, on a thread of that client's; it may wait.
  public init(
    listeningAt path: String, as greeting: WireGreeting,
    past: @escaping @Sendable () throws -> Past, take: @escaping @Sendable (RunCommand) -> Void
  ) throws(WireError) {
    self.path = path
    self.greeting = greeting
    self.past = past
    self.take = take
    listener = try UnixSocket.listening(at: path)
    let listener = listener
    onThread("wire") { [weak self] in
      while let socket = listener.accepted() { self?.serve(socket) }
    }
  }

  /// Whether anybody is attached.
  public var isWatched: Bool { count.load(ordering: .relaxed) > 0 }

  /// Tells every client of events, in order. It never waits.
  public func tell(_ events: [RunEvent]) {
    guard isWatched else { return }
    let lines = events.compactMap { event in
      (try? WireMessage.event(event).line()).map { Outbox.Line(seq: event.seq, bytes: $0) }
    }
    for client in guests.withLock({ $0.clients }) { client.tell(lines) }
  }

  /// Lets nobody in any more, and returns once the clients have been told everything, or after
  /// `patience` seconds.
  public func close(patience: Double = 2) {
    unlink(path)
    listener.shutDown()
    let clients = guests.withLock { guests in
      guests.isClosed = true
      return guests.clients
    }
    let deadline = Date(timeIntervalSinceNow: patience)
    for client in clients { client.finish() }
    for client in clients { client.wait(until: deadline) }
  }

  private func serve(_ socket: UnixSocket) {
    let client = WirePeer(socket, take: take)
    let refusal = guests.withLock { guests -> String? in
      if guests.isClosed { return "the run has ended" }
      if guests.clients.count >= Self.capacity {
        return "\(Self.capacity) clients are attached already"
      }
      guests.clients.append(client)
      count.store(guests.clients.count, ordering: .relaxed)
      return nil
    }
    if let refusal { return client.refuse(refusal) }
    client.start(greeting, past) { [weak self, weak client] in
      guard let self, let client else { return }
      guests.withLock { guests in
        guests.clients.removeAll { $0 === client }
        count.store(guests.clients.count, ordering: .relaxed)
      }
    }
  }
}

/// Runs `body` on a thread of its own.
func onThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.name = name
  thread.stackSize = 4 << 20
  thread.start()
}

import Core
import Foundation

/// A client of a hub: one thread tells it what happens, another one listens to it.
final class WirePeer: Sendable {
  private let socket: UnixSocket
  private let take: @Sendable (RunCommand) -> Void
  private let outbox = Outbox()
  private let ended = DispatchSemaphore(value: 0)

  init(_ socket: UnixSocket, take: @escaping @Sendable (RunCommand) -> Void) {
    self.socket = socket
    self.take = take
  }

  /// Says why the client is not served.
  func refuse(_ message: String) {
    if let line = try? WireMessage.fault(message).line() { _ = socket.write(line) }
    socket.shutDown()
  }

  /// Serves the client until it leaves or is given up; then `onEnd` is called.
  func start(
    _ greeting: WireGreeting, _ past: @escaping @Sendable () throws -> WireHub.Past,
    onEnd: @escaping @Sendable () -> Void
  ) {
    onThread("wire-out") { [self] in
      speak(greeting, past)
      outbox.close()
      socket.shutDown()
      onEnd()
      ended.signal()
    }
    onThread("wire-in") { [self] in
      listen()
      outbox.close()
      socket.shutDown()
    }
  }

  /// Tells the client of what happened. It never waits.
  func tell(_ lines: [Outbox.Line]) {
    // Who writes to a client that does not read waits for it: it is freed by the end.
    if !outbox.add(lines) { socket.shutDown() }
  }

  /// Tells what is waiting, and then ends.
  func finish() { outbox.close() }

  func wait(until deadline: Date) {
    let left = max(0, deadline.timeIntervalSinceNow)
    if ended.wait(timeout: .now() + left) == .timedOut { socket.shutDown() }
  }

  /// First the past, then what has happened since: some of it is both.
  private func speak(_ greeting: WireGreeting, _ past: () throws -> WireHub.Past) {
    do {
      guard socket.write(try WireMessage.hello(greeting).line()) else { return }
      let past = try past()
      for start in stride(from: 0, to: past.events.count, by: 256) {
        let events = past.events[start..<min(start + 256, past.events.count)]
        let lines = try events.flatMap { try WireMessage.event($0).line() }
        guard socket.write(lines) else { return }
      }
      guard socket.write(try WireMessage.live.line()) else { return }
      while let lines = outbox.takeAll() {
        let new = lines.filter { $0.seq == 0 || $0.seq > past.last }
        guard socket.write(new.flatMap(\.bytes)) else { return }
      }
    } catch {
      refuse("the run's past cannot be told: \(error)")
    }
  }

  private func listen() {
    var splitter = LineSplitter(limit: WireHub.longestCommand)
    var bytes: [UInt8] = []
    while socket.read(into: &bytes) {
      for piece in splitter.feed(bytes) {
        do throws(WireFault) {
          guard case .line(let line) = piece else {
            throw WireFault(message: "a line may have \(WireHub.longestCommand) bytes")
          }
          take(try RunCommand(wireLine: line))
        } catch {
          answer(error.message)
        }
      }
    }
  }

  private func answer(_ fault: String) {
    guard let line = try? WireMessage.fault(fault).line() else { return }
    tell([Outbox.Line(seq: 0, bytes: line)])
  }
}

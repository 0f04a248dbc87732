import Core
import EventSamples
import Foundation
import Synchronization
import Testing

@testable import Wire

/// Clients of a run: what they are told, what they may say, and that nothing they do disturbs it.
@Suite struct WireTests {
  private let path =
    NSTemporaryDirectory() + "proctor-wire-" + UUID().uuidString.prefix(8) + ".sock"

  /// What came in, in order; a test waits for it without a clock.
  private final class Collected<Element: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var elements: [Element] = []

    func add(_ more: [Element]) {
      condition.withLock {
        elements += more
        condition.broadcast()
      }
    }

    /// The first `count` elements, once there are as many.
    func first(_ count: Int) -> [Element] {
      condition.withLock {
        let deadline = Date(timeIntervalSinceNow: 20)
        while elements.count < count, condition.wait(until: deadline) {}
        return Array(elements.prefix(count))
      }
    }

    var all: [Element] { condition.withLock { elements } }
  }

  private static func event(_ seq: Int64) -> RunEvent {
    RunEvent(seq: seq, time: 1, step: 1, body: .runPaused(OperatorAct(by: "tester")))
  }

  private func hub(
    past: [RunEvent] = [], commands: Collected<RunCommand> = Collected()
  ) throws -> WireHub {
    try WireHub(
      listeningAt: path, as: WireGreeting(run: "run", version: "test"),
      past: { WireHub.Past(events: past, last: past.last?.seq ?? 0) },
      take: { commands.add([$0]) })
  }

  /// Connects and collects what is told, until the connection ends.
  private func listen(_ messages: Collected<WireMessage>) throws -> (WireClient, Latch) {
    let client = try WireClient(connectingTo: path)
    let ended = Latch()
    onThread("client") {
      try? client.receive { messages.add($0) }
      ended.open()
    }
    return (client, ended)
  }

  private final class Latch: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func open() { semaphore.signal() }
    func wait() -> Bool { semaphore.wait(timeout: .now() + 20) == .success }
  }

  @Test func everyEventIsToldAsItIs() throws {
    for event in RunEvent.samples {
      let line = try WireMessage.event(event).line()
      #expect(line.last == UInt8(ascii: "\n"))
      #expect(try WireMessage(line: Array(line.dropLast())) == .event(event))
    }
    for message: WireMessage in [
      .hello(WireGreeting(run: "run-1", version: "0.1")), .live, .fault("no \"such\" thing\n"),
    ] {
      #expect(try WireMessage(line: Array(message.line().dropLast())) == message)
    }
  }

  @Test func aClientSeesThePastAndThenWhatHappens() throws {
    let hub = try hub(past: (1...700).map(Self.event))
    let messages = Collected<WireMessage>()
    let (_, ended) = try listen(messages)
    _ = messages.first(702)
    // What was in the past already is not told again.
    hub.tell([Self.event(699), Self.event(700), Self.event(701)])
    hub.tell([Self.event(702)])
    hub.close()
    #expect(ended.wait())
    let seqs = messages.all.compactMap { message in
      if case .event(let event) = message { event.seq } else { nil }
    }
    #expect(seqs == Array(1...702))
    #expect(messages.all.first == .hello(WireGreeting(run: "run", version: "test")))
    #expect(messages.all.firstIndex(of: .live) == 701)
  }

  @Test func commandsArriveInTheirOrderFromEveryClient() throws {
    let commands = Collected<RunCommand>()
    let hub = try hub(commands: commands)
    defer { hub.close() }
    let first = try WireClient(connectingTo: path)
    let second = try WireClient(connectingTo: path)
    let asked: [RunCommand.Action] = [
      .pause, .review(task: TaskID(rawValue: "abc"), verdict: .veto, reason: .unsafe), .resume,
    ]
    for action in asked { first.send(RunCommand(by: "ada", action: action)) }
    _ = commands.first(3)
    second.send(RunCommand(by: "bob", action: .step))
    let taken = commands.first(4)
    #expect(taken.map(\.action) == asked + [.step])
    #expect(taken.map(\.by) == ["ada", "ada", "ada", "bob"])
  }

  @Test func nobodyElseMayConnectAndALeftSocketIsInNobodysWay() throws {
    do {
      // As a process leaves it that was killed.
      let left = try UnixSocket.listening(at: path)
      left.shutDown()
    }
    #expect(throws: WireError.self) { try WireClient(connectingTo: path) }
    let hub = try hub()
    var facts = stat()
    #expect(stat(path, &facts) == 0)
    #expect(facts.st_mode & 0o777 == 0o600)
    _ = try WireClient(connectingTo: path)
    hub.close()
    let gone = #expect(throws: WireError.self) { try WireClient(connectingTo: path) }
    #expect(gone?.code == .notListening)
  }

  @Test func aPathLongerThanAnAddressServes() throws {
    let folder =
      NSTemporaryDirectory() + "proctor-wire-" + String(repeating: "long", count: 40)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hub = try WireHub(
      listeningAt: folder + "/attach.sock", as: WireGreeting(run: "run", version: "test"),
      past: { WireHub.Past(events: [], last: 0) }, take: { _ in })
    defer { hub.close() }
    let messages = Collected<WireMessage>()
    let client = try WireClient(connectingTo: folder + "/attach.sock")
    onThread("client") { try? client.receive { messages.add($0) } }
    #expect(messages.first(2).last == .live)
  }

  @Test func whatIsNoCommandGetsAFaultAndChangesNothing() throws {
    let commands = Collected<RunCommand>()
    let hub = try hub(commands: commands)
    defer { hub.close() }
    let socket = try UnixSocket.connected(to: path)
    let lines = Collected<WireMessage>()
    onThread("raw") {
      var splitter = LineSplitter(limit: 1 << 20)
      var bytes: [UInt8] = []
      while socket.read(into: &bytes) {
        for case .line(let line) in splitter.feed(bytes) {
          if let message = try? WireMessage(line: line) { lines.add([message]) }
        }
      }
    }
    let wrong = [
      "pause", "{}", #"{"by":"kj"}"#, #"{"by":"kj","action":{"explode":{}}}"#,
      #"{"by":"","action":{"pause":{}}}"#, "[[[[[[[[", "\u{0}\u{1}\u{FF}",
      String(repeating: "[", count: 100_000), String(repeating: "x", count: 2 << 20),
    ]
    for line in wrong { #expect(socket.write(Array((line + "\n").utf8))) }
    #expect(socket.write(Array("{\"by\":\"kj\",\"action\":{\"pause\":{}}}\n".utf8)))
    #expect(commands.first(1) == [RunCommand(by: "kj", action: .pause)])
    let faults = lines.first(2 + wrong.count).compactMap { message in
      if case .fault(let text) = message { text } else { nil }
    }
    #expect(faults.count == wrong.count)
    #expect(faults.contains { $0.contains("`action` is missing") })
    #expect(faults.allSatisfy { !$0.contains("\n") && $0.utf8.count < 200 })
  }

  @Test func anyBytesAreLinesOrFaultsAndNeverACrash() throws {
    var generator = SeededGenerator(seed: 20_261_123)
    let valid = Array(#"{"by":"kj","action":{"review":{"task":"ab12","verdict":"veto"}}}"#.utf8)
    for _ in 0..<4_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: Array("{[\"\\u".utf8), at: place)
        default: bytes += bytes[place...]
        }
        if bytes.isEmpty { bytes = valid }
      }
      // Cut anywhere, the same lines come out.
      var whole = LineSplitter(limit: 256)
      var parted = LineSplitter(limit: 256)
      let cut = Int.random(in: 0...bytes.count, using: &generator)
      let pieces = whole.feed(bytes + [10])
      let first = parted.feed(bytes[..<cut])
      let second = parted.feed(bytes[cut...] + [10])
      #expect(first + second == pieces)
      for case .line(let line) in pieces {
        if let command = try? RunCommand(wireLine: line) {
          #expect(try RunCommand(wireLine: Array(command.wireLine().dropLast())) == command)
        }
        _ = try? WireMessage(line: line)
      }
    }
  }

  @Test func aClientThatDoesNotReadIsGivenUpAndDisturbsNobody() throws {
    let outbox = Outbox(patience: 100, limit: 1_000)
    let text = Outbox.Line(seq: 0, bytes: Array(repeating: 1, count: 90))
    let event = Outbox.Line(seq: 1, bytes: Array(repeating: 2, count: 90))
    // Unfinished text is dropped before an event is.
    #expect(outbox.add([text, text, text, event]))
    #expect(outbox.takeAll()?.map(\.seq) == [0, 0, 1])
    #expect(outbox.add(Array(repeating: event, count: 11)))
    #expect(!outbox.add([event]))
    #expect(outbox.takeAll() == nil)
  }
}

import Core
import Foundation
import Journal
import Oversight
import Synchronization

/// Gives events their place in the order of the run, journals them, and only then shows them.
///
/// Any thread may record. One thread of its own writes the journal in batches; the observers are
/// called on that thread, after the commit. While the journal cannot be written the thread tries
/// again and again, and what is recorded waits in memory.
public final class EventRecorder: Sendable {
  /// Sees events after they were journaled, and transient ones at once. It must not block.
  public typealias Observer = @Sendable ([RunEvent]) -> Void

  /// How long a batch gathers before it is written, in microseconds: long enough that a burst of
  /// events is one transaction, short enough that nobody sees the delay.
  private static let gathering: UInt32 = 8_000

  private struct Entry {
    var event: RunEvent
    /// Released once the event is on disk.
    var durable: Latch?
  }

  private struct Position {
    var seq: Int64
    var step: Int
    /// Watches every recorded event in its order; its alarms are events of their own.
    var signals: SignalPanel
    /// Whether an alarm asked for a pause that nobody has made yet.
    var asksForPause = false

    /// The next event.
    mutating func event(_ body: RunEvent.Body) -> RunEvent {
      seq += 1
      return RunEvent(seq: seq, time: EventRecorder.now, step: step, body: body)
    }
  }

  private let writer: any EventStore
  private let observers: [Observer]
  private let onFailure: @Sendable () -> Void
  private let channel = BoundedChannel<Entry>(capacity: 8_192)
  private let position: Mutex<Position>
  private let failure = Mutex<JournalError?>(nil)
  private let finished = Latch()
  private let outage = JournalOutage()

  /// Starts the journal's thread. Events continue after the journal's last one.
  ///
  /// - Parameter onFailure: Called once, when the journal can no longer be written.
  init(
    writer: any EventStore, step: Int, signals: SignalPanel, observers: [Observer],
    onFailure: @escaping @Sendable () -> Void
  ) {
    self.writer = writer
    self.observers = observers
    self.onFailure = onFailure
    position = Mutex(Position(seq: writer.lastSeq, step: step, signals: signals))
    let thread = Thread { [self] in writeBatches() }
    thread.name = "journal"
    thread.start()
  }

  /// The error after which nothing more could be journaled, if there was one.
  public var error: JournalError? { failure.withLock { $0 } }

  /// Returns once the journal can be written, or when that was given up. What it could not be for a
  /// time is recorded.
  func waitUntilWritable() {
    guard let seconds = outage.waitForEnd(), error == nil else { return }
    let message = """
      the journal could not be written for \(Int(seconds.rounded(.up))) s; it is again, \
      and nothing was lost
      """
    record(.alarmRaised(AlarmRaised(code: "journal.recovered", message: message)))
  }

  /// The run is to end: a journal that cannot be written is not waited for any longer.
  func stopWaiting() { outage.giveUp() }

  /// The run's signals so far, for a checkpoint.
  var signals: SignalPanel { position.withLock { $0.signals } }

  /// Whether an alarm asked for a pause since this was last asked.
  func takePause() -> Bool {
    position.withLock { position in
      defer { position.asksForPause = false }
      return position.asksForPause
    }
  }

  /// The step that events are stamped with.
  var step: Int { position.withLock { $0.step } }

  /// The step that events are stamped with from now on.
  func enter(step: Int) { position.withLock { $0.step = step } }

  /// Records an event. It waits only when the journal is thousands of events behind.
  func record(_ body: RunEvent.Body) { enqueue(body, durable: nil) }

  /// Records an event and returns once it is on disk. False when it is not, because the journal
  /// failed or the run has ended: then the act that it tells of must not take effect.
  func recordDurably(_ body: RunEvent.Body) -> Bool {
    let latch = Latch()
    guard enqueue(body, durable: latch) else { return false }
    latch.wait()
    return error == nil
  }

  /// Shows an event that is not part of the record, after those that were recorded before it.
  func show(_ body: RunEvent.Body) {
    position.withLock { position in
      let event = RunEvent(seq: 0, time: Self.now, step: position.step, body: body)
      _ = channel.send(Entry(event: event, durable: nil))
    }
  }

  /// Writes what is left and ends the journal's thread.
  func close() {
    channel.close()
    finished.wait()
    try? writer.flush()
    try? writer.close()
  }

  /// Seconds since 1970.
  static var now: Double { Date().timeIntervalSince1970 }

  /// False once the recorder is closed; then nothing is recorded.
  @discardableResult
  private func enqueue(_ body: RunEvent.Body, durable: Latch?) -> Bool {
    position.withLock { position in
      let event = position.event(body)
      guard channel.send(Entry(event: event, durable: durable)) else {
        position.seq -= 1
        return false
      }
      for alarm in position.signals.observe(event) {
        let event = position.event(.alarmRaised(alarm.event))
        _ = channel.send(Entry(event: event, durable: nil))
        if alarm.pauses { position.asksForPause = true }
      }
      return true
    }
  }

  private func writeBatches() {
    while true {
      var entries = channel.receiveAll()
      if entries.isEmpty { break }
      if entries.allSatisfy({ $0.durable == nil }) {
        usleep(Self.gathering)
        entries += channel.receivePresent()
      }
      write(entries)
    }
    finished.release()
  }

  private func write(_ entries: [Entry]) {
    let events = entries.map(\.event)
    if error == nil { append(events, durably: entries.contains { $0.durable != nil }) }
    // After a failure nothing more is recorded, and nothing is shown but the end.
    let shown = error == nil ? events : events.filter { $0.kind == .runStopped }
    if !shown.isEmpty { for observer in observers { observer(shown) } }
    for entry in entries { entry.durable?.release() }
  }

  /// Writes events, however long it takes: until it succeeds, the run is to end, or no later try can
  /// be better.
  private func append(_ events: [RunEvent], durably: Bool) {
    while true {
      do {
        try writer.append(events, durably: durably)
        outage.end(at: Self.now)
        return
      } catch {
        if outage.begin(at: Self.now) { tell(error, step: events.last?.step ?? 0) }
        if error.mayPass, outage.waitToRetry() { continue }
        failure.withLock { $0 = error }
        stopWaiting()
        onFailure()
        return
      }
    }
  }

  /// Shows an alarm that cannot be journaled.
  private func tell(_ error: JournalError, step: Int) {
    let remedy =
      error.mayPass
      ? "; the run waits at its next safe point and goes on by itself once the journal can be written"
      : ""
    let alarm = AlarmRaised(code: "journal.failed", message: "\(error)\(remedy)")
    let event = RunEvent(seq: 0, time: Self.now, step: step, body: .alarmRaised(alarm))
    for observer in observers { observer([event]) }
  }
}

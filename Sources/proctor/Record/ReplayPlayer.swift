import Core
import Dashboard
import Foundation
import Journal
import RunSession
import Terminal

/// Plays a journal into a mailbox: forward in the events' own rhythm, and to any step at once.
///
/// `@unchecked Sendable`: everything that changes is touched only while `condition` is locked, and
/// the journal is read on the player's thread alone.
final class ReplayPlayer: @unchecked Sendable {
  /// Seconds that a gap between two events lasts at most: a night's pause is no part of the show.
  static let longestPause = 1.0
  /// Seconds of the run that are posted together: the screen draws no more often.
  private static let frame = 1.0 / 30
  private static let speeds = 1.0...100

  private let directory: RunDirectory
  private let reader: JournalReader
  private let mailbox: EventMailbox
  private let starts: [Int64]
  /// The last event that there was when the replay began.
  private let last: Int64
  private let condition = NSCondition()

  /// The last event that was posted.
  private var position: Int64
  private var isPlaying = true
  private var speed: Double
  /// Where to go, if somewhere else.
  private var target: Int64?
  /// Where to pause again.
  private var end: Int64?
  private var isClosed = false

  init(
    directory: RunDirectory, reader: JournalReader, mailbox: EventMailbox, from first: Int64,
    speed: Double
  ) throws {
    self.directory = directory
    self.reader = reader
    self.mailbox = mailbox
    self.speed = speed
    starts = try reader.stepStarts()
    last = try reader.lastSeq()
    position = first - 1
    target = first > 1 ? first - 1 : nil
  }

  func start() {
    condition.lock()
    let place = place
    condition.unlock()
    mailbox.post(replay: place)
    let thread = Thread { [self] in play() }
    thread.name = "replay"
    thread.start()
  }

  // MARK: - What the operator asks

  /// Plays otherwise, or goes to another place.
  func take(_ order: ReplayOrder) {
    switch order {
    case .toggle: change { $0.isPlaying.toggle() }
    case .steps(let steps): go(by: steps)
    case .slower: change { $0.speed = max(Self.speeds.lowerBound, $0.speed / 2) }
    case .faster: change { $0.speed = min(Self.speeds.upperBound, $0.speed * 2) }
    }
  }

  /// Takes what would be a command to a run.
  func take(_ action: RunCommand.Action) {
    switch action {
    case .pause: change { $0.isPlaying = false }
    case .resume: change { $0.isPlaying = true }
    case .step:
      change { player in
        player.end = player.starts.first { $0 > player.position + 1 }.map { $0 - 1 }
        player.isPlaying = true
      }
    case .stop:
      change { $0.isClosed = true }
      mailbox.close()
    default: mailbox.post(notice: "this is a replay: nothing can be decided")
    }
  }

  private func change(_ body: (ReplayPlayer) -> Void) {
    condition.lock()
    body(self)
    let place = place
    condition.signal()
    condition.unlock()
    mailbox.post(replay: place)
  }

  /// Where the replay is. Only to be asked for while the condition is locked.
  private var place: ReplayPlace {
    ReplayPlace(isPlaying: isPlaying, speed: speed, seq: position, last: last)
  }

  /// Goes so many steps forward or back, to where a step begins.
  private func go(by steps: Int) {
    change { player in
      let here = player.target ?? player.position
      // The steps that began so far; the one that has just begun counts.
      let begun = player.starts.count { $0 <= here }
      let wanted = begun + steps
      let last = player.starts.count
      player.target =
        wanted < 1 ? 0 : wanted > last ? Int64.max : player.starts[wanted - 1]
      player.end = nil
    }
  }

  // MARK: - The player's thread

  private enum Order {
    case end
    case go(Int64)
    case play(from: Int64, speed: Double)
  }

  private func play() {
    var buffer: [RunEvent] = []
    while true {
      switch nextOrder() {
      case .end: return
      case .go(let target):
        buffer = []
        show(upTo: target)
      case .play(let from, let speed):
        if buffer.first?.seq != from {
          buffer = (try? reader.events(from: from, limit: 1_024)) ?? []
        }
        guard let first = buffer.first else {
          pauseAtEnd()
          continue
        }
        let due = first.time + Self.frame * speed
        let limit = endOfStep
        let count = buffer.prefix { $0.time <= due && $0.seq <= limit }.count
        let batch = Array(buffer.prefix(max(1, count)))
        buffer.removeFirst(batch.count)
        post(batch, next: buffer.first, speed: speed)
      }
    }
  }

  private var endOfStep: Int64 { condition.withLockHeld { end ?? .max } }

  /// Waits until there is something to do.
  private func nextOrder() -> Order {
    condition.lock()
    defer { condition.unlock() }
    while !isPlaying, target == nil, !isClosed { condition.wait() }
    if isClosed { return .end }
    if let target {
      self.target = nil
      return .go(target)
    }
    return .play(from: position + 1, speed: speed)
  }

  /// Posts events, and waits as long as the run did before the next one, or until somebody asks for
  /// something.
  private func post(_ events: [RunEvent], next: RunEvent?, speed: Double) {
    guard let first = events.first, let last = events.last else { return }
    condition.lock()
    guard position == first.seq - 1, target == nil, !isClosed else {
      condition.unlock()
      return
    }
    position = last.seq
    if let end, last.seq >= end {
      self.end = nil
      isPlaying = false
    }
    let place = place
    condition.unlock()
    mailbox.post(events)
    mailbox.post(replay: place)
    let gap = max(0, (next?.time ?? last.time) - first.time) / speed
    let deadline = Date(timeIntervalSinceNow: min(Self.longestPause, gap))
    condition.lock()
    while isPlaying, target == nil, !isClosed, self.speed == speed,
      condition.wait(until: deadline)
    {}
    condition.unlock()
  }

  /// Shows the run as it was after an event.
  private func show(upTo target: Int64) {
    guard let last = try? reader.lastSeq(),
      let history = try? RunHistory(directory).eventsForDashboard(upTo: min(target, last))
    else { return }
    condition.lock()
    position = min(target, last)
    let place = place
    condition.unlock()
    mailbox.post(restart: history)
    mailbox.post(replay: place)
  }

  private func pauseAtEnd() {
    change { $0.isPlaying = false }
    mailbox.post(notice: "the replay is at its end; h goes back, q leaves")
  }
}

extension NSCondition {
  fileprivate func withLockHeld<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }
}

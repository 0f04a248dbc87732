import Core
import LanguageModel
import Synchronization

/// Turns sampled tokens into text as they come, for whoever watches.
///
/// It passes text on in bundles, at most once an interval, so that watching costs the same however
/// fast the sampler is. Nothing that it sends is part of the record.
public final class RolloutFeed: Sendable {
  /// Seconds between bundles.
  static let interval = 1.0 / 30

  private struct Pending {
    var parts: [RolloutText.Part] = []
    var tokens: [[Int32]] = []
    var lastSent = 0.0
    /// Whether somebody watched when the batch began: who comes later sees the next one.
    var isWatched = false
  }

  private let tokenizer: any Tokenizer
  private let now: @Sendable () -> Double
  private let isWatched: @Sendable () -> Bool
  private let send: @Sendable (RolloutText) -> Void
  private let pending = Mutex(Pending())

  /// - Parameters:
  ///   - now: A clock in seconds.
  ///   - isWatched: Whether anybody would see the text. Asked once a batch.
  ///   - send: Called on the engine's threads, one at a time.
  public init(
    tokenizer: any Tokenizer, now: @escaping @Sendable () -> Double,
    isWatched: @escaping @Sendable () -> Bool = { true },
    send: @escaping @Sendable (RolloutText) -> Void
  ) {
    self.tokenizer = tokenizer
    self.now = now
    self.isWatched = isWatched
    self.send = send
  }

  /// Begins a batch of rollouts; rows count in this order.
  func begin(_ rows: [RolloutText.Part]) {
    let isWatched = isWatched()
    pending.withLock { pending in
      pending.isWatched = isWatched
      pending.parts = rows
      pending.tokens = rows.map { _ in [] }
    }
  }

  /// Takes one position's tokens.
  func take(_ tokens: [(row: Int, token: Int32)]) {
    pending.withLock { pending in
      guard pending.isWatched else { return }
      for item in tokens where pending.tokens.indices.contains(item.row) {
        pending.tokens[item.row].append(item.token)
      }
      if now() - pending.lastSent >= Self.interval { flush(&pending) }
    }
  }

  /// Sends what is left.
  func flush() { pending.withLock { flush(&$0) } }

  private func flush(_ pending: inout Pending) {
    pending.lastSent = now()
    var bundle: [RolloutText.Part] = []
    for row in pending.tokens.indices where !pending.tokens[row].isEmpty {
      var part = pending.parts[row]
      part.text = tokenizer.decode(pending.tokens[row])
      bundle.append(part)
      pending.tokens[row] = []
    }
    if !bundle.isEmpty { send(RolloutText(parts: bundle)) }
  }
}

import Synchronization
import Tensor

/// Samples continuations in batches with a key-value cache.
///
/// A prompt goes through the model once per shard and its cache is shared by its rollouts. Rollouts
/// are dealt to a fixed number of shards, each of which keeps up to `rowsAtOnce` of them in its
/// batch; one that finishes leaves and the next one takes its place. Results depend on the number
/// of shards and `rowsAtOnce` (through the rounding of matrix products alone), not on the number
/// of threads or their schedule. Calls block until all is sampled; call from one thread at a time,
/// and not while a ``Trainer`` updates the same model.
public final class Sampler {
  /// The model that is sampled from.
  public let model: LanguageModel
  private let pool: WorkerPool
  private let packed: PackedModel
  private let shards: [DecodeShard]

  /// Positions that went through the model in the last call: each prompt once per shard, and each
  /// sampled token that another one follows.
  public var positions: Int { shards.reduce(0) { $0 + $1.positions } }

  /// A sampler; `threads` beyond `shards` are not used.
  public init(model: LanguageModel, threads: Int = 1, shards: Int = 2, rowsAtOnce: Int = 64) {
    precondition(threads >= 1 && shards >= 1 && rowsAtOnce >= 1)
    self.model = model
    pool = WorkerPool(threads: min(threads, shards))
    let packed = PackedModel(model.configuration)
    self.packed = packed
    self.shards = (0..<shards).map { _ in
      DecodeShard(model: model, packed: packed, slots: rowsAtOnce)
    }
  }

  /// One completion per key of each request.
  ///
  /// Temperature 0 is greedy. Prompts must be shorter than the model's context, and a rollout ends
  /// where the context does. `onTokens` hears of each shard's newly sampled tokens, position by
  /// position; rows are numbered through all requests in order. It is called from the sampler's
  /// threads, one call at a time, in an order that depends on the schedule.
  public func sample(
    requests: [SamplingRequest], maximumTokens: Int, temperature: Float, stopToken: Int32,
    onTokens: (@Sendable ([(row: Int, token: Int32)]) -> Void)? = nil
  ) -> [[Completion]] {
    sample(
      requests: requests, maximumTokens: maximumTokens, temperature: temperature,
      stopTokens: [stopToken], onTokens: onTokens)
  }

  /// The same where any of several tokens ends a rollout.
  ///
  /// - Parameter banned: Tokens that are never drawn. The others share their probability, but the
  ///   log-probabilities of a completion are those of the model without the ban: with the mean of the
  ///   sampled rows as the baseline, the policy gradient is then that of the masked policy.
  public func sample(
    requests: [SamplingRequest], maximumTokens: Int, temperature: Float, stopTokens: [Int32],
    banned: [Int32] = [], onTokens: (@Sendable ([(row: Int, token: Int32)]) -> Void)? = nil
  ) -> [[Completion]] {
    for request in requests {
      precondition(
        !request.prompt.isEmpty && request.prompt.count < model.configuration.contextLength,
        "a prompt must have a token and leave room in the context")
      precondition(
        request.prompt.allSatisfy { $0 >= 0 && $0 < model.configuration.vocabularySize },
        "a prompt's token is outside the vocabulary")
    }
    packed.load(model.views)
    let rollouts = Rollout.all(of: requests)
    let settings = SamplingSettings(
      maximumTokens: maximumTokens, temperature: temperature, stopTokens: stopTokens,
      banned: banned.filter { $0 >= 0 && $0 < model.configuration.vocabularySize })
    let serialised = onTokens.map { SerialisedTokens($0) }
    let results = Mutex([Completion?](repeating: nil, count: rollouts.count))
    let hands = Rollout.deal(rollouts, to: shards.count)
    pool.run(shards.count) { [shards] index in
      let hand = hands[index]
      let completions = shards[index].sample(hand, requests, settings, serialised)
      results.withLock { all in
        for (rollout, completion) in zip(hand, completions) { all[rollout.row] = completion }
      }
    }
    let completions = results.withLock { $0 }
    var next = 0
    return requests.map { request in
      defer { next += request.keys.count }
      return completions[next..<(next + request.keys.count)].compactMap { $0 }
    }
  }
}

/// How all rollouts of a call are sampled.
struct SamplingSettings: Sendable {
  let maximumTokens: Int
  let temperature: Float
  let stopTokens: [Int32]
  /// Tokens that are never drawn.
  let banned: [Int32]
}

/// Lets the shards' threads call one listener, one at a time.
final class SerialisedTokens: Sendable {
  private let lock = Mutex(())
  private let listener: @Sendable ([(row: Int, token: Int32)]) -> Void

  init(_ listener: @escaping @Sendable ([(row: Int, token: Int32)]) -> Void) {
    self.listener = listener
  }

  func send(_ tokens: [(row: Int, token: Int32)]) {
    lock.withLock { _ in listener(tokens) }
  }
}

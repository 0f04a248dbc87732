import Foundation
import Tensor

/// Samples one shard's rollouts: a batch of slots that are refilled as rollouts finish.
///
/// `@unchecked Sendable`: its state is touched only by the job of its own shard, and
/// ``WorkerPool/run(_:_:)`` orders one call's jobs after those of the call before.
final class DecodeShard: @unchecked Sendable {
  private let model: LanguageModel
  private let packed: PackedModel
  private let slots: Int
  private let decode: DecodeBuffers
  private let uniform: FloatBuffer
  private let sampled: IndexBuffer
  private let logProbability: FloatBuffer
  private let entropy: FloatBuffer
  /// Per row, the log of the probability that the tokens which are not banned had together.
  private let permitted: FloatBuffer
  /// Kept between positions for its room.
  private var heard: [(row: Int, token: Int32)] = []
  private var attentionScratch = FloatBuffer(count: 0)
  private var prefill: DecodeBuffers?
  private var caches: KeyValueCache?
  /// Positions that went through the model in the last call.
  private(set) var positions = 0

  init(model: LanguageModel, packed: PackedModel, slots: Int) {
    self.model = model
    self.packed = packed
    self.slots = slots
    decode = DecodeBuffers(
      model: model, packed: packed, capacity: slots, logitRows: slots)
    uniform = FloatBuffer(count: slots)
    sampled = IndexBuffer(count: slots)
    logProbability = FloatBuffer(count: slots)
    entropy = FloatBuffer(count: slots)
    permitted = FloatBuffer(count: slots)
    heard.reserveCapacity(slots)
  }

  /// A prompt's cache and the logits after its last token.
  private struct Prefix {
    let cache: KeyValueCache
    let logits: [Float]
    var rolloutsLeft: Int
  }

  /// A rollout in the batch.
  private struct Live {
    let rollout: Rollout
    /// Its index in the shard's list.
    let index: Int
    let slot: Int
    let prefix: KeyValueCache
    let promptLength: Int
    let limit: Int
    /// Tokens sampled so far; all but the last are in the cache.
    var length = 0
    var last: Int32 = 0
  }

  /// The completions of `rollouts`, in order.
  func sample(
    _ rollouts: [Rollout], _ requests: [SamplingRequest], _ settings: SamplingSettings,
    _ listener: SerialisedTokens?
  ) -> [Completion] {
    var completions = rollouts.map { _ in
      Completion(tokens: [], logProbabilities: [], meanEntropy: 0, isFinished: false)
    }
    positions = 0
    guard settings.maximumTokens > 0, !rollouts.isEmpty else { return completions }
    reserve(rollouts, requests, settings)
    let sharing = Dictionary(rollouts.map { ($0.prompt, 1) }, uniquingKeysWith: +)
    var prefixes: [Int: Prefix] = [:]
    var freeSlots = Array((0..<min(slots, rollouts.count)).reversed())
    var live: [Live] = []
    live.reserveCapacity(slots)
    var joining: [Live] = []
    joining.reserveCapacity(slots)
    var next = 0
    // Nothing is allocated for a position: what grows with it has its room beforehand.
    while next < rollouts.count || !live.isEmpty {
      // Rollouts that join take their first token from their prompt's logits.
      joining.removeAll(keepingCapacity: true)
      while next < rollouts.count, let slot = freeSlots.popLast() {
        let rollout = rollouts[next]
        let prompt = requests[rollout.prompt].prompt
        if prefixes[rollout.prompt] == nil {
          prefixes[rollout.prompt] = computePrefix(
            prompt, rolloutsLeft: sharing[rollout.prompt] ?? 0)
        }
        guard let prefix = prefixes[rollout.prompt] else { break }
        let limit = min(
          settings.maximumTokens, model.configuration.contextLength - prompt.count)
        completions[next].tokens.reserveCapacity(limit)
        completions[next].logProbabilities.reserveCapacity(limit)
        joining.append(
          Live(
            rollout: rollout, index: next, slot: slot, prefix: prefix.cache,
            promptLength: prompt.count, limit: limit))
        next += 1
      }
      if !live.isEmpty {
        step(live)
        draw(&live, settings, &completions, listener)
      }
      if !joining.isEmpty {
        let width = model.configuration.vocabularySize
        for (row, entry) in joining.enumerated() {
          if let prefix = prefixes[entry.rollout.prompt] {
            decode.logits.view.slice(row * width, width).copy(from: prefix.logits)
          }
        }
        draw(&joining, settings, &completions, listener)
        live += joining
      }
      live.removeAll { entry in
        let completion = completions[entry.index]
        guard completion.isFinished || entry.length >= entry.limit else { return false }
        completions[entry.index].meanEntropy /= Float(entry.length)
        freeSlots.append(entry.slot)
        let prompt = entry.rollout.prompt
        prefixes[prompt]?.rolloutsLeft -= 1
        if prefixes[prompt]?.rolloutsLeft == 0 { prefixes[prompt] = nil }
        return true
      }
    }
    return completions
  }

  /// Allocates all that the call needs beyond what earlier calls left.
  private func reserve(
    _ rollouts: [Rollout], _ requests: [SamplingRequest], _ settings: SamplingSettings
  ) {
    let c = model.configuration
    let longestPrompt = rollouts.map { requests[$0.prompt].prompt.count }.max() ?? 0
    let own = min(settings.maximumTokens, c.contextLength)
    if (prefill?.capacity ?? 0) < longestPrompt {
      prefill = DecodeBuffers(
        model: model, packed: packed, capacity: longestPrompt, logitRows: 1)
    }
    let needed = min(slots, rollouts.count)
    if (caches?.capacity ?? 0) < own || (caches?.slots ?? 0) < needed {
      caches = KeyValueCache(c, capacity: own, slots: needed)
    }
    let scratch = max(
      c.attention.scratch(length: longestPrompt) + longestPrompt * c.heads,
      c.attention.decodeScratch(length: longestPrompt + own))
    if attentionScratch.count < scratch { attentionScratch = FloatBuffer(count: scratch) }
  }

  /// Runs a prompt through the model and keeps its keys and values.
  private func computePrefix(_ prompt: [Int32], rolloutsLeft: Int) -> Prefix? {
    guard let prefill else { return nil }
    let c = model.configuration
    let shape = c.attention
    let n = prompt.count
    positions += n
    let cache = KeyValueCache(c, capacity: n)
    prefill.tokens.view.copy(from: prompt[...])
    for position in 0..<n { prefill.positions.view[position] = Int32(position) }
    let logSum = attentionScratch.view.slice(0, n * c.heads)
    let scratch = attentionScratch.view.slice(n * c.heads)
    prefill.forward(n) { layer, fused, attended in
      let segment = cache.segment(layer: layer, length: 0)
      for position in 0..<n {
        segment.store(fused.slice(position * shape.fusedWidth), position: position, shape: shape)
      }
      shape.forward(
        attended, logSum: logSum, fused: fused, over: SequenceTree(trunk: n), scratch: scratch)
    }
    prefill.selection.view[0] = Int32(n - 1)
    prefill.head(1)
    return Prefix(cache: cache, logits: prefill.logits.array, rolloutsLeft: rolloutsLeft)
  }

  /// Feeds each live rollout's last token and computes its next logits.
  private func step(_ live: [Live]) {
    guard let caches else { return }
    positions += live.count
    let shape = model.configuration.attention
    for (row, entry) in live.enumerated() {
      decode.tokens.view[row] = entry.last
      decode.positions.view[row] = Int32(entry.promptLength + entry.length - 1)
      decode.selection.view[row] = Int32(row)
    }
    let scratch = attentionScratch.view
    decode.forward(live.count) { layer, fused, attended in
      for (row, entry) in live.enumerated() {
        let fusedRow = fused.slice(row * shape.fusedWidth, shape.fusedWidth)
        let own = caches.segment(
          layer: layer, slot: entry.slot, length: entry.length)
        own.store(fusedRow, position: entry.length - 1, shape: shape)
        shape.decode(
          attended.slice(row * shape.queryWidth, shape.queryWidth), queries: fusedRow,
          prefix: entry.prefix.segment(layer: layer, length: entry.promptLength), own: own,
          scratch: scratch)
      }
    }
    decode.head(live.count)
  }

  /// Takes the banned tokens out of each row's logits, and notes the log of the probability that the
  /// other tokens had before.
  private func mask(_ rows: Int, _ settings: SamplingSettings) {
    let width = model.configuration.vocabularySize
    for row in 0..<rows {
      let logits = decode.logits.view.slice(row * width, width)
      var largest = -Float.infinity
      for index in 0..<width { largest = max(largest, logits[index]) }
      var (all, banned): (Float, Float) = (0, 0)
      for index in 0..<width { all += exp((logits[index] - largest) / settings.temperature) }
      for token in settings.banned {
        banned += exp((logits[Int(token)] - largest) / settings.temperature)
        // Far below every other token, and finite.
        logits[Int(token)] = largest - 1e4 * settings.temperature
      }
      permitted.view[row] = log(max(1e-6, 1 - banned / all))
    }
  }

  /// Draws each row's next token from the logits in the decode buffers.
  private func draw(
    _ rows: inout [Live], _ settings: SamplingSettings, _ completions: inout [Completion],
    _ listener: SerialisedTokens?
  ) {
    for row in rows.indices {
      uniform.view[row] = CounterRandom.uniform(
        key: rows[row].rollout.key, position: rows[row].length)
    }
    let isMasked = !settings.banned.isEmpty && settings.temperature > 0
    if isMasked { mask(rows.count, settings) }
    Softmax.sample(
      decode.logits.view, width: model.configuration.vocabularySize, uniform: uniform.view,
      tokens: sampled.view.slice(0, rows.count), logProbability: logProbability.view,
      entropy: entropy.view, temperature: settings.temperature)
    for row in rows.indices {
      let token = sampled.view[row]
      rows[row].last = token
      rows[row].length += 1
      let index = rows[row].index
      completions[index].tokens.append(token)
      let kept = isMasked ? permitted.view[row] : 0
      completions[index].logProbabilities.append(logProbability.view[row] + kept)
      completions[index].meanEntropy += entropy.view[row]
      completions[index].isFinished = settings.stopTokens.contains(token)
    }
    guard let listener else { return }
    heard.removeAll(keepingCapacity: true)
    for row in rows { heard.append((row: row.rollout.row, token: row.last)) }
    listener.send(heard)
  }
}

import Foundation
import Tensor

/// Updates a model by AdamW on supervised or policy-gradient losses.
///
/// Rows are assigned to a fixed number of shards, each of which goes through its micro-batches in
/// order and sums its own gradient; the shards' gradients are then added in order. So an update's
/// result depends on the number of shards, but not on the number of threads or their schedule.
/// Calls block until the update is done; call from one thread at a time.
public final class Trainer {
  /// The model that is trained, in place.
  public let model: LanguageModel
  /// The optimiser's settings.
  public let settings: AdamWSettings
  /// How many updates were applied.
  public internal(set) var stepCount = 0
  let moment1: FloatBuffer
  let moment2: FloatBuffer
  private let weights: PassWeights
  private let pool: WorkerPool
  private let shardCount: Int
  private let microBatch: Int
  private var passes: [Pass] = []

  /// A trainer with empty moments.
  ///
  /// `microBatch` is how many packed positions go through the model at once.
  public init(
    model: LanguageModel, optimizer: AdamWSettings = AdamWSettings(), shards: Int = 2,
    threads: Int = 1, microBatch: Int = 512
  ) {
    precondition(shards >= 1 && threads >= 1 && microBatch >= 1)
    self.model = model
    settings = optimizer
    shardCount = shards
    self.microBatch = microBatch
    weights = PassWeights(model)
    moment1 = FloatBuffer(count: model.layout.count)
    moment2 = FloatBuffer(count: model.layout.count)
    pool = WorkerPool(threads: threads)
  }

  /// One step on the weighted mean cross entropy of the response tokens.
  @discardableResult
  public func supervisedUpdate(
    rows: [TrainingRow], learningRate: Float? = nil
  ) -> SupervisedStatistics {
    let totals = accumulate(rows, objective: .supervised(scale: supervisedScale(rows)))
    let (norm, applied) = apply(learningRate ?? settings.learningRate, totals)
    return SupervisedStatistics(
      loss: totals.loss, gradientNorm: norm, tokens: totals.tokens,
      positions: totals.positions, isFinite: applied)
  }

  /// One step on the sum of the policy loss over the response tokens, each times its row's
  /// weight: the caller's weights decide what is averaged over.
  @discardableResult
  public func policyUpdate(
    rows: [TrainingRow], loss: PolicyLoss = PolicyLoss(), learningRate: Float? = nil
  ) -> PolicyStatistics {
    let totals = accumulate(rows, objective: .policy(loss))
    let (norm, applied) = apply(learningRate ?? settings.learningRate, totals)
    let tokens = Double(max(totals.tokens, 1))
    return PolicyStatistics(
      loss: totals.loss, clipShare: Double(totals.clipped) / tokens,
      divergence: totals.divergence / tokens, entropy: totals.entropy / tokens,
      gradientNorm: norm, tokens: totals.tokens, isFinite: applied)
  }

  /// The loss that ``supervisedUpdate(rows:learningRate:)`` would report, without an update.
  public func evaluate(rows: [TrainingRow]) -> SupervisedStatistics {
    let objective = Objective.supervised(scale: supervisedScale(rows))
    let totals = accumulate(rows, objective: objective, gradient: false)
    return SupervisedStatistics(
      loss: totals.loss, gradientNorm: 0, tokens: totals.tokens, positions: totals.positions,
      isFinite: totals.loss.isFinite)
  }

  /// The log-probability of each row's response tokens under the model as it is.
  public func logProbabilities(rows: [TrainingRow], temperature: Float = 1) -> [[Float]] {
    let results = ResultRows(rows.map(\.responseLength))
    let objective = Objective.scoring(temperature: temperature, results)
    _ = accumulate(rows, objective: objective, gradient: false)
    return results.arrays
  }

  private func supervisedScale(_ rows: [TrainingRow]) -> Float {
    let weight = rows.reduce(0.0) { $0 + Double($1.weight) * Double($1.responseLength) }
    return weight > 0 ? Float(1 / weight) : 0
  }

  /// Leaves the summed gradient in the first shard's buffer.
  func accumulate(
    _ rows: [TrainingRow], objective: Objective, gradient: Bool = true
  ) -> Totals {
    for row in rows {
      precondition(
        row.promptLength >= 1 && row.tokens.count - 1 <= model.configuration.contextLength,
        "a row needs a prompt and must fit the context")
      precondition(
        row.tokens.allSatisfy { $0 >= 0 && $0 < model.configuration.vocabularySize },
        "a token is outside the vocabulary")
      if case .policy = objective {
        precondition(
          row.oldLogProbabilities.count == row.responseLength,
          "a row needs an old log-probability for each response token")
      }
    }
    let shards = shards(of: rows)
    prepare(shards)
    weights.load(model.views, gradient: gradient)
    let results = TotalsByShard(count: shardCount)
    let passes = self.passes
    let microBatch = self.microBatch
    pool.run(shardCount) { shard in
      let pass = passes[shard]
      if gradient { pass.gradients.view.clear() }
      var totals = Totals()
      for batch in MicroBatch.pack(shards[shard], limit: microBatch) {
        pass.run(batch, rows, objective, gradient: gradient, totals: &totals)
      }
      results[shard] = totals
    }
    if gradient { reduceGradients() }
    return results.sum
  }

  /// The gradient of the last update: shards added in order, by fixed blocks.
  private func reduceGradients() {
    let passes = self.passes
    let blocks = ParameterBlock.blocks(of: model.layout.count)
    pool.run(passes.count > 1 ? blocks.count : 0) { index in
      let block = blocks[index]
      let sum = passes[0].gradients.view.slice(block.offset, block.count)
      for pass in passes.dropFirst() {
        Kernels.accumulate(sum, pass.gradients.view.slice(block.offset, block.count))
      }
    }
  }

  /// Each shard's rows, grouped by prompt. A prompt with very many rows is cut, so that all shards
  /// have work.
  private func shards(of rows: [TrainingRow]) -> [[PromptGroup]] {
    let positions = rows.reduce(0) { $0 + $1.tokens.count - 1 }
    let groups = PromptGroup.groups(
      of: rows, limit: min(microBatch, (positions + shardCount - 1) / shardCount))
    return MicroBatch.shard(groups, shards: shardCount)
  }

  /// Makes room for the largest micro-batch of an update, if there is none yet.
  private func prepare(_ shards: [[PromptGroup]]) {
    let groups = shards.joined()
    let longest = groups.lazy.map(\.sequences.longest).max() ?? 0
    let capacity = max(microBatch, groups.lazy.map(\.size).max() ?? 0)
    if let pass = passes.first, pass.activations.capacity >= capacity,
      pass.longest >= longest
    {
      return
    }
    let length = min(
      max(longest + longest / 4, 64), max(model.configuration.contextLength, longest))
    passes = (0..<shardCount).map { _ in
      Pass(model: model, weights: weights, capacity: max(capacity, length), longest: length)
    }
  }

  /// Clips and applies the summed gradient; nothing when it or the loss is not finite.
  private func apply(_ learningRate: Float, _ totals: Totals) -> (norm: Double, applied: Bool) {
    guard let gradients = passes.first?.gradients else { return (0, totals.loss.isFinite) }
    let blocks = ParameterBlock.blocks(of: model.layout.count)
    let squares = SumByBlock(count: blocks.count)
    pool.run(blocks.count) { index in
      squares[index] = Kernels.sumOfSquares(
        gradients.view.slice(blocks[index].offset, blocks[index].count))
    }
    let norm = squares.sum.squareRoot()
    guard norm.isFinite && totals.loss.isFinite else { return (norm, false) }
    if totals.tokens == 0 { return (norm, true) }
    stepCount += 1
    let clip = Double(settings.gradientClip)
    let scale = clip > 0 && norm > clip ? Float(clip / norm) : 1
    let ranges = ParameterBlock.decayRanges(of: model.layout)
    let step = { [settings, stepCount] (decays: Bool) in
      AdamWStep(
        learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2,
        epsilon: settings.epsilon, weightDecay: decays ? settings.weightDecay : 0,
        gradientScale: scale, step: stepCount)
    }
    let steps = (decaying: step(true), plain: step(false))
    let (parameters, moment1, moment2) = (model.parameters, moment1, moment2)
    pool.run(ranges.count) { index in
      let range = ranges[index]
      Kernels.adamW(
        parameter: parameters.view.slice(range.offset, range.count),
        moment1: moment1.view.slice(range.offset, range.count),
        moment2: moment2.view.slice(range.offset, range.count),
        gradient: gradients.view.slice(range.offset, range.count),
        step: range.decays ? steps.decaying : steps.plain)
    }
    return (norm, true)
  }

  /// The summed gradient of the last update by tensor name, for tests.
  func gradient(of name: String) -> [Float]? {
    guard let entry = model.layout.entries.first(where: { $0.name == name }) else { return nil }
    return passes.first?.gradients.view.slice(entry.offset, entry.count).array
  }
}

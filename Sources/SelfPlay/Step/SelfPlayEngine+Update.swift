import Core
import LanguageModel

extension SelfPlayEngine {
  /// One clipped policy-gradient epoch over the step's rows, in minibatches.
  ///
  /// - Returns: What was applied, or nil for nothing.
  func update(_ batch: StepBatch) -> PolicyUpdated? {
    guard settings.updates else { return nil }
    return update(
      batch.trainingRows(
        proposers: settings.trainsProposer && state.step >= settings.warmupSteps,
        whitening: settings.whitening))
  }

  /// The same over any rows. Numbers that are not finite end the step's update, with an alarm: the
  /// model, the optimiser and the buffers stay as they were before that minibatch.
  @discardableResult
  func update(_ rows: [TrainingRow]) -> PolicyUpdated? {
    var rows = rows
    let trained = rows.count { $0.advantage != 0 }
    guard trained > 0 else { return nil }
    var (loss, norm, clipped, divergence, done) = (0.0, 0.0, 0.0, 0.0, 0.0)
    addReferences(to: &rows)
    for rows in Self.minibatches(of: rows, size: settings.minibatch, using: &state.random) {
      let minibatch = Self.weighted(
        rows[...], keepsAll: settings.everyRowHasGradient, mean: settings.lossMean)
      guard !minibatch.isEmpty else { continue }
      let statistics = trainer.policyUpdate(
        rows: minibatch,
        loss: PolicyLoss(
          clipLow: settings.clip, clipHigh: settings.clipHigh,
          entropyCoefficient: settings.entropyCoefficient,
          divergenceCoefficient: settings.divergenceCoefficient,
          temperature: settings.temperature),
        learningRate: settings.learningRate(after: state.step))
      guard statistics.isFinite else {
        emit(
          .alarmRaised(
            AlarmRaised(
              code: "update.not-finite",
              message: "a loss or gradient is not finite; the step's update ends before it")))
        break
      }
      loss += Double(statistics.loss)
      norm += Double(statistics.gradientNorm)
      clipped += Double(statistics.clipShare)
      divergence += Double(statistics.divergence)
      done += 1
    }
    guard done > 0 else { return nil }
    state.policyVersion += 1
    let update = PolicyUpdated(
      policyVersion: state.policyVersion, rows: trained, loss: loss / done,
      gradientNorm: norm / done, clipShare: clipped / done, divergence: divergence / done)
    emit(.policyUpdated(update))
    return update
  }
}

extension SelfPlayEngine {
  /// Scores the rows by the base model, where divergence from it costs something.
  private func addReferences(to rows: inout [TrainingRow]) {
    guard settings.divergenceCoefficient > 0, let base else { return }
    let scores = base.scorer.logProbabilities(rows: rows, temperature: settings.temperature)
    for index in rows.indices { rows[index].referenceLogProbabilities = scores[index] }
  }

  /// The rows in random order, in minibatches of about equal size and at most about `size` rows.
  ///
  /// Rows of one prompt stay together: the trainer then computes the prompt once. Which rows meet
  /// in a minibatch is chance either way, as advantages are those of the whole step's cells, and
  /// veRL, which the official code trains with, counts its minibatches in prompts too.
  static func minibatches(
    of rows: [TrainingRow], size: Int, using random: inout SeededGenerator
  ) -> [[TrainingRow]] {
    var groups: [[TrainingRow]] = []
    var groupOfPrompt: [ArraySlice<Int32>: Int] = [:]
    for row in rows {
      let prompt = row.tokens[..<row.promptLength]
      if let group = groupOfPrompt[prompt] {
        groups[group].append(row)
      } else {
        groupOfPrompt[prompt] = groups.count
        groups.append([row])
      }
    }
    groups.shuffle(using: &random)
    let count = max(1, (rows.count + size - 1) / size)
    var minibatches = [[TrainingRow]](repeating: [], count: count)
    var taken = 0
    for group in groups {
      minibatches[taken * count / rows.count] += group
      taken += group.count
    }
    return minibatches
  }

  /// The rows of a minibatch, each weighted by one over the response tokens of all of them, the
  /// token mean of the official code, or by one over its own tokens and the number of rows, the
  /// response mean of the paper's equation 9. Rows without an advantage count there, but they have
  /// no gradient and are left out unless `keepsAll`.
  static func weighted(
    _ rows: ArraySlice<TrainingRow>, keepsAll: Bool, mean: LossMean = .tokens
  ) -> [TrainingRow] {
    let tokens = rows.reduce(0) { $0 + $1.responseLength }
    return rows.filter { keepsAll || $0.advantage != 0 }.map { row in
      var row = row
      switch mean {
      case .tokens: row.weight = 1 / Float(max(1, tokens))
      case .responses: row.weight = 1 / Float(max(1, row.responseLength * rows.count))
      }
      return row
    }
  }
}

extension StepBatch {
  /// The rows of one cell with their rewards; rows without a reward do not train.
  func rows(of cell: Cell) -> [(row: SampledRow, reward: Double, succeeded: Bool)] {
    switch cell.role {
    case .proposer:
      proposals.compactMap { proposal in
        guard proposal.type == cell.type, let reward = proposal.reward else { return nil }
        return (proposal.row, reward, proposal.validTask != nil)
      }
    case .solver:
      solutions.compactMap { solution in
        guard solution.type == cell.type, solution.trains else { return nil }
        return (solution.row, solution.reward, solution.isCorrect)
      }
    }
  }

  /// All rows with the advantage that they have within their cell.
  ///
  /// - Parameter proposers: Whether rows of the proposer are among them.
  func trainingRows(proposers: Bool, whitening: Whitening = .responses) -> [TrainingRow] {
    cells.filter { proposers || $0.role == .solver }.flatMap { cell in
      let rows = rows(of: cell)
      let advantages = advantages(of: cell, whitening: whitening)
      return zip(rows, advantages).map { item, advantage in
        TrainingRow(
          tokens: item.row.prompt + item.row.completion.tokens,
          promptLength: item.row.prompt.count, weight: 1, advantage: Float(advantage),
          oldLogProbabilities: item.row.completion.logProbabilities)
      }
    }
  }

  /// The step's statistics, over the rows that trained.
  func statistics(buffers: TaskBuffers) -> StepFinished {
    let freshSolutions = solutions.filter(\.prices)
    let learnability = proposals.compactMap { $0.validTask == nil ? nil : $0.reward }
    let valid = proposals.compactMap(\.validTask)
    // An induction proposer is given its program, so only the other two say what proposers write.
    let written = valid.filter { $0.content.type != .induction }
    // What was rejected as a duplicate was executed, too, and is not distinct.
    let duplicates = proposals.count { $0.type != .induction && $0.rejection == .duplicate }
    let lines = written.map { task in
      Double(task.content.program.split(separator: "\n").count { !$0.trimmed.isEmpty })
    }
    let sampled = proposals.map(\.row) + solutions.map(\.row)
    let tokens = sampled.reduce(0) { $0 + $1.tokens }
    let entropy = sampled.reduce(0.0) { $0 + $1.entropy * Double($1.tokens) }
    return StepFinished(
      cells: cells.map(statistics(of:)),
      solveRate: freshSolutions.map { $0.isCorrect ? 1 : 0 }.mean,
      learnability: learnability.mean,
      validShare: proposals.map { $0.validTask == nil ? 0 : 1 }.mean ?? 0,
      uniqueShare: written.isEmpty
        ? 0 : Double(Set(written.map(\.structure)).count) / Double(written.count + duplicates),
      programLines: lines.mean ?? 0, entropy: tokens > 0 ? entropy / Double(tokens) : 0,
      flags: flags, rejected: proposals.count - valid.count, held: held,
      refilled: tasks.count { !$0.origin.isNew }, sampledTokens: tokens,
      bufferSizes: buffers.sizes)
  }

  private func statistics(of cell: Cell) -> CellStatistics {
    let rows = rows(of: cell)
    let estimate = estimate(of: cell)
    let (mean, deviation) = Advantages.moments(rows.map(\.reward))
    return CellStatistics(
      type: cell.type, role: cell.role, rows: rows.count, reward: mean, deviation: deviation,
      wellFormed: rows.map { $0.row.response.isWellFormed ? 1 : 0 }.mean ?? 0,
      success: rows.map { $0.succeeded ? 1 : 0 }.mean ?? 0,
      tokens: rows.map { Double($0.row.tokens) }.mean ?? 0,
      entropy: rows.map(\.row.entropy).mean ?? 0, withheld: estimate?.withheld,
      effectiveRows: estimate?.effectiveRows)
  }
}

extension [Double] {
  /// Nil for no elements.
  fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}

import Core
import LanguageModel

extension SelfPlayEngine {
  /// One clipped policy-gradient epoch over the step's rows, in minibatches.
  func update(_ batch: StepBatch) {
    var rows = batch.trainingRows()
    rows.shuffle(using: &state.random)
    let trained = rows.count { $0.advantage != 0 }
    guard trained > 0 else { return }
    let updates = max(1, (rows.count + settings.minibatch - 1) / settings.minibatch)
    let size = (rows.count + updates - 1) / updates
    var (loss, norm, clipped, divergence, done) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for start in stride(from: 0, to: rows.count, by: size) {
      let minibatch = Self.weighted(
        rows[start..<min(start + size, rows.count)],
        keepsAll: settings.entropyCoefficient != 0)
      guard !minibatch.isEmpty else { continue }
      let statistics = trainer.policyUpdate(
        rows: minibatch,
        loss: PolicyLoss(
          clipLow: settings.clip, clipHigh: settings.clip,
          entropyCoefficient: settings.entropyCoefficient, temperature: settings.temperature),
        learningRate: settings.learningRate)
      guard statistics.isFinite else {
        emit(
          .alarmRaised(
            AlarmRaised(
              code: "update.not-finite",
              message: "a loss or gradient is not finite; the update was not applied")))
        continue
      }
      loss += Double(statistics.loss)
      norm += Double(statistics.gradientNorm)
      clipped += Double(statistics.clipShare)
      divergence += Double(statistics.divergence)
      done += 1
    }
    guard done > 0 else { return }
    state.policyVersion += 1
    emit(
      .policyUpdated(
        PolicyUpdated(
          policyVersion: state.policyVersion, rows: trained, loss: loss / done,
          gradientNorm: norm / done, clipShare: clipped / done, divergence: divergence / done)))
  }
}

extension SelfPlayEngine {
  /// The rows of a minibatch, each weighted by one over the response tokens of all of them: the
  /// token mean of the official code. Rows without an advantage count there, but they have no
  /// gradient and are left out unless `keepsAll`.
  static func weighted(_ rows: ArraySlice<TrainingRow>, keepsAll: Bool) -> [TrainingRow] {
    let tokens = rows.reduce(0) { $0 + $1.responseLength }
    return rows.filter { keepsAll || $0.advantage != 0 }.map { row in
      var row = row
      row.weight = 1 / Float(max(1, tokens))
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
        solution.type == cell.type ? (solution.row, solution.reward, solution.isCorrect) : nil
      }
    }
  }

  /// All rows with the advantage that they have within their cell.
  func trainingRows() -> [TrainingRow] {
    Cell.all.flatMap { cell in
      let rows = rows(of: cell)
      let advantages = Advantages.normalized(rows.map(\.reward))
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
    let fresh = tasks.indices.filter { tasks[$0].origin != .refill }
    let isFresh = Set(fresh)
    let freshSolutions = solutions.filter { isFresh.contains($0.task) }
    let learnability = proposals.compactMap { $0.validTask == nil ? nil : $0.reward }
    let valid = proposals.compactMap(\.validTask)
    // An induction proposer is given its program, so only the other two say what proposers write.
    let written = valid.filter { $0.content.type != .induction }
    let lines = written.map { task in
      Double(task.content.program.split(separator: "\n").count { !$0.trimmed.isEmpty })
    }
    let sampled = proposals.map(\.row) + solutions.map(\.row)
    let tokens = sampled.reduce(0) { $0 + $1.tokens }
    let entropy = sampled.reduce(0.0) { $0 + $1.entropy * Double($1.tokens) }
    return StepFinished(
      cells: Cell.all.map(statistics(of:)),
      solveRate: freshSolutions.map { $0.isCorrect ? 1 : 0 }.mean,
      learnability: learnability.mean,
      validShare: proposals.map { $0.validTask == nil ? 0 : 1 }.mean ?? 0,
      uniqueShare: written.isEmpty
        ? 0 : Double(Set(written.map(\.structure)).count) / Double(written.count),
      programLines: lines.mean ?? 0, entropy: tokens > 0 ? entropy / Double(tokens) : 0,
      flags: flags, rejected: proposals.count - valid.count, held: held,
      refilled: tasks.count { $0.origin == .refill }, sampledTokens: tokens,
      bufferSizes: buffers.sizes)
  }

  private func statistics(of cell: Cell) -> CellStatistics {
    let rows = rows(of: cell)
    let (mean, deviation) = Advantages.moments(rows.map(\.reward))
    return CellStatistics(
      type: cell.type, role: cell.role, rows: rows.count, reward: mean, deviation: deviation,
      wellFormed: rows.map { $0.row.response.isWellFormed ? 1 : 0 }.mean ?? 0,
      success: rows.map { $0.succeeded ? 1 : 0 }.mean ?? 0,
      tokens: rows.map { Double($0.row.tokens) }.mean ?? 0,
      entropy: rows.map(\.row.entropy).mean ?? 0)
  }
}

extension [Double] {
  /// Nil for no elements.
  fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}

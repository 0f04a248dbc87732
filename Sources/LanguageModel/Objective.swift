import Foundation
import Tensor

/// What a pass computes from the logits of its response positions.
enum Objective: Sendable {
  /// Cross entropy, each token's times its row's weight and `scale`.
  case supervised(scale: Float)
  case policy(PolicyLoss)
  /// Log-probabilities alone, written to the rows of the results.
  case scoring(temperature: Float, ResultRows)

  var temperature: Float {
    switch self {
    case .supervised: 1
    case .policy(let loss): loss.temperature
    case .scoring(let temperature, _): temperature
    }
  }

  var needsEntropy: Bool {
    if case .policy = self { true } else { false }
  }
}

/// Sums over an update's response tokens.
struct Totals: Sendable {
  var loss = 0.0
  var tokens = 0
  var positions = 0
  var clipped = 0
  var divergence = 0.0
  var entropy = 0.0

  static func += (a: inout Totals, b: Totals) {
    a.loss += b.loss
    a.tokens += b.tokens
    a.positions += b.positions
    a.clipped += b.clipped
    a.divergence += b.divergence
    a.entropy += b.entropy
  }
}

extension Pass {
  /// Forward, loss and, if asked, backward over one micro-batch.
  func run(
    _ batch: MicroBatch, _ rows: [TrainingRow], _ objective: Objective, gradient: Bool,
    totals: inout Totals
  ) {
    let a = activations
    let (n, m) = load(batch, rows)
    let sequences = batch.groups.map(\.sequences)
    forward(count: n, sequences)
    head(selected: m)
    let targets = a.targets.view.slice(0, m)
    let width = model.configuration.vocabularySize
    Softmax.forward(
      a.logits.view, width: width, targets: targets, logProbability: a.logProbability.view,
      entropy: objective.needsEntropy ? a.entropy.view : nil,
      temperature: objective.temperature)
    totals.tokens += m
    totals.positions += n
    let usesEntropy = score(batch, rows, objective, &totals)
    guard gradient else { return }
    Softmax.backward(
      a.logits.view, width: width, targets: targets, byLogProbability: a.byLogProbability.view,
      byEntropy: usesEntropy ? a.byEntropy.view : nil,
      entropy: usesEntropy ? a.entropy.view : nil, temperature: objective.temperature)
    backward(count: n, selected: m, sequences)
  }

  /// Fills in the packed tokens and positions, and which position predicts which token. A shared
  /// prompt's last position predicts the first token of each of its responses.
  private func load(_ batch: MicroBatch, _ rows: [TrainingRow]) -> (positions: Int, selected: Int) {
    let a = activations
    var n = 0
    var m = 0
    func append(_ tokens: ArraySlice<Int32>, from position: Int) {
      a.tokens.view.slice(n, tokens.count).copy(from: tokens)
      for offset in 0..<tokens.count { a.positions.view[n + offset] = Int32(position + offset) }
      n += tokens.count
    }
    func predict(_ token: Int32, from position: Int) {
      a.selection.view[m] = Int32(position)
      a.targets.view[m] = token
      m += 1
    }
    for group in batch.groups {
      let prompt = rows[group.rows[0]].promptLength
      append(rows[group.rows[0]].tokens[..<prompt], from: 0)
      let last = n - 1
      for index in group.rows {
        let tokens = rows[index].tokens
        predict(tokens[prompt], from: last)
        let first = n
        append(tokens[prompt..<tokens.count - 1], from: prompt)
        for position in first..<n { predict(tokens[prompt + 1 + position - first], from: position) }
      }
    }
    return (n, m)
  }

  /// Sums the loss and sets its derivatives; says whether the entropy has one.
  private func score(
    _ batch: MicroBatch, _ rows: [TrainingRow], _ objective: Objective, _ totals: inout Totals
  ) -> Bool {
    let a = activations
    var m = 0
    for index in batch.rows {
      let row = rows[index]
      for token in 0..<row.responseLength {
        let logProbability = a.logProbability.view[m]
        switch objective {
        case .supervised(let scale):
          totals.loss -= Double(row.weight * scale) * Double(logProbability)
          a.byLogProbability.view[m] = -row.weight * scale
        case .policy(let loss):
          let entropy = a.entropy.view[m]
          let term = loss.term(
            logProbability: logProbability, old: row.oldLogProbabilities[token],
            advantage: row.advantage)
          totals.loss +=
            Double(row.weight) * Double(term.loss - loss.entropyCoefficient * entropy)
          totals.clipped += term.isClipped ? 1 : 0
          totals.divergence += Double(term.divergence)
          totals.entropy += Double(entropy)
          a.byLogProbability.view[m] = row.weight * term.derivative
          if loss.divergenceCoefficient != 0, token < row.referenceLogProbabilities.count {
            let reference = loss.divergenceTerm(
              logProbability: logProbability, reference: row.referenceLogProbabilities[token])
            totals.loss += Double(row.weight * reference.loss)
            a.byLogProbability.view[m] += row.weight * reference.derivative
          }
          a.byEntropy.view[m] = -row.weight * loss.entropyCoefficient
        case .scoring(_, let results):
          results.set(row: index, token: token, logProbability)
        }
        m += 1
      }
    }
    if case .policy(let loss) = objective { return loss.entropyCoefficient != 0 }
    return false
  }
}

extension PolicyLoss {
  /// One token's cost of its divergence from the reference and its derivative by the
  /// log-probability.
  func divergenceTerm(
    logProbability: Float, reference: Float
  ) -> (loss: Float, derivative: Float) {
    let difference = reference - logProbability
    let ratio = exp(difference)
    return (
      loss: divergenceCoefficient * (ratio - 1 - difference),
      derivative: divergenceCoefficient * (1 - ratio)
    )
  }

  /// One token's clipped loss and its derivative by the log-probability.
  func term(
    logProbability: Float, old: Float, advantage: Float
  ) -> (loss: Float, derivative: Float, isClipped: Bool, divergence: Float) {
    let difference = logProbability - old
    let ratio = exp(difference)
    let bounded = min(max(ratio, 1 - clipLow), 1 + clipHigh)
    let isClipped = bounded * advantage < ratio * advantage
    return (
      loss: -(isClipped ? bounded : ratio) * advantage,
      derivative: isClipped ? 0 : -ratio * advantage, isClipped: isClipped,
      divergence: ratio - 1 - difference
    )
  }
}

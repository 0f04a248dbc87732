import Foundation

/// L2-regularised logistic regression, trained by L-BFGS (Nocedal 1980; Nocedal and Wright 2006,
/// algorithm 7.4). It has no random part: the same rows give the same weights.
///
/// Minimises `|w|^2 / 2 + C sum_i s_i log(1 + exp(-y_i (w x_i + b)))`, with the bias `b` unpenalised.
struct LogisticRegression {
  /// The loss's weight against the penalty.
  var cost: Double
  var maximumIterations = 200
  /// Stops when the gradient's largest entry is this share of what it was at the start.
  var tolerance = 1e-3
  /// Pairs that the inverse Hessian is approximated from.
  private static let memory = 10

  init(cost: Double) { self.cost = cost }

  /// What a row is to give: 1 for a positive, -1 for a negative, and how much it counts.
  private struct Target {
    var sign: Double
    var share: Double
  }

  /// The weights by column, the bias last.
  ///
  /// - Parameters:
  ///   - labels: whether each row is a positive.
  ///   - shares: how much each row's loss counts, the `s` above.
  func weights(
    rows: SparseRows, labels: [Bool], shares: [Double], columns: Int
  ) -> [Double] {
    precondition(
      rows.count == labels.count && rows.count == shares.count, "each row has a label and a share")
    let targets = zip(labels, shares).map { Target(sign: $0 ? 1 : -1, share: $1) }
    var point = [Double](repeating: 0, count: columns + 1)
    var (value, gradient) = objective(point, rows, targets)
    let goal = tolerance * (gradient.map(abs).max() ?? 0)
    var history: [(step: [Double], change: [Double], curvature: Double)] = []
    for _ in 0..<maximumIterations {
      guard gradient.contains(where: { abs($0) > goal }) else { break }
      let direction = Self.direction(gradient, history)
      let slope = Self.dot(direction, gradient)
      var length = history.isEmpty ? 1 / max(1, Self.dot(gradient, gradient).squareRoot()) : 1.0
      var next = (point: point, value: value, gradient: gradient)
      var isFound = false
      for _ in 0..<40 where !isFound {
        let trial = zip(point, direction).map { $0 + length * $1 }
        let (trialValue, trialGradient) = objective(trial, rows, targets)
        next = (trial, trialValue, trialGradient)
        isFound = trialValue <= value + 1e-4 * length * slope
        length /= 2
      }
      guard isFound else { break }
      let step = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(step, change)
      if curvature > 1e-12 {
        history.append((step, change, curvature))
        if history.count > Self.memory { history.removeFirst() }
      }
      (point, value, gradient) = (next.point, next.value, next.gradient)
    }
    return point
  }

  private func objective(
    _ point: [Double], _ rows: SparseRows, _ targets: [Target]
  ) -> (Double, [Double]) {
    let bias = point.count - 1
    var gradient = point
    gradient[bias] = 0
    var value = (Self.dot(point, point) - point[bias] * point[bias]) / 2
    for row in 0..<rows.count {
      let sign = targets[row].sign
      let cost = cost * targets[row].share
      let margin = sign * (rows.product(row: row, point) + point[bias])
      // log(1 + exp(-m)) without overflow.
      value += cost * (max(0, -margin) + log1p(exp(-abs(margin))))
      let factor = -cost * sign / (1 + exp(margin))
      rows.add(row: row, times: factor, to: &gradient)
      gradient[bias] += factor
    }
    return (value, gradient)
  }

  /// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
  private static func direction(
    _ gradient: [Double], _ history: [(step: [Double], change: [Double], curvature: Double)]
  ) -> [Double] {
    var result = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in history.reversed() {
      let factor = dot(pair.step, result) / pair.curvature
      factors.append(factor)
      add(pair.change, times: -factor, to: &result)
    }
    if let last = history.last {
      let scale = last.curvature / dot(last.change, last.change)
      for index in result.indices { result[index] *= scale }
    }
    for (pair, factor) in zip(history, factors.reversed()) {
      add(pair.step, times: factor - dot(pair.change, result) / pair.curvature, to: &result)
    }
    return result
  }

  private static func add(_ vector: [Double], times factor: Double, to result: inout [Double]) {
    for index in result.indices { result[index] += factor * vector[index] }
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }
}

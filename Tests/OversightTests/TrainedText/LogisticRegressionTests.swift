import Foundation
import Testing

@testable import Oversight

@Suite struct LogisticRegressionTests {
  /// At the minimum every partial derivative is 0: `w_j = C sum_i s_i y_i x_ij / (1 + exp(y_i m_i))`.
  @Test func solutionIsStationary() {
    let points: [(row: [Float], isPositive: Bool)] = [
      ([1, 0, 0.5], true), ([0.2, 1, 0], false), ([0.9, 0.3, 0.1], true), ([0.1, 0.8, 0.7], false),
      ([0.5, 0.5, 0.2], true), ([0.6, 0.6, 0.9], false),
    ]
    var rows = SparseRows()
    for point in points { rows.append(point.row.enumerated().map { (Int32($0), $1) }) }
    var regression = LogisticRegression(cost: 3)
    regression.tolerance = 1e-9
    let shares = [1, 0.5, 0.25, 1, 2, 1]
    let weights = regression.weights(
      rows: rows, labels: points.map(\.isPositive), shares: shares, columns: 3)
    for column in 0...3 {
      var derivative = column < 3 ? weights[column] : 0
      for (point, share) in zip(points, shares) {
        let sign = point.isPositive ? 1.0 : -1.0
        let margin = weights[3] + zip(point.row, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
        let value = column < 3 ? Double(point.row[column]) : 1
        derivative -= 3 * share * sign * value / (1 + exp(sign * margin))
      }
      #expect(abs(derivative) < 1e-6, "column \(column)")
    }
  }
}

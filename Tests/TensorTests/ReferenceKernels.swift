import Foundation

/// The kernels' formulas in plain double-precision Swift, to compare with.
enum Reference {
  static func rmsNorm(_ x: [Float], weight: [Float], epsilon: Double) -> [Double] {
    let square = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(x.count)
    let scale = 1 / (square + epsilon).squareRoot()
    return zip(x, weight).map { Double($0) * scale * Double($1) }
  }

  static func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }

  static func softmax(_ x: [Double]) -> [Double] {
    let maximum = x.max() ?? 0
    let e = x.map { exp($0 - maximum) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }

  /// Causal grouped-query attention over fused rows (queries, keys, values).
  static func attention(
    _ fused: [Double], length: Int, heads: Int, keyValueHeads: Int, width: Int
  ) -> [Double] {
    let stride = (heads + 2 * keyValueHeads) * width
    var out = [Double](repeating: 0, count: length * heads * width)
    for h in 0..<heads {
      let kv = h / (heads / keyValueHeads)
      let key = (heads + kv) * width
      let value = (heads + keyValueHeads + kv) * width
      for t in 0..<length {
        let scores = (0...t).map { s in
          (0..<width).reduce(0.0) {
            $0 + fused[t * stride + h * width + $1] * fused[s * stride + key + $1]
          } / Double(width).squareRoot()
        }
        for (s, p) in softmax(scores).enumerated() {
          for d in 0..<width {
            out[(t * heads + h) * width + d] += p * fused[s * stride + value + d]
          }
        }
      }
    }
    return out
  }
}

/// Reproducible numbers in [-scale, scale].
func numbers(_ count: Int, scale: Float = 1, salt: Int = 0) -> [Float] {
  (0..<count).map { scale * Float(sin(Double($0) * 1.7 + Double(salt) * 0.61 + 0.3)) }
}

func isClose(_ a: Float, _ b: Double, _ tolerance: Double = 1e-5) -> Bool {
  abs(Double(a) - b) <= tolerance * max(1, abs(b))
}

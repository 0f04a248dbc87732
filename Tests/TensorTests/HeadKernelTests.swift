import Testing

@testable import Tensor

@Suite struct HeadKernelTests {
  private let rows = 3
  private let heads = 2
  private let width = 20
  private let stride = 50
  private let epsilon: Float = 1e-5

  private func numbers(_ count: Int, _ seed: Float) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    for i in 0..<count {
      buffer.view[i] = ((Float(i) * 0.7548777 + seed) * 13.37).remainder(dividingBy: 2)
    }
    return buffer
  }

  /// y = x / rms(x) * w of one head, in double precision.
  private func normed(_ x: [Float], _ w: [Float]) -> [Double] {
    let square = x.reduce(0) { $0 + Double($1) * Double($1) } / Double(x.count)
    let scale = 1 / (square + Double(epsilon)).squareRoot()
    return zip(x, w).map { Double($0) * scale * Double($1) }
  }

  @Test func eachHeadIsNormedByItself() {
    let x = numbers(rows * stride, 1)
    let before = x.array
    let weight = numbers(width, 2)
    let kept = FloatBuffer(count: rows * heads * width)
    let reciprocal = FloatBuffer(count: rows * heads)
    Kernels.headNorm(
      x.view, stride: stride, heads: heads, weight: weight.view, rows: rows, epsilon: epsilon,
      kept: kept.view, reciprocal: reciprocal.view)
    for row in 0..<rows {
      for head in 0..<heads {
        let start = row * stride + head * width
        let input = Array(before[start..<(start + width)])
        for (index, value) in normed(input, weight.array).enumerated() {
          #expect(abs(Double(x.view[start + index]) - value) < 1e-5)
          #expect(kept.view[(row * heads + head) * width + index] == input[index])
        }
      }
      let rest = (row * stride + heads * width)..<((row + 1) * stride)
      #expect(Array(x.array[rest]) == Array(before[rest]), "what follows the heads is untouched")
    }
  }

  @Test func itsGradientMatchesFiniteDifferences() {
    let x = numbers(rows * stride, 1)
    let before = x.array
    let weight = numbers(width, 2)
    let upstream = numbers(rows * stride, 3)
    let kept = FloatBuffer(count: rows * heads * width)
    let reciprocal = FloatBuffer(count: rows * heads)
    let dweight = FloatBuffer(count: width)
    let dx = FloatBuffer(count: rows * stride)
    dx.view.copy(from: upstream.view)
    Kernels.headNorm(
      x.view, stride: stride, heads: heads, weight: weight.view, rows: rows, epsilon: epsilon,
      kept: kept.view, reciprocal: reciprocal.view)
    Kernels.headNormBackward(
      dx.view, stride: stride, heads: heads, dweight: dweight.view, weight: weight.view,
      rows: rows, kept: kept.view, reciprocal: reciprocal.view)
    func loss(_ x: [Float], _ w: [Float]) -> Double {
      var sum = 0.0
      for row in 0..<rows {
        for head in 0..<heads {
          let start = row * stride + head * width
          for (index, value) in normed(Array(x[start..<(start + width)]), w).enumerated() {
            sum += value * Double(upstream.view[start + index])
          }
        }
      }
      return sum
    }
    let h: Float = 1.0 / 256
    for index in [0, 7, 33, stride + 5, 2 * stride + 39] {
      var (up, down) = (before, before)
      up[index] += h
      down[index] -= h
      let slope =
        (loss(up, weight.array) - loss(down, weight.array)) / Double(up[index] - down[index])
      #expect(abs(Double(dx.view[index]) - slope) < 1e-3)
    }
    for index in [0, 11, 19] {
      var (up, down) = (weight.array, weight.array)
      up[index] += h
      down[index] -= h
      let slope = (loss(before, up) - loss(before, down)) / Double(up[index] - down[index])
      #expect(abs(Double(dweight.view[index]) - slope) < 1e-3)
    }
  }

  @Test func biasesAreAddedAndTheirGradientsSummed() {
    let y = numbers(rows * width, 4)
    let before = y.array
    let bias = numbers(width, 5)
    Kernels.addBias(y.view, bias.view, rows: rows)
    let sums = FloatBuffer(count: width)
    sums.view.copy(from: [Float](repeating: 1, count: width))
    Kernels.addColumnSums(sums.view, y.view, rows: rows)
    for column in 0..<width {
      var sum: Float = 1
      for row in 0..<rows {
        #expect(y.view[row * width + column] == before[row * width + column] + bias.view[column])
        sum += y.view[row * width + column]
      }
      #expect(sums.view[column] == sum)
    }
  }
}

import Foundation
import Testing

@testable import Tensor

private func buffer(_ values: [Float]) -> FloatBuffer {
  let buffer = FloatBuffer(count: values.count)
  buffer.view.copy(from: values)
  return buffer
}

@Suite struct ElementwiseKernelTests {
  @Test(arguments: [1, 5, 16, 33, 128])
  func rmsNormMatchesItsFormula(width: Int) {
    let rows = 3
    let x = buffer(numbers(rows * width, scale: 3))
    let residual = buffer(numbers(rows * width, salt: 5))
    let weight = buffer(numbers(width, salt: 1))
    let y = FloatBuffer(count: rows * width)
    let reciprocal = FloatBuffer(count: rows)
    Kernels.rmsNorm(
      y.view, reciprocal: reciprocal.view, x.view, weight: weight.view, rows: rows, epsilon: 1e-5)
    for row in 0..<rows {
      let range = row * width..<(row + 1) * width
      let expected = Reference.rmsNorm(
        Array(x.array[range]), weight: weight.array, epsilon: 1e-5)
      for (a, b) in zip(y.array[range], expected) { #expect(isClose(a, b)) }
    }
    let sum = zip(x.array, residual.array).map { $0 + $1 }
    Kernels.addThenRMSNorm(
      y.view, reciprocal: reciprocal.view, x.view, residual: residual.view, weight: weight.view,
      rows: rows, epsilon: 1e-5)
    #expect(x.array == sum)
    let expected = Reference.rmsNorm(
      Array(sum[0..<width]), weight: weight.array, epsilon: 1e-5)
    for (a, b) in zip(y.array, expected) { #expect(isClose(a, b)) }
  }

  @Test(arguments: [3, 16, 37])
  func rmsNormGradientMatchesFiniteDifferences(width: Int) {
    let x = numbers(width, scale: 2)
    let weight = numbers(width, salt: 1)
    let dy = numbers(width, salt: 2)
    let y = FloatBuffer(count: width)
    let reciprocal = FloatBuffer(count: 1)
    Kernels.rmsNorm(
      y.view, reciprocal: reciprocal.view, buffer(x).view, weight: buffer(weight).view, rows: 1,
      epsilon: 1e-5)
    let (xb, wb, db) = (buffer(x), buffer(weight), buffer(dy))
    let dx = buffer([Float](repeating: 1, count: width))
    let dweight = FloatBuffer(count: width)
    Kernels.rmsNormBackward(
      dx.view, dweight: dweight.view, dy: db.view, x: xb.view, weight: wb.view,
      reciprocal: reciprocal.view, rows: 1)
    func loss(_ x: [Float], _ weight: [Float]) -> Double {
      zip(Reference.rmsNorm(x, weight: weight, epsilon: 1e-5), dy).reduce(0) {
        $0 + $1.0 * Double($1.1)
      }
    }
    let h: Float = 1e-3
    for i in 0..<width {
      var (up, down) = (x, x)
      up[i] += h
      down[i] -= h
      let slope = (loss(up, weight) - loss(down, weight)) / Double(up[i] - down[i])
      #expect(isClose(dx.array[i], 1 + slope, 1e-4), "adds to what is there")
      var (more, less) = (weight, weight)
      more[i] += h
      less[i] -= h
      let weightSlope = (loss(x, more) - loss(x, less)) / Double(more[i] - less[i])
      #expect(isClose(dweight.array[i], weightSlope, 1e-4))
    }
  }

  @Test func swiGLUAndItsGradientMatchTheFormula() {
    let width = 21
    let gateUp = numbers(2 * 2 * width, scale: 6)
    let dy = numbers(2 * width, salt: 3)
    let y = FloatBuffer(count: 2 * width)
    let dgateUp = FloatBuffer(count: 4 * width)
    let (input, gradient) = (buffer(gateUp), buffer(dy))
    Kernels.swiGLU(y.view, input.view, rows: 2, width: width)
    Kernels.swiGLUBackward(
      dgateUp.view, dy: gradient.view, gateUp: input.view, rows: 2, width: width)
    for row in 0..<2 {
      for j in 0..<width {
        let g = Double(gateUp[row * 2 * width + j])
        let u = Double(gateUp[row * 2 * width + width + j])
        let d = Double(dy[row * width + j])
        #expect(isClose(y.array[row * width + j], Reference.silu(g) * u))
        #expect(isClose(dgateUp.array[row * 2 * width + width + j], d * Reference.silu(g)))
        let h = 1e-5
        let slope = (Reference.silu(g + h) - Reference.silu(g - h)) / (2 * h)
        #expect(isClose(dgateUp.array[row * 2 * width + j], d * u * slope))
      }
    }
  }

  @Test func exponentialsStayAccurateOverTheWholeRange() {
    // silu(x) * (1 + e^-x) = x exposes the exponential at large negative arguments.
    let values = stride(from: Float(-80), through: 80, by: 0.37).map { $0 }
    let gateUp = buffer(values.flatMap { [$0, 1] })
    let y = FloatBuffer(count: values.count)
    Kernels.swiGLU(y.view, gateUp.view, rows: values.count, width: 1)
    for (value, result) in zip(values, y.array) {
      let expected = Reference.silu(Double(value))
      #expect(abs(Double(result) - expected) <= 4e-7 * abs(expected) + 1e-37)
    }
  }

  @Test func rotaryTurnsHalfSplitPairsAndBack() {
    let (heads, width, stride) = (2, 6, 15)
    let table = RotaryTable(positions: 50, headWidth: width, base: 10_000)
    let positions = IndexBuffer(count: 3)
    positions.view.copy(from: [0, 7, 49])
    let values = numbers(3 * stride)
    let x = buffer(values)
    Kernels.rotary(
      x.view, stride: stride, heads: heads, headWidth: width, positions: positions.view,
      table: table, inverse: false)
    for (row, position) in [0, 7, 49].enumerated() {
      for head in 0..<heads {
        for i in 0..<3 {
          let angle = Double(position) * pow(10_000, -2 * Double(i) / 6)
          let at = row * stride + head * width + i
          let (a, b) = (Double(values[at]), Double(values[at + 3]))
          #expect(isClose(x.array[at], a * cos(angle) - b * sin(angle)))
          #expect(isClose(x.array[at + 3], b * cos(angle) + a * sin(angle)))
        }
      }
      for rest in 12..<15 {
        #expect(x.array[row * stride + rest] == values[row * stride + rest], "left alone")
      }
    }
    Kernels.rotary(
      x.view, stride: stride, heads: heads, headWidth: width, positions: positions.view,
      table: table, inverse: true)
    for (a, b) in zip(x.array, values) { #expect(isClose(a, Double(b))) }
  }

  @Test func rowsAreGatheredAndScattered() {
    let table = buffer((0..<12).map { Float($0) })
    let indices = IndexBuffer(count: 3)
    indices.view.copy(from: [2, 0, 2])
    let out = FloatBuffer(count: 9)
    Kernels.gatherRows(out.view, table.view, indices.view, width: 3)
    #expect(out.array == [6, 7, 8, 0, 1, 2, 6, 7, 8])
    Kernels.scatterAddRows(table.view, out.view, indices.view, width: 3)
    #expect(table.array == [0, 2, 4, 3, 4, 5, 18, 21, 24, 9, 10, 11])
    #expect(Kernels.sumOfSquares(buffer([3, -4, 12]).view) == 169)
  }

  @Test func adamWFollowsItsAlgorithm() {
    var parameter = numbers(19)
    var (m, v) = ([Double](repeating: 0, count: 19), [Double](repeating: 0, count: 19))
    let p = buffer(parameter)
    let (m1, m2) = (FloatBuffer(count: 19), FloatBuffer(count: 19))
    for step in 1...3 {
      let gradient = numbers(19, salt: step)
      let g = buffer(gradient)
      Kernels.adamW(
        parameter: p.view, moment1: m1.view, moment2: m2.view, gradient: g.view,
        step: AdamWStep(
          learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1,
          gradientScale: 0.5, step: step))
      for i in 0..<19 {
        let g = 0.5 * Double(gradient[i])
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.95 * v[i] + 0.05 * g * g
        let corrected = (m[i] / (1 - pow(0.9, Double(step))))
        let root = (v[i] / (1 - pow(0.95, Double(step)))).squareRoot()
        let value = Double(parameter[i]) * (1 - 0.01 * 0.1) - 0.01 * corrected / (root + 1e-8)
        parameter[i] = Float(value)
        #expect(isClose(p.array[i], value))
      }
    }
  }
}

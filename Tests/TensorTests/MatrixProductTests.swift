import Testing

@testable import Tensor

@Suite struct MatrixProductTests {
  @Test func allThreeProductsMatchTheDefinition() {
    let (rows, inputs, outputs) = (3, 5, 4)
    let (x, w, dy) = (
      numbers(rows * inputs), numbers(outputs * inputs, salt: 1), numbers(rows * outputs, salt: 2)
    )
    let buffers = [x, w, dy].map { values in
      let buffer = FloatBuffer(count: values.count)
      buffer.view.copy(from: values)
      return buffer
    }
    let y = FloatBuffer(count: rows * outputs)
    let dx = FloatBuffer(count: rows * inputs)
    let dw = FloatBuffer(count: outputs * inputs)
    dw.view.copy(from: w)
    MatrixProduct.linear(
      y.view, buffers[0].view, buffers[1].view, rows: rows, inputs: inputs, outputs: outputs)
    MatrixProduct.inputGradient(
      dx.view, buffers[2].view, buffers[1].view, rows: rows, inputs: inputs, outputs: outputs,
      accumulate: false)
    MatrixProduct.addWeightGradient(
      dw.view, buffers[2].view, buffers[0].view, rows: rows, inputs: inputs, outputs: outputs)
    for i in 0..<rows {
      for o in 0..<outputs {
        let sum = (0..<inputs).reduce(0.0) {
          $0 + Double(x[i * inputs + $1]) * Double(w[o * inputs + $1])
        }
        #expect(isClose(y.array[i * outputs + o], sum))
      }
      for k in 0..<inputs {
        let sum = (0..<outputs).reduce(0.0) {
          $0 + Double(dy[i * outputs + $1]) * Double(w[$1 * inputs + k])
        }
        #expect(isClose(dx.array[i * inputs + k], sum))
      }
    }
    for o in 0..<outputs {
      for k in 0..<inputs {
        let sum = (0..<rows).reduce(Double(w[o * inputs + k])) {
          $0 + Double(dy[$1 * outputs + o]) * Double(x[$1 * inputs + k])
        }
        #expect(isClose(dw.array[o * inputs + k], sum))
      }
    }
  }
}

@Suite struct PackedLinearTests {
  @Test(arguments: [1, 3, 5, 6, 17, 61, 257], [5, 32, 77])
  func itEqualsTheDefinition(rows: Int, outputs: Int) {
    let inputs = 19
    let (x, w) = (FloatBuffer(count: rows * inputs), FloatBuffer(count: outputs * inputs))
    x.view.copy(from: numbers(x.count))
    w.view.copy(from: numbers(w.count, salt: 3))
    let layer = PackedLinear(inputs: inputs, outputs: outputs)
    layer.load(w.view)
    let y = FloatBuffer(count: rows * outputs)
    layer.apply(y.view, x.view, weight: w.view, rows: rows)
    for i in 0..<rows {
      for o in 0..<outputs {
        let sum = (0..<inputs).reduce(0.0) {
          $0 + Double(x.array[i * inputs + $1]) * Double(w.array[o * inputs + $1])
        }
        if !isClose(y.array[i * outputs + o], sum) { Issue.record("row \(i), output \(o)") }
      }
    }
  }

  /// Weights that fit a near cache and one that does not, in both directions, packed or not.
  @Test(arguments: [(19, 45), (600, 900)], [true, false])
  func bothDirectionsEqualBLAS(sizes: (inputs: Int, outputs: Int), packs: Bool) {
    let (inputs, outputs) = sizes
    let rows = 201
    let (x, w) = (FloatBuffer(count: rows * inputs), FloatBuffer(count: outputs * inputs))
    let dy = FloatBuffer(count: rows * outputs)
    x.view.copy(from: numbers(x.count))
    dy.view.copy(from: numbers(dy.count, salt: 2))
    w.view.copy(from: numbers(w.count, salt: 3))
    let (y, expectedY) = (FloatBuffer(count: dy.count), FloatBuffer(count: dy.count))
    let (dx, expectedX) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
    for (direction, out, input) in [
      (PackedLinear.Direction.forward, y, x), (.inputGradient, dx, dy),
    ] {
      let layer = PackedLinear(inputs: inputs, outputs: outputs, for: direction, packs: packs)
      layer.load(w.view)
      layer.apply(out.view, input.view, weight: w.view, rows: rows)
    }
    MatrixProduct.linear(
      expectedY.view, x.view, w.view, rows: rows, inputs: inputs, outputs: outputs)
    MatrixProduct.inputGradient(
      expectedX.view, dy.view, w.view, rows: rows, inputs: inputs, outputs: outputs,
      accumulate: false)
    #expect(zip(y.array, expectedY.array).allSatisfy { isClose($0, Double($1), 1e-4) })
    #expect(zip(dx.array, expectedX.array).allSatisfy { isClose($0, Double($1), 1e-4) })
  }
}

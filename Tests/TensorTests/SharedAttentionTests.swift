import Testing

@testable import Tensor

/// Attention over sequences that begin alike, against each sequence by itself.
@Suite struct SharedAttentionTests {
  /// Trunks and branches around the block of 16, with empty ones among them.
  static let trees = [
    SequenceTree(trunk: 5, branches: [3, 0, 9]),
    SequenceTree(trunk: 16, branches: [16, 1]),
    SequenceTree(trunk: 19, branches: [37, 2, 14, 14]),
    SequenceTree(trunk: 0, branches: [4, 6]),
  ]
  let shape = AttentionShape(heads: 4, keyValueHeads: 2, headWidth: 24)

  @Test(arguments: trees)
  func forwardEqualsEachSequenceAlone(_ tree: SequenceTree) {
    let fused = rows(tree, shape.fusedWidth, salt: 1)
    let out = forward(tree, fused).out
    for sequence in sequences(of: tree) {
      let alone = forward(
        SequenceTree(trunk: sequence.count), gather(fused, sequence, shape.fusedWidth)
      ).out
      let expected = alone.array
      for (row, position) in sequence.enumerated() {
        for column in 0..<shape.queryWidth {
          let value = out.array[position * shape.queryWidth + column]
          #expect(isClose(value, Double(expected[row * shape.queryWidth + column])))
        }
      }
    }
  }

  @Test(arguments: trees)
  func theTrunksGradientIsTheSumOverItsSequences(_ tree: SequenceTree) {
    let fused = rows(tree, shape.fusedWidth, salt: 1)
    let dout = rows(tree, shape.queryWidth, salt: 7)
    let gradient = backward(tree, fused, dout)
    var expected = [Double](repeating: 0, count: tree.positions * shape.fusedWidth)
    for (index, sequence) in sequences(of: tree).enumerated() {
      let own = gather(dout, sequence, shape.queryWidth)
      // What flows into the trunk's outputs does so once.
      if index > 0 { own.view.slice(0, tree.trunk * shape.queryWidth).clear() }
      let alone = backward(
        SequenceTree(trunk: sequence.count), gather(fused, sequence, shape.fusedWidth), own)
      for (row, position) in sequence.enumerated() {
        for column in 0..<shape.fusedWidth {
          expected[position * shape.fusedWidth + column] += Double(
            alone[row * shape.fusedWidth + column])
        }
      }
    }
    for (a, b) in zip(gradient, expected) { #expect(isClose(a, b, 2e-5)) }
  }

  /// The positions of each sequence: the trunk's, then its branch's.
  private func sequences(of tree: SequenceTree) -> [[Int]] {
    var first = tree.trunk
    return tree.branches.map { length in
      defer { first += length }
      return Array(0..<tree.trunk) + Array(first..<first + length)
    }
  }

  private func rows(_ tree: SequenceTree, _ width: Int, salt: Int) -> FloatBuffer {
    let buffer = FloatBuffer(count: tree.positions * width)
    buffer.view.copy(from: numbers(buffer.count, scale: 1.5, salt: salt))
    return buffer
  }

  private func gather(_ buffer: FloatBuffer, _ positions: [Int], _ width: Int) -> FloatBuffer {
    let out = FloatBuffer(count: positions.count * width)
    for (row, position) in positions.enumerated() {
      out.view.slice(row * width, width).copy(from: buffer.view.slice(position * width, width))
    }
    return out
  }

  private func forward(
    _ tree: SequenceTree, _ fused: FloatBuffer
  ) -> (out: FloatBuffer, logSum: FloatBuffer) {
    let out = FloatBuffer(count: tree.positions * shape.queryWidth)
    let logSum = FloatBuffer(count: tree.positions * shape.heads)
    let scratch = FloatBuffer(count: shape.scratch(length: tree.longest))
    shape.forward(
      out.view, logSum: logSum.view, fused: fused.view, over: tree, scratch: scratch.view)
    return (out, logSum)
  }

  private func backward(
    _ tree: SequenceTree, _ fused: FloatBuffer, _ dout: FloatBuffer
  ) -> [Float] {
    let (out, logSum) = forward(tree, fused)
    let gradient = FloatBuffer(count: fused.count)
    let scratch = FloatBuffer(count: shape.scratch(length: tree.longest))
    // Stale numbers in the scratch must not matter.
    scratch.view.copy(from: [Float](repeating: .nan, count: scratch.count))
    shape.backward(
      gradient.view, dout: dout.view, out: out.view, logSum: logSum.view, fused: fused.view,
      over: tree, scratch: scratch.view)
    return gradient.array
  }
}

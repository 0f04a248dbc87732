import Foundation
import Testing

@testable import Tensor

private struct Case: Sendable, CustomTestStringConvertible {
  let length: Int
  let heads: Int
  let keyValueHeads: Int
  let width: Int
  var testDescription: String { "T \(length) H \(heads) KV \(keyValueHeads) d \(width)" }
}

/// Lengths around the block of 16, head widths with and without a vector path.
private let cases = [
  Case(length: 1, heads: 1, keyValueHeads: 1, width: 4),
  Case(length: 7, heads: 4, keyValueHeads: 2, width: 6),
  Case(length: 16, heads: 2, keyValueHeads: 2, width: 16),
  Case(length: 17, heads: 4, keyValueHeads: 1, width: 32),
  Case(length: 50, heads: 2, keyValueHeads: 1, width: 48),
]

@Suite struct AttentionTests {
  @Test(arguments: cases)
  private func forwardMatchesTheFormula(_ c: Case) {
    let shape = AttentionShape(heads: c.heads, keyValueHeads: c.keyValueHeads, headWidth: c.width)
    let fused = FloatBuffer(count: c.length * shape.fusedWidth)
    fused.view.copy(from: numbers(fused.count, scale: 1.5))
    let (out, _) = forward(shape, fused, c.length)
    let expected = Reference.attention(
      fused.array.map { Double($0) }, length: c.length, heads: c.heads,
      keyValueHeads: c.keyValueHeads, width: c.width)
    for (a, b) in zip(out.array, expected) { #expect(isClose(a, b)) }
  }

  @Test(arguments: cases)
  private func backwardMatchesFiniteDifferences(_ c: Case) {
    let shape = AttentionShape(heads: c.heads, keyValueHeads: c.keyValueHeads, headWidth: c.width)
    let fused = FloatBuffer(count: c.length * shape.fusedWidth)
    fused.view.copy(from: numbers(fused.count, scale: 1.5))
    let dout = FloatBuffer(count: c.length * shape.queryWidth)
    dout.view.copy(from: numbers(dout.count, salt: 9))
    let (out, logSum) = forward(shape, fused, c.length)
    let dfused = FloatBuffer(count: fused.count)
    let scratch = FloatBuffer(count: shape.scratch(length: c.length))
    shape.backward(
      dfused.view, dout: dout.view, out: out.view, logSum: logSum.view, fused: fused.view,
      over: SequenceTree(trunk: c.length), scratch: scratch.view)
    let values = fused.array.map { Double($0) }
    let weights = dout.array.map { Double($0) }
    func loss(_ values: [Double]) -> Double {
      let out = Reference.attention(
        values, length: c.length, heads: c.heads, keyValueHeads: c.keyValueHeads, width: c.width)
      return zip(out, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let h = 1e-5
    for index in stride(from: 0, to: values.count, by: max(1, values.count / 40)) {
      var (up, down) = (values, values)
      up[index] += h
      down[index] -= h
      let slope = (loss(up) - loss(down)) / (2 * h)
      #expect(isClose(dfused.array[index], slope, 2e-5))
    }
  }

  @Test(arguments: cases, [0, 3])
  private func decodingEqualsTheLastRowOfForward(_ c: Case, shared: Int) {
    let shape = AttentionShape(heads: c.heads, keyValueHeads: c.keyValueHeads, headWidth: c.width)
    let fused = FloatBuffer(count: c.length * shape.fusedWidth)
    fused.view.copy(from: numbers(fused.count, scale: 1.5))
    let (out, _) = forward(shape, fused, c.length)
    let prefixLength = min(shared, c.length - 1)
    let buffers = (0..<4).map { _ in
      FloatBuffer(count: CacheSegment.floats(capacity: c.length + 3, shape: shape))
    }
    var prefix = CacheSegment(
      keys: buffers[0].view, values: buffers[1].view, capacity: c.length + 3, length: 0)
    var own = CacheSegment(
      keys: buffers[2].view, values: buffers[3].view, capacity: c.length + 3, length: 0)
    for position in 0..<c.length {
      let row = fused.view.slice(position * shape.fusedWidth)
      if position < prefixLength {
        prefix.store(row, position: position, shape: shape)
        prefix.length += 1
      } else {
        own.store(row, position: position - prefixLength, shape: shape)
        own.length += 1
      }
    }
    let decoded = FloatBuffer(count: shape.queryWidth)
    let scratch = FloatBuffer(count: shape.decodeScratch(length: c.length))
    shape.decode(
      decoded.view, queries: fused.view.slice((c.length - 1) * shape.fusedWidth), prefix: prefix,
      own: own, scratch: scratch.view)
    let expected = out.array.suffix(shape.queryWidth)
    for (a, b) in zip(decoded.array, expected) { #expect(isClose(a, Double(b))) }
  }

  private func forward(
    _ shape: AttentionShape, _ fused: FloatBuffer, _ length: Int
  ) -> (FloatBuffer, FloatBuffer) {
    let out = FloatBuffer(count: length * shape.queryWidth)
    let logSum = FloatBuffer(count: length * shape.heads)
    let scratch = FloatBuffer(count: shape.scratch(length: length))
    shape.forward(
      out.view, logSum: logSum.view, fused: fused.view, over: SequenceTree(trunk: length),
      scratch: scratch.view)
    return (out, logSum)
  }
}

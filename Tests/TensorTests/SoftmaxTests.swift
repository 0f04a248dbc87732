import Foundation
import Testing

@testable import Tensor

@Suite struct SoftmaxTests {
  private func logits(_ rows: Int, _ width: Int) -> FloatBuffer {
    let buffer = FloatBuffer(count: rows * width)
    buffer.view.copy(from: numbers(rows * width, scale: 4))
    return buffer
  }

  @Test(arguments: [2, 17, 64], [Float(1), 0.5])
  func probabilitiesLogarithmsAndEntropyMatch(width: Int, temperature: Float) {
    let x = logits(2, width)
    let values = x.array
    let targets = IndexBuffer(count: 2)
    targets.view.copy(from: [0, Int32(width - 1)])
    let (logProbability, entropy) = (FloatBuffer(count: 2), FloatBuffer(count: 2))
    Softmax.forward(
      x.view, width: width, targets: targets.view, logProbability: logProbability.view,
      entropy: entropy.view, temperature: temperature)
    for row in 0..<2 {
      let z = values[row * width..<(row + 1) * width].map { Double($0) / Double(temperature) }
      let p = Reference.softmax(z)
      for j in 0..<width { #expect(isClose(x.array[row * width + j], p[j])) }
      #expect(isClose(logProbability.array[row], log(p[row == 0 ? 0 : width - 1])))
      #expect(isClose(entropy.array[row], -p.reduce(0) { $0 + $1 * log($1) }))
    }
  }

  @Test func gradientMatchesFiniteDifferences() {
    let width = 9
    let temperature: Float = 0.7
    let x = logits(1, width)
    let values = x.array.map { Double($0) }
    let targets = IndexBuffer(count: 1)
    targets.view.copy(from: [4])
    let outputs = (0..<4).map { _ in FloatBuffer(count: 1) }
    Softmax.forward(
      x.view, width: width, targets: targets.view, logProbability: outputs[0].view,
      entropy: outputs[1].view, temperature: temperature)
    outputs[2].view[0] = -1.3
    outputs[3].view[0] = 0.4
    Softmax.backward(
      x.view, width: width, targets: targets.view, byLogProbability: outputs[2].view,
      byEntropy: outputs[3].view, entropy: outputs[1].view, temperature: temperature)
    func loss(_ z: [Double]) -> Double {
      let p = Reference.softmax(z.map { $0 / Double(temperature) })
      return -1.3 * log(p[4]) - 0.4 * p.reduce(0) { $0 + $1 * log($1) }
    }
    let h = 1e-5
    for j in 0..<width {
      var (up, down) = (values, values)
      up[j] += h
      down[j] -= h
      #expect(isClose(x.array[j], (loss(up) - loss(down)) / (2 * h), 2e-6))
    }
  }

  @Test func samplesInvertTheCumulativeDistribution() {
    let width = 21
    let draws = 4_000
    let values = numbers(width, scale: 2)
    let x = FloatBuffer(count: draws * width)
    let uniform = FloatBuffer(count: draws)
    for draw in 0..<draws {
      x.view.slice(draw * width, width).copy(from: values)
      uniform.view[draw] = (Float(draw) + 0.5) / Float(draws)
    }
    let tokens = IndexBuffer(count: draws)
    let (logProbability, entropy) = (FloatBuffer(count: draws), FloatBuffer(count: draws))
    Softmax.sample(
      x.view, width: width, uniform: uniform.view, tokens: tokens.view,
      logProbability: logProbability.view, entropy: entropy.view, temperature: 2)
    let p = Reference.softmax(values.map { Double($0) / 2 })
    var counts = [Int](repeating: 0, count: width)
    for (token, logarithm) in zip(tokens.view.array, logProbability.array) {
      counts[Int(token)] += 1
      #expect(isClose(logarithm, log(p[Int(token)])))
    }
    for (count, probability) in zip(counts, p) {
      #expect(abs(Double(count) - probability * Double(draws)) <= 1.5)
    }
    #expect(isClose(entropy.array[0], -p.reduce(0) { $0 + $1 * log($1) }))
  }

  @Test func temperatureZeroTakesTheFirstMaximum() {
    let x = FloatBuffer(count: 4)
    x.view.copy(from: [1, 3, 3, -2])
    let outputs = (0..<3).map { _ in FloatBuffer(count: 1) }
    let tokens = IndexBuffer(count: 1)
    outputs[0].view[0] = 0.99
    Softmax.sample(
      x.view, width: 4, uniform: outputs[0].view, tokens: tokens.view,
      logProbability: outputs[1].view, entropy: outputs[2].view, temperature: 0)
    #expect(tokens.view[0] == 1)
    #expect(isClose(outputs[1].array[0], log(Reference.softmax([1, 3, 3, -2])[1])))
  }

  @Test func anImpossibleTokenIsNeverDrawn() {
    let x = FloatBuffer(count: 3)
    x.view.copy(from: [0, 0, -.infinity])
    let outputs = (0..<3).map { _ in FloatBuffer(count: 1) }
    let tokens = IndexBuffer(count: 1)
    outputs[0].view[0] = Float(1).nextDown
    Softmax.sample(
      x.view, width: 3, uniform: outputs[0].view, tokens: tokens.view,
      logProbability: outputs[1].view, entropy: outputs[2].view, temperature: 1)
    #expect(tokens.view[0] == 1)
  }
}

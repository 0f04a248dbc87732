import Core
import Testing

@testable import SelfPlay

@Suite struct PassAtKTests {
  @Test("one of k, drawn without replacement from n, is right: counted by hand")
  func agreesWithCounting() {
    for samples in 1...7 {
      for correct in 0...samples {
        for k in 1...samples {
          let estimate = PassAtK.estimate(samples: samples, correct: correct, k: k)
          #expect(abs(estimate - counted(samples, correct, k)) < 1e-12)
        }
      }
    }
  }

  @Test func powersOfTwoAreShown() {
    #expect(PassAtK.shown(samples: 1) == [1])
    #expect(PassAtK.shown(samples: 12) == [1, 2, 4, 8])
  }

  /// By listing all choices of k of n.
  private func counted(_ samples: Int, _ correct: Int, _ k: Int) -> Double {
    let choices = (0..<1 << samples).filter { $0.nonzeroBitCount == k }
    let hits = choices.count { $0 & (1 << correct - 1) != 0 }
    return Double(hits) / Double(choices.count)
  }
}

@Suite struct ConfidenceIntervalTests {
  @Test("Wilson: 0 of 10 and 5 of 10, from the tables")
  func wilson() {
    let none = ConfidenceInterval.wilson(share: 0, count: 10)
    #expect(none.low == 0)
    #expect(abs(none.high - 0.2775) < 1e-4)
    let half = ConfidenceInterval.wilson(share: 0.5, count: 10)
    #expect(abs(half.low - 0.2366) < 1e-4)
    #expect(abs(half.high - 0.7634) < 1e-4)
  }

  @Test func bootstrapIsFixedAndNearTheNormalInterval() {
    var random = SeededGenerator(seed: 3)
    let values = (0..<400).map { _ in random.unit() < 0.3 ? 1.0 : 0 }
    let mean = values.reduce(0, +) / 400
    let spread = 1.96 * (mean * (1 - mean) / 400).squareRoot()
    let interval = ConfidenceInterval.bootstrap(meanOf: values)
    #expect(abs(interval.low - (mean - spread)) < 0.01)
    #expect(abs(interval.high - (mean + spread)) < 0.01)
    #expect(ConfidenceInterval.bootstrap(meanOf: values) == interval)
  }

  @Test func fewValues() {
    #expect(ConfidenceInterval.bootstrap(meanOf: []) == ConfidenceInterval(low: 0, high: 1))
    #expect(ConfidenceInterval.bootstrap(meanOf: [0.5]) == ConfidenceInterval(low: 0.5, high: 0.5))
    #expect(ConfidenceInterval.wilson(share: 0, count: 0) == ConfidenceInterval(low: 0, high: 1))
  }
}

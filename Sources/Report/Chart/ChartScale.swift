import Foundation

/// How values become places: a range with round numbers in it.
struct ChartScale: Hashable {
  private(set) var low: Double
  private(set) var high: Double
  private(set) var ticks: [Double]
  private var step: Double

  /// A scale over the values, with about `count` ticks.
  init(_ values: [Double], atLeast range: ClosedRange<Double>? = nil, count: Int) {
    let finite = values.filter(\.isFinite)
    var low = min(finite.min() ?? 0, range?.lowerBound ?? .infinity)
    var high = max(finite.max() ?? 1, range?.upperBound ?? -.infinity)
    // Values too far apart or too near for any arithmetic are shown on a scale that has one.
    if !(high - low).isFinite { (low, high) = (low / 4, high / 4) }
    if high - low <= abs(high) * 1e-12 {
      let margin = max(abs(high) * 0.1, 0.5)
      (low, high) = (low - margin, high + margin)
    }
    let step = ChartScale.roundStep((high - low) / Double(count))
    low = min(low, (low / step).rounded(.down) * step)
    high = max(high, (high / step).rounded(.up) * step)
    let first = (low / step).rounded(.up)
    let last = min((high / step).rounded(.down), first + Double(count * 3))
    let ticks = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    self.ticks = ticks.allSatisfy(\.isFinite) ? ticks : []
    self.step = step
    self.low = low
    self.high = high
  }

  /// 0 at the low end, 1 at the high end; kept a little beyond either.
  func share(_ value: Double) -> Double {
    min(1.05, max(-0.05, (value - low) / (high - low)))
  }

  /// A tick in as many digits as it needs.
  func label(_ value: Double) -> String {
    let magnitude = max(abs(low), abs(high))
    if magnitude >= 1e6 || magnitude < 1e-3 { return String(format: "%.2g", value) }
    let digits = max(0, Int((-log10(step)).rounded(.up)))
    return String(format: "%.\(min(digits, 6))f", value == 0 ? 0 : value)
  }

  /// 1, 2 or 5 times a power of ten, not below `rough`.
  private static func roundStep(_ rough: Double) -> Double {
    guard rough > 0, rough.isFinite else { return 1 }
    let power = pow(10, log10(rough).rounded(.down))
    guard power > 0, power.isFinite else { return rough }
    let factor = [1.0, 2, 5].first { $0 * power >= rough * 0.999_999 } ?? 10
    return factor * power
  }
}

/// An estimate with its 95 % interval.
public struct Estimate: Hashable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// The 97.5th percentile of the normal distribution.
  static let z = 1.959_963_985

  /// A share of `count` independent trials, with the interval of Wilson (1927).
  public init(share: Double, count: Int) {
    value = share
    guard count > 0 else {
      (low, high) = (0, 1)
      return
    }
    let n = Double(count)
    let centre = share + Self.z * Self.z / (2 * n)
    let spread =
      Self.z * (share * (1 - share) / n + Self.z * Self.z / (4 * n * n)).squareRoot()
    let scale = 1 + Self.z * Self.z / n
    low = max(0, (centre - spread) / scale)
    high = min(1, (centre + spread) / scale)
  }

  /// The difference of two shares, with the interval of Newcombe (1998), method 10.
  public static func difference(_ new: Estimate, _ old: Estimate) -> Estimate {
    let value = new.value - old.value
    func distance(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    return Estimate(
      value: value, low: value - distance(new.value - new.low, old.high - old.value),
      high: value + distance(new.high - new.value, old.value - old.low))
  }
}

extension Estimate: CustomStringConvertible {
  /// `0.512 [0.404, 0.619]`
  public var description: String { "\(value.brief) [\(low.brief), \(high.brief)]" }
}

extension Double {
  /// Three decimals.
  var brief: String {
    guard isFinite, abs(self) < 1e12 else { return "\(self)" }
    let thousandths = Int((abs(self) * 1_000).rounded())
    let fraction = String(thousandths % 1_000)
    let zeros = String(repeating: "0", count: 3 - fraction.count)
    return (self < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1_000).\(zeros)\(fraction)"
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The gamma function by Lanczos' approximation with CPython's coefficients, so that the last digit
/// is CPython's too (N = 13, g = 6.0246800407767296).
enum GammaFunction {
  private static let g = 6.024680040776729583740234375
  private static let numerator = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
  ]
  private static let denominator = [
    0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0,
    357423.0, 32670.0, 1925.0, 66.0, 1.0,
  ]

  private static func sum(_ x: Double) -> Double {
    var (upper, lower) = (0.0, 0.0)
    if x < 5 {
      for index in numerator.indices.reversed() {
        upper = upper * x + numerator[index]
        lower = lower * x + denominator[index]
      }
    } else {
      for index in numerator.indices {
        upper = upper / x + numerator[index]
        lower = lower / x + denominator[index]
      }
    }
    return upper / lower
  }

  /// sin(pi x), exact at integers.
  private static func sinePi(_ x: Double) -> Double {
    let y = fmod(x.magnitude, 2)
    let result =
      switch Int((2 * y).rounded(.toNearestOrAwayFromZero)) {
      case 0: sin(.pi * y)
      case 1: cos(.pi * (y - 0.5))
      case 2: sin(.pi * (1 - y))
      case 3: -cos(.pi * (y - 1.5))
      default: sin(.pi * (y - 2))
      }
    return x.sign == .minus ? -result : result
  }

  /// Gamma; NaN at the negative integers, infinite at 0 and where it is too large.
  static func gamma(_ x: Double) -> Double {
    guard x.isFinite else { return x.isNaN || x > 0 ? x : .nan }
    if x == 0 { return x.sign == .minus ? -.infinity : .infinity }
    if x == x.rounded(.down) {
      if x < 0 { return .nan }
      if x <= 23 { return (1..<max(1, Int(x))).reduce(1.0) { $0 * Double($1) } }
    }
    let size = x.magnitude
    if size < 1e-20 { return 1 / x }
    if size > 200 { return x < 0 ? 0 / sinePi(x) : .infinity }
    let half = g - 0.5
    let y = size + half
    let error = size > half ? (y - size) - half : (y - half) - size
    let correction = error * g / y
    func powered(_ value: Double, _ combine: (Double, Double) -> Double) -> Double {
      if size < 140 { return combine(value, pow(y, size - 0.5)) }
      let root = pow(y, size / 2 - 0.25)
      return combine(combine(value, root), root)
    }
    if x < 0 {
      var result = -.pi / sinePi(size) / size * exp(y) / sum(size)
      result -= correction * result
      return powered(result, /)
    }
    var result = sum(size) / exp(y)
    result += correction * result
    return powered(result, *)
  }

  /// The logarithm of gamma's magnitude; infinite at 0 and the negative integers.
  static func logGamma(_ x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? x : .infinity }
    if x == x.rounded(.down), x <= 2 { return x <= 0 ? .infinity : 0 }
    let size = x.magnitude
    if size < 1e-20 { return -log(size) }
    var result = log(sum(size)) - g
    result += (size - 0.5) * (log(size + g - 0.5) - 1)
    if x < 0 {
      let logPi = 1.144729885849400174143427351353058711647
      result = logPi - log(sinePi(size).magnitude) - log(size) - result
    }
    return result
  }
}

import BigInt

/// Exact decimal digits of floats, so that rounding is CPython's: half to even on the exact value.
enum ExactDecimal {
  /// A finite float as a fraction in lowest terms.
  static func ratio(_ value: Double) -> (numerator: BigInt, denominator: BigInt) {
    if value == 0 { return (0, 1) }
    var significand = BigInt(value.significandBitPattern)
    if value.isNormal { significand += BigInt(1) << 52 }
    var exponent = (value.isNormal ? Int(value.exponent) : -1022) - 52
    while exponent < 0, significand & 1 == 0 {
      significand >>= 1
      exponent += 1
    }
    if value < 0 { significand = -significand }
    return exponent >= 0 ? (significand << exponent, 1) : (significand, BigInt(1) << -exponent)
  }

  /// The magnitude times `10^places`, rounded half to even.
  static func scaled(_ value: Double, places: Int) -> BigInt {
    var (numerator, denominator) = ratio(value.magnitude)
    let scale = BigInt(10).power(Int(places.magnitude))
    if places >= 0 { numerator *= scale } else { denominator *= scale }
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let twice = rest * 2
    if twice > denominator || (twice == denominator && quotient & 1 == 1) { return quotient + 1 }
    return quotient
  }

  /// A finite float rounded to decimal places.
  static func round(_ value: Double, places: Int) -> Double {
    let digits = String(scaled(value, places: places))
    let magnitude = Double("\(digits)e\(-places)") ?? value.magnitude
    return value.sign == .minus ? -magnitude : magnitude
  }

  /// The first `count` significant digits and the decimal exponent of the first one.
  static func significant(_ value: Double, count: Int) -> (digits: String, exponent: Int) {
    if value == 0 { return (String(repeating: "0", count: count), 0) }
    var exponent = FloatText.shortest(value).point - 1
    var digits = String(scaled(value, places: count - 1 - exponent))
    if digits.utf8.count > count {
      exponent += 1
      digits = String(scaled(value, places: count - 1 - exponent))
    } else if digits.utf8.count < count {
      exponent -= 1
      digits = String(scaled(value, places: count - 1 - exponent))
    }
    return (digits, exponent)
  }
}

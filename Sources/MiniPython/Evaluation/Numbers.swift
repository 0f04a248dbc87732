import BigInt

/// Conversions between the numeric types.
enum Numbers {
  /// The integer, if the object is a `bool` or an `int` within a machine word.
  static func word(_ object: Object) -> Int? {
    switch object {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The integer, if the object is a `bool` or an `int`.
  static func bigInteger(_ object: Object) -> BigInt? {
    switch object {
    case .integer(let value): BigInt(value)
    case .bool(let value): BigInt(value ? 1 : 0)
    case .bigInteger(let object): object.value
    default: nil
    }
  }

  /// The nearest float, ties to even; nil beyond the floats' range.
  static func double(_ value: BigInt) -> Double? {
    if let word = Int(exactly: value) { return Double(word) }
    return quotient(value, 1)
  }

  /// The float nearest to `numerator / denominator`, ties to even; nil beyond the floats' range.
  static func quotient(_ numerator: BigInt, _ denominator: BigInt) -> Double? {
    let isNegative = (numerator.sign == .minus) != (denominator.sign == .minus)
    var top = numerator.magnitude
    var bottom = denominator.magnitude
    if top == 0 { return isNegative ? -0.0 : 0.0 }
    // Scale so that the quotient has 64 or 65 bits, at least 53 of them significant to the end
    // of the subnormal range, and keep a sticky bit for what is cut off.
    var shift = top.bitWidth - bottom.bitWidth - 64
    if shift < -1140 { shift = -1140 }
    if shift > 0 { bottom <<= shift } else { top <<= -shift }
    let (whole, rest) = top.quotientAndRemainder(dividingBy: bottom)
    var exponent = shift
    var significand = whole
    var isInexact = rest != 0
    let excess = max(whole.bitWidth - 53, -1074 - exponent)
    if excess > 0 {
      let dropped = whole & ((BigUInt(1) << excess) - 1)
      let half = BigUInt(1) << (excess - 1)
      significand = whole >> excess
      exponent += excess
      let isOdd = significand & 1 == 1
      if dropped > half || (dropped == half && (isInexact || isOdd)) { significand += 1 }
      isInexact = false
    }
    let bits = significand.bitWidth
    if bits + exponent > 1024 { return nil }
    let magnitude = Double(
      sign: .plus, exponent: exponent, significand: Double(UInt64(significand)))
    return isNegative ? -magnitude : magnitude
  }

  /// Python's floor division and modulo of non-zero divisors.
  static func floorDivide(_ left: BigInt, _ right: BigInt) -> (quotient: BigInt, rest: BigInt) {
    let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
    if rest != 0, (rest.sign == .minus) != (right.sign == .minus) {
      return (quotient - 1, rest + right)
    }
    return (quotient, rest)
  }
}

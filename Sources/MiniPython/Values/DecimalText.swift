extension [UInt32] {
  /// Writes an integer's decimal digits.
  mutating func append(decimal value: Int) {
    var rest = value.magnitude
    if value < 0 { append(UInt32(ascii: "-")) }
    if rest < 10 { return append(UInt32(truncatingIfNeeded: rest) + 48) }
    var divisor: UInt = 10
    while rest / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt32(truncatingIfNeeded: rest / divisor) + 48)
      rest %= divisor
      divisor /= 10
    }
  }
}

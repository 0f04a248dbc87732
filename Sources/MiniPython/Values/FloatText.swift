/// How floats are written.
enum FloatText {
  /// A finite value's shortest digits `d1 d2 ...` and exponent: `0.d1d2... x 10^point`.
  struct Decimal {
    var digits: [UInt8]
    var point: Int
  }

  /// CPython's `repr`: the shortest text that reads back, with an exponent below -4 or from 16.
  static func repr(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0.0" }
    let decimal = shortest(value)
    let exponent = decimal.point - 1
    if exponent < -4 || exponent >= 16 {
      var text = sign + string(decimal.digits[0..<1])
      if decimal.digits.count > 1 { text += "." + string(decimal.digits[1...]) }
      return text + "e" + self.exponent(exponent)
    }
    if decimal.point <= 0 {
      return sign + "0." + String(repeating: "0", count: -decimal.point)
        + string(decimal.digits[...])
    }
    if decimal.digits.count <= decimal.point {
      return sign + string(decimal.digits[...])
        + String(repeating: "0", count: decimal.point - decimal.digits.count) + ".0"
    }
    return sign + string(decimal.digits[..<decimal.point]) + "."
      + string(decimal.digits[decimal.point...])
  }

  /// `+16`, `-05`: at least two digits.
  static func exponent(_ value: Int) -> String {
    (value < 0 ? "-" : "+") + (value.magnitude < 10 ? "0" : "") + String(value.magnitude)
  }

  /// The shortest digits that read back as a finite, non-zero value.
  static func shortest(_ value: Double) -> Decimal {
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var pointSeen = false
    let text = Array(value.magnitude.description.utf8)
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "."): pointSeen = true
      case UInt8(ascii: "e"):
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        index = text.count
      default:
        digits.append(text[index] - 48)
        if !pointSeen { point += 1 }
      }
      index += 1
    }
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return Decimal(digits: digits, point: point - leading + exponent)
  }

  static func string(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }
}

extension FloatText {
  /// How a float's digits are chosen: CPython's format codes `e`, `f`, `g` and `r`.
  private enum Style {
    case scientific, fixed, general
    /// The shortest digits that read back.
    case shortest
  }

  /// The text of a finite magnitude by format type; nil for an unknown type.
  static func body(
    _ value: Double, _ type: UInt32?, _ specification: FormatSpecification
  ) -> String? {
    let magnitude = value.magnitude
    let precision = specification.precision ?? 6
    func text(_ magnitude: Double, _ style: Style) -> String {
      self.text(magnitude, style, precision, isAlternate: specification.isAlternate)
    }
    switch type {
    case UInt32(ascii: "f"), UInt32(ascii: "F"): return text(magnitude, .fixed)
    case UInt32(ascii: "%"):
      let scaled = magnitude * 100
      return scaled.isFinite ? text(scaled, .fixed) + "%" : "inf%"
    case UInt32(ascii: "e"): return text(magnitude, .scientific)
    case UInt32(ascii: "E"): return text(magnitude, .scientific).uppercased()
    case UInt32(ascii: "g"), UInt32(ascii: "n"): return text(magnitude, .general)
    case UInt32(ascii: "G"): return text(magnitude, .general).uppercased()
    case nil:
      return self.text(
        magnitude, specification.precision == nil ? .shortest : .general,
        specification.precision ?? 0, isAlternate: specification.isAlternate, addsPoint: true)
    default: return nil
    }
  }

  /// CPython's `format_float_short`.
  ///
  /// - Parameter addsPoint: whether a text without exponent has a digit after its point.
  private static func text(
    _ value: Double, _ style: Style, _ precision: Int, isAlternate: Bool, addsPoint: Bool = false
  ) -> String {
    let precision = style == .general ? max(1, precision) : precision
    let decimal = digits(value, style, precision)
    var point = decimal.point
    var end = decimal.digits.count
    var hasExponent = false
    switch style {
    case .scientific:
      hasExponent = true
      end = precision + 1
    case .fixed: end = point + precision
    case .general:
      hasExponent = point <= -4 || point > precision - (addsPoint ? 1 : 0)
      if isAlternate { end = precision }
    case .shortest: hasExponent = point <= -4 || point > 16
    }
    let exponent = point - 1
    if hasExponent { point = 1 }
    end = max(end, !hasExponent && addsPoint ? point + 1 : point)
    var text: [UInt8] = []
    for place in (point <= 0 ? point - 1 : 0)..<end {
      if place == point { text.append(UInt8(ascii: ".")) }
      text.append(decimal.digits.indices.contains(place) ? decimal.digits[place] + 48 : 48)
    }
    if end == point, isAlternate { text.append(UInt8(ascii: ".")) }
    return String(decoding: text, as: UTF8.self)
      + (hasExponent ? "e" + self.exponent(exponent) : "")
  }

  /// The digits that a style wants, without trailing zeros.
  private static func digits(_ value: Double, _ style: Style, _ precision: Int) -> Decimal {
    if value == 0 { return Decimal(digits: [0], point: 1) }
    var decimal: Decimal
    switch style {
    case .shortest: return shortest(value)
    case .fixed:
      let digits = String(ExactDecimal.scaled(value, places: precision))
      if digits == "0" { return Decimal(digits: [], point: -precision) }
      decimal = Decimal(digits: digits.utf8.map { $0 - 48 }, point: digits.utf8.count - precision)
    case .general, .scientific:
      let count = style == .general ? precision : precision + 1
      let (digits, exponent) = ExactDecimal.significant(value, count: count)
      decimal = Decimal(digits: digits.utf8.map { $0 - 48 }, point: exponent + 1)
    }
    while decimal.digits.count > 1, decimal.digits.last == 0 { decimal.digits.removeLast() }
    return decimal
  }
}

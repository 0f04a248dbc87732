/// The methods of floats.
extension NumberMethods {
  static let float: [String: BuiltinMethod] = [
    "is_integer": { machine, receiver, arguments in
      try arguments.expect(0...0, "float.is_integer", machine)
      guard case .float(let value) = receiver else { return .bool(false) }
      return .bool(value.isFinite && value == value.rounded())
    },
    "conjugate": { machine, receiver, arguments in
      try arguments.expect(0...0, "float.conjugate", machine)
      return receiver
    },
    "as_integer_ratio": { machine, receiver, arguments in
      try arguments.expect(0...0, "float.as_integer_ratio", machine)
      guard case .float(let value) = receiver, !value.isNaN else {
        throw machine.valueError("cannot convert NaN to integer ratio")
      }
      guard value.isFinite else {
        throw machine.exception(.overflowError, "cannot convert Infinity to integer ratio")
      }
      let (numerator, denominator) = ExactDecimal.ratio(value)
      return try machine.tuple([machine.integer(numerator), machine.integer(denominator)])
    },
    "hex": { machine, receiver, arguments in
      try arguments.expect(0...0, "float.hex", machine)
      guard case .float(let value) = receiver else { return .none }
      return try machine.string(hexadecimal(value))
    },
  ]

  private static func hexadecimal(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0x0.0p+0" }
    let isSubnormal = value.isSubnormal
    let exponent = isSubnormal ? -1022 : Int(value.exponent)
    let digits = String(value.significandBitPattern, radix: 16)
    let fraction = String(repeating: "0", count: 13 - digits.count) + digits
    return
      "\(sign)0x\(isSubnormal ? 0 : 1).\(fraction)p\(exponent < 0 ? "" : "+")\(exponent)"
  }

  /// `float.fromhex`.
  static let fromHex = BuiltinFunction("fromhex") { machine, arguments in
    try arguments.expect(1...1, "fromhex", machine)
    let scalars = try machine.scalars(arguments.values[0], "fromhex() argument must be str")
    try machine.work(scalars.count)
    var text = String(scalars: Array(CharacterClass.strip(scalars))).lowercased()
    let isNegative = text.hasPrefix("-")
    if isNegative || text.hasPrefix("+") { text.removeFirst() }
    func signed(_ value: Double) -> Object { .float(isNegative ? -value : value) }
    switch text {
    case "inf", "infinity": return signed(.infinity)
    case "nan": return .float(.nan)
    default: break
    }
    if !text.hasPrefix("0x") { text = "0x" + text }
    if !text.contains("p") { text += "p0" }
    if text.hasPrefix("0x.") { text = "0x0" + text.dropFirst(2) }
    text = text.replacing(".p", with: ".0p")
    let allowed = text.allSatisfy { $0.isHexDigit || "xp.+-".contains($0) }
    guard allowed, let value = Double(text) else {
      throw machine.valueError("invalid hexadecimal floating-point string")
    }
    if value.isInfinite {
      throw machine.exception(
        .overflowError, "hexadecimal value too large to represent as a float")
    }
    return signed(value)
  }
}

/// Python's classes of code points.
enum CharacterClass {
  static func properties(_ scalar: UInt32) -> Unicode.Scalar.Properties? {
    Unicode.Scalar(scalar)?.properties
  }

  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 9...13, 28...32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  static func isAlpha(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return isUpper(scalar) || isLower(scalar) }
    switch properties(scalar)?.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return false
    }
  }

  static func isUpper(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar >= 65 && scalar <= 90 }
    return properties(scalar)?.isUppercase ?? false
  }

  static func isLower(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar >= 97 && scalar <= 122 }
    return properties(scalar)?.isLowercase ?? false
  }

  static func isTitle(_ scalar: UInt32) -> Bool {
    properties(scalar)?.generalCategory == .titlecaseLetter
  }

  static func isDecimal(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar.isDecimalDigit }
    return properties(scalar)?.numericType == .decimal
  }

  static func isDigit(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar.isDecimalDigit }
    let type = properties(scalar)?.numericType
    return type == .decimal || type == .digit
  }

  static func isNumeric(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar.isDecimalDigit }
    return properties(scalar)?.numericType != nil
  }

  static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    isAlpha(scalar) || isNumeric(scalar)
  }

  /// The value of a digit in any base up to 36; decimal digits of every script count.
  static func digit(_ scalar: UInt32) -> Int? {
    if scalar < 128 { return scalar.digitValue }
    guard isDecimal(scalar), let value = properties(scalar)?.numericValue else { return nil }
    return Int(value)
  }

  static func strip(_ scalars: [UInt32]) -> ArraySlice<UInt32> {
    var slice = scalars[...]
    while let first = slice.first, isSpace(first) { slice.removeFirst() }
    while let last = slice.last, isSpace(last) { slice.removeLast() }
    return slice
  }

  static func upper(_ scalar: UInt32) -> [UInt32] {
    if scalar < 128 { return [isLower(scalar) ? scalar - 32 : scalar] }
    return mapping(scalar, properties(scalar)?.uppercaseMapping)
  }

  static func lower(_ scalar: UInt32) -> [UInt32] {
    if scalar < 128 { return [isUpper(scalar) ? scalar + 32 : scalar] }
    return mapping(scalar, properties(scalar)?.lowercaseMapping)
  }

  static func title(_ scalar: UInt32) -> [UInt32] {
    if scalar < 128 { return upper(scalar) }
    return mapping(scalar, properties(scalar)?.titlecaseMapping)
  }

  /// The character without its case, as `casefold` makes it.
  static func folded(_ scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0x13A0...0x13F5: return [scalar]
    case 0x13F8...0x13FD: return [scalar - 8]
    case 0xAB70...0xABBF: return [scalar - 0xAB70 + 0x13A0]
    case 0x1E9E: return [115, 115]
    // Where folding and lower case differ, folding is the lower case of the upper case.
    case 0xB5, 0xDF, 0x149, 0x17F, 0x1F0, 0x345, 0x390, 0x3B0, 0x3C2, 0x3D0, 0x3D1, 0x3D5, 0x3D6,
      0x3F0, 0x3F1, 0x3F5, 0x587, 0x1C80...0x1C88, 0x1E96...0x1E9B, 0x1F50...0x1FFF,
      0xFB00...0xFB17:
      return upper(scalar).flatMap(lower)
    default: return lower(scalar)
    }
  }

  private static func mapping(_ scalar: UInt32, _ text: String?) -> [UInt32] {
    text.map { $0.unicodeScalars.map(\.value) } ?? [scalar]
  }
}

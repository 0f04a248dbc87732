/// How strings are written.
enum StringText {
  /// CPython's `repr` of a string: single quotes unless only single quotes occur inside.
  ///
  /// - Parameter escapesAll: whether everything beyond ASCII is escaped, as `ascii` does.
  static func repr(_ scalars: [UInt32], escapesAll: Bool = false) -> String {
    let single = UInt32(ascii: "'")
    let double = UInt32(ascii: "\"")
    let quote = scalars.contains(single) && !scalars.contains(double) ? double : single
    var text = String.UnicodeScalarView()
    let mark = Unicode.Scalar(UInt8(quote))
    text.append(mark)
    for scalar in scalars {
      switch scalar {
      case 9: text.append(contentsOf: "\\t".unicodeScalars)
      case 10: text.append(contentsOf: "\\n".unicodeScalars)
      case 13: text.append(contentsOf: "\\r".unicodeScalars)
      case UInt32(ascii: "\\"): text.append(contentsOf: "\\\\".unicodeScalars)
      case quote:
        text.append("\\")
        text.append(mark)
      default:
        if let value = Unicode.Scalar(scalar), isPrintable(scalar),
          scalar < 128 || !escapesAll
        {
          text.append(value)
        } else if scalar < 0x100 {
          text.append(contentsOf: ("\\x" + hexadecimal(scalar, width: 2)).unicodeScalars)
        } else if scalar < 0x10000 {
          text.append(contentsOf: ("\\u" + hexadecimal(scalar, width: 4)).unicodeScalars)
        } else {
          text.append(contentsOf: ("\\U" + hexadecimal(scalar, width: 8)).unicodeScalars)
        }
      }
    }
    text.append(mark)
    return String(text)
  }

  /// Writes CPython's `repr` of a string after another text.
  static func append(_ scalars: [UInt32], to text: inout [UInt32]) {
    let single = UInt32(ascii: "'")
    let isPlain = scalars.allSatisfy {
      $0 >= 32 && $0 < 127 && $0 != single && $0 != UInt32(ascii: "\\")
    }
    guard isPlain else {
      for scalar in repr(scalars).unicodeScalars { text.append(scalar.value) }
      return
    }
    text.reserveCapacity(text.count + scalars.count + 2)
    text.append(single)
    text += scalars
    text.append(single)
  }

  /// Whether CPython's `str.isprintable` holds for the code point.
  static func isPrintable(_ scalar: UInt32) -> Bool {
    if scalar < 127 { return scalar >= 32 }
    guard let value = Unicode.Scalar(scalar) else { return false }
    switch value.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

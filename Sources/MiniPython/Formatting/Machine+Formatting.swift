import BigInt

extension Machine {
  /// Python's `format(object, specification)`.
  func format(_ object: Object, _ text: [UInt32]) throws -> [UInt32] {
    if case .native(let native) = object {
      if let result = try native.format(text, self) { return result }
      throw typeError("unsupported format string passed to \(typeName(of: object)).__format__")
    }
    if text.isEmpty { return try self.text(object) }
    switch object {
    case .string, .integer, .bigInteger, .bool, .float: break
    default:
      throw typeError("unsupported format string passed to \(typeName(of: object)).__format__")
    }
    guard let specification = FormatSpecification(text, for: object) else {
      throw valueError(
        "Invalid format specifier '\(String(scalars: text))' for object of type "
          + "'\(typeName(of: object))'")
    }
    try checkGrouping(specification, of: object)
    try reserve(specification.width, bytesEach: 4)
    if let precision = specification.precision {
      if precision > 2000 { throw NotSupported(construct: "precision above 2000") }
      try work(precision * 16)
    }
    return try formatField(object, specification)
  }

  /// Which types take separators is decided before anything else, as in CPython.
  private func checkGrouping(_ specification: FormatSpecification, of object: Object) throws {
    guard let grouping = specification.grouping else { return }
    var type = specification.type
    if type == nil, case .string = object { type = UInt32(ascii: "s") }
    guard let type else { return }
    switch Unicode.Scalar(type) {
    case "d", "e", "f", "g", "E", "G", "%", "F": return
    case "b", "o", "x", "X": if grouping == UInt32(ascii: "_") { return }
    default: break
    }
    let name =
      type > 32 && type < 128
      ? String(scalars: [type]) : "\\x" + String(type, radix: 16)
    throw valueError("Cannot specify '\(String(scalars: [grouping]))' with '\(name)'.")
  }

  /// Formats by a parsed specification whose width is counted already.
  func formatField(_ object: Object, _ specification: FormatSpecification) throws -> [UInt32] {
    switch object {
    case .string(let string): return try format(string.scalars, specification)
    case .integer, .bigInteger, .bool: return try formatInteger(object, specification)
    case .float(let value): return try format(value, specification, of: object)
    default:
      throw typeError("unsupported format string passed to \(typeName(of: object)).__format__")
    }
  }

  private func unknownCode(_ type: UInt32, _ name: String) -> PythonException {
    valueError(
      "Unknown format code '\(String(scalars: [type]))' for object of type '\(name)'")
  }

  private func format(
    _ text: [UInt32], _ specification: FormatSpecification
  ) throws -> [UInt32] {
    if let type = specification.type, type != UInt32(ascii: "s") {
      throw unknownCode(type, "str")
    }
    if specification.hasSign {
      throw valueError("Sign not allowed in string format specifier")
    }
    if specification.isAlternate {
      throw valueError("Alternate form (#) not allowed in string format specifier")
    }
    if specification.alignment == UInt32(ascii: "=") {
      throw valueError("'=' alignment not allowed in string format specifier")
    }
    let cut = specification.precision.map { Array(text.prefix($0)) } ?? text
    return specification.padded(cut, defaultAlignment: UInt32(ascii: "<"))
  }

  private func formatInteger(
    _ object: Object, _ specification: FormatSpecification
  ) throws -> [UInt32] {
    let value = Numbers.bigInteger(object) ?? 0
    let type = specification.type ?? UInt32(ascii: "d")
    var digits: String
    var prefix = ""
    var group = 3
    switch type {
    case UInt32(ascii: "d"), UInt32(ascii: "n"): digits = try decimal(BigInt(value.magnitude))
    case UInt32(ascii: "b"): (digits, prefix, group) = (String(value.magnitude, radix: 2), "0b", 4)
    case UInt32(ascii: "o"): (digits, prefix, group) = (String(value.magnitude, radix: 8), "0o", 4)
    case UInt32(ascii: "x"):
      (digits, prefix, group) = (String(value.magnitude, radix: 16), "0x", 4)
    case UInt32(ascii: "X"):
      digits = String(value.magnitude, radix: 16).uppercased()
      (prefix, group) = ("0X", 4)
    case UInt32(ascii: "c"):
      if specification.precision != nil {
        throw valueError("Precision not allowed in integer format specifier")
      }
      if specification.hasSign {
        throw valueError("Sign not allowed with integer format specifier 'c'")
      }
      if specification.isAlternate {
        throw valueError("Alternate form (#) not allowed with integer format specifier 'c'")
      }
      guard let word = Numbers.word(object), (0..<0x110000).contains(word) else {
        throw exception(.overflowError, "%c arg not in range(0x110000)")
      }
      return specification.padded([UInt32(word)], defaultAlignment: UInt32(ascii: "<"))
    case UInt32(ascii: "e"), UInt32(ascii: "E"), UInt32(ascii: "f"), UInt32(ascii: "F"),
      UInt32(ascii: "g"), UInt32(ascii: "G"), UInt32(ascii: "%"):
      return try format(try double(object) ?? 0, specification, of: object)
    default: throw unknownCode(type, typeName(of: object))
    }
    if specification.precision != nil {
      throw valueError("Precision not allowed in integer format specifier")
    }
    let head = sign(value.sign == .minus, specification) + (specification.isAlternate ? prefix : "")
    return number(head: head, digits: digits, tail: "", specification, group: group)
  }

  private func sign(_ isNegative: Bool, _ specification: FormatSpecification) -> String {
    if isNegative { return "-" }
    switch specification.sign {
    case UInt32(ascii: "+"): return "+"
    case UInt32(ascii: " "): return " "
    default: return ""
    }
  }

  /// Puts sign, grouped digits and tail together, padded.
  private func number(
    head: String, digits: String, tail: String, _ specification: FormatSpecification, group: Int
  ) -> [UInt32] {
    var digits = digits
    let isZeroFilled =
      specification.fill == UInt32(ascii: "0") && specification.alignment == UInt32(ascii: "=")
    if let grouping = specification.grouping {
      // With zero padding, the zeros are grouped too.
      let room = isZeroFilled ? specification.width - head.utf8.count - tail.utf8.count : 0
      var reversed: [Character] = []
      var count = 0
      let source = Array(digits.reversed())
      var index = 0
      let separator = Character(String(scalars: [grouping]))
      while index < source.count || reversed.count < room {
        if count == group {
          reversed.append(separator)
          count = 0
        }
        reversed.append(index < source.count ? source[index] : "0")
        index += 1
        count += 1
      }
      digits = String(reversed.reversed())
    }
    let text = (head + digits + tail).unicodeScalars.map(\.value)
    return specification.padded(
      text, defaultAlignment: UInt32(ascii: ">"), signLength: head.unicodeScalars.count)
  }

  private func format(
    _ value: Double, _ specification: FormatSpecification, of object: Object
  ) throws -> [UInt32] {
    let type = specification.type
    var text: String
    if !value.isFinite {
      if let type, Unicode.Scalar(type).map("eEfFgGn%".unicodeScalars.contains) != true {
        throw unknownCode(type, typeName(of: object))
      }
      text = value.isNaN ? "nan" : "inf"
      if let type, let scalar = Unicode.Scalar(type), "EFG".unicodeScalars.contains(scalar) {
        text = text.uppercased()
      }
      if type == UInt32(ascii: "%") { text += "%" }
    } else {
      guard let body = FloatText.body(value, type, specification) else {
        throw unknownCode(type ?? 0, typeName(of: object))
      }
      text = body
    }
    let head = sign(value.sign == .minus && !value.isNaN, specification)
    let end = text.firstIndex { !$0.isNumber } ?? text.endIndex
    return number(
      head: head, digits: String(text[..<end]), tail: String(text[end...]), specification,
      group: value.isFinite ? 3 : .max)
  }
}

import BigInt

/// The constructors of the built-in types.
enum Conversions {
  static let integer: BuiltinBody = { machine, arguments in
    try arguments.expect(0...2, keywords: ["base"], "int", machine)
    guard let value = arguments.values.first else { return .integer(0) }
    if let base = arguments.value(1, "base") {
      let base = try machine.index(base)
      guard base == 0 || (2...36).contains(base) else {
        throw machine.valueError("int() base must be >= 2 and <= 36, or 0")
      }
      guard let text = digits(value) else {
        throw machine.typeError("int() can't convert non-string with explicit base")
      }
      return try parseInteger(text, base: base, of: value, machine)
    }
    switch value {
    case .integer, .bigInteger: return value
    case .bool(let value): return .integer(value ? 1 : 0)
    case .float(let value):
      if value.isNaN { throw machine.valueError("cannot convert float NaN to integer") }
      if value.isInfinite {
        throw machine.exception(
          .overflowError, "cannot convert float infinity to integer")
      }
      return try machine.integer(BigInt(value.rounded(.towardZero)))
    case .string(let text): return try parseInteger(text.scalars, base: 10, of: value, machine)
    case .native(let native as InstanceObject):
      if let result = try native.special("__int__", machine) ?? machine.indexed(value) {
        return result
      }
      fallthrough
    default:
      if let text = digits(value) { return try parseInteger(text, base: 10, of: value, machine) }
      throw machine.typeError(
        "int() argument must be a string, a bytes-like object or a real number, "
          + "not '\(machine.typeName(of: value))'")
    }
  }

  /// The text of a string, or of bytes, which may hold a number too.
  private static func digits(_ object: Object) -> [UInt32]? {
    if case .string(let string) = object { return string.scalars }
    return BytesObject.bytes(of: object)?.map { $0 < 128 ? UInt32($0) : 0xF700 + UInt32($0) }
  }

  private static func parseInteger(
    _ scalars: [UInt32], base: Int, of value: Object, _ machine: Machine
  ) throws -> Object {
    try machine.work(scalars.count)
    func failure() throws -> PythonException {
      let text = String(scalars: try machine.repr(value))
      return machine.valueError("invalid literal for int() with base \(base): \(text)")
    }
    var text = CharacterClass.strip(scalars)
    var isNegative = false
    if let sign = text.first, sign == UInt32(ascii: "-") || sign == UInt32(ascii: "+") {
      isNegative = sign == UInt32(ascii: "-")
      text = text.dropFirst()
    }
    var radix = base
    if text.count > 1, text.first == UInt32(ascii: "0") {
      let letter = text[text.startIndex + 1] | 32
      let prefixes: [UInt32: Int] = [
        UInt32(ascii: "x"): 16, UInt32(ascii: "o"): 8, UInt32(ascii: "b"): 2,
      ]
      if let prefixed = prefixes[letter], base == 0 || base == prefixed {
        radix = prefixed
        text = text.dropFirst(2)
        if text.first == UInt32(ascii: "_") { text = text.dropFirst() }
      } else if base == 0, text.contains(where: { $0 != 48 && $0 != UInt32(ascii: "_") }) {
        throw try failure()
      }
    }
    if radix == 0 { radix = 10 }
    var digits = ""
    var previousIsDigit = false
    for scalar in text {
      if scalar == UInt32(ascii: "_") {
        guard previousIsDigit else { throw try failure() }
        previousIsDigit = false
        continue
      }
      guard let digit = CharacterClass.digit(scalar), digit < radix else { throw try failure() }
      digits += String(digit, radix: radix)
      previousIsDigit = true
    }
    guard previousIsDigit else { throw try failure() }
    if let word = Int(digits, radix: radix) { return .integer(isNegative ? -word : word) }
    if digits.utf8.count > Machine.maximumDigits, radix & (radix - 1) != 0 {
      throw machine.valueError(
        "Exceeds the limit (\(Machine.maximumDigits) digits) for integer string conversion: value "
          + "has \(digits.utf8.count) digits; use sys.set_int_max_str_digits() to increase the "
          + "limit")
    }
    if digits.utf8.count * 6 > machine.budget.integerBits * 6 + 384 {
      throw BudgetExceeded(limit: .integer)
    }
    try machine.work(digits.utf8.count * 4)
    guard let value = BigInt(digits, radix: radix) else { throw try failure() }
    return try machine.integer(isNegative ? -value : value)
  }

  static let float: BuiltinBody = { machine, arguments in
    try arguments.expect(0...1, "float", machine)
    guard let value = arguments.values.first else { return .float(0) }
    if let number = try machine.double(value.plain) { return .float(number) }
    if case .native(let native as InstanceObject) = value,
      let result = try native.special("__float__", machine)
    {
      return result
    }
    if let result = try machine.indexed(value), let number = try machine.double(result) {
      return .float(number)
    }
    guard let text = digits(value) else {
      throw machine.typeError(
        "float() argument must be a string or a real number, "
          + "not '\(machine.typeName(of: value))'")
    }
    try machine.work(text.count)
    guard let number = parseFloat(CharacterClass.strip(text)) else {
      throw machine.valueError(
        "could not convert string to float: \(String(scalars: try machine.repr(value)))")
    }
    return .float(number)
  }

  /// A float as `float()` reads it, or nil.
  private static func parseFloat(_ scalars: ArraySlice<UInt32>) -> Double? {
    var text = ""
    var previousIsDigit = false
    for (index, scalar) in zip(scalars.indices, scalars) {
      if scalar == UInt32(ascii: "_") {
        let next = index + 1 < scalars.endIndex ? scalars[index + 1] : 0
        guard previousIsDigit, CharacterClass.digit(next).map({ $0 < 10 }) ?? false else {
          return nil
        }
        continue
      }
      let digit = CharacterClass.digit(scalar).flatMap { $0 < 10 ? $0 : nil }
      previousIsDigit = digit != nil
      if let digit {
        text += String(digit)
      } else if scalar < 128 {
        text += String(scalars: [scalar]).lowercased()
      } else {
        return nil
      }
    }
    let body = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    let isNegative = text.first == "-"
    switch body {
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard body.contains(where: \.isNumber), body.allSatisfy({ "0123456789.e+-".contains($0) })
    else { return nil }
    var number = String(body)
    if number.hasPrefix(".") { number = "0" + number }
    number = number.replacingPoint()
    guard number.first?.isNumber ?? false, let value = Double(number) else { return nil }
    return isNegative ? -value : value
  }

  static let string: BuiltinBody = { machine, arguments in
    try arguments.expect(0...3, keywords: ["object", "encoding", "errors"], "str", machine)
    if arguments.value(1, "encoding") != nil || arguments.value(2, "errors") != nil {
      guard let bytes = arguments.values.first.flatMap(BytesObject.bytes) else {
        throw machine.typeError(
          "decoding to str: need a bytes-like object, "
            + "\(machine.typeName(of: arguments.values.first ?? .none)) found")
      }
      let rest = Arguments(
        values: Array(arguments.values.dropFirst()), keywords: arguments.keywords)
      return try machine.string(Encodings.decode(bytes, rest, machine))
    }
    guard let value = arguments.values.first else { return try machine.string("") }
    if case .string = value { return value }
    return try machine.string(machine.text(value))
  }

  static func set(
    _ machine: Machine, _ arguments: Arguments, isFrozen: Bool
  ) throws -> SetObject {
    let set = try machine.set(isFrozen: isFrozen)
    guard let source = arguments.values.first else { return set }
    try add(source, to: set, machine)
    return set
  }

  /// Adds the elements of an iterable.
  static func add(_ source: Object, to set: SetObject, _ machine: Machine) throws {
    if case .set(let other) = source { return try set.merge(other, machine) }
    if case .dictionary(let dictionary) = source, dictionary.flavor == nil {
      try machine.allocate(48 * dictionary.count)
      set.prepare(adding: dictionary.count)
    }
    let iterator = try machine.iterator(source)
    while let element = try iterator.next(machine) {
      try machine.step()
      try set.insert(element, machine)
    }
  }

  static let range: BuiltinBody = { machine, arguments in
    try arguments.expect(1...3, "range", machine)
    let values = try arguments.values.map { object in
      if case .bigInteger = object { throw NotSupported(construct: "range beyond 64 bits") }
      return try machine.index(object)
    }
    if values.count == 1 {
      return .range(RangeObject(start: 0, stop: values[0], step: 1))
    }
    let step = values.count == 3 ? values[2] : 1
    if step == 0 { throw machine.valueError("range() arg 3 must not be zero") }
    return .range(RangeObject(start: values[0], stop: values[1], step: step))
  }
}

extension String {
  /// The number with a digit on both sides of its point, as Swift wants it.
  fileprivate func replacingPoint() -> String {
    var result = ""
    for (index, character) in zip(indices, self) {
      result.append(character)
      if character == "." {
        let next = self.index(after: index)
        if next == endIndex || !self[next].isNumber { result.append("0") }
      }
    }
    return result
  }
}

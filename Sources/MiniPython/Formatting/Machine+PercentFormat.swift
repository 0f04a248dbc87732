extension Machine {
  /// `format % values`.
  func percentFormat(_ template: [UInt32], _ values: Object) throws -> Object {
    var result: [UInt32] = []
    var index = 0
    var arguments: [Object] = [values]
    if case .tuple(let tuple) = values { arguments = tuple.elements }
    var next = 0
    var usesNames = false
    func peek() -> UInt32 { index < template.count ? template[index] : 0 }
    func take() throws -> Object {
      guard next < arguments.count else {
        throw typeError("not enough arguments for format string")
      }
      next += 1
      return arguments[next - 1]
    }
    while index < template.count {
      let scalar = template[index]
      index += 1
      guard scalar == UInt32(ascii: "%") else {
        result.append(scalar)
        continue
      }
      if peek() == UInt32(ascii: "%") {
        result.append(scalar)
        index += 1
        continue
      }
      var named: Object?
      if peek() == UInt32(ascii: "(") {
        guard let end = template[index...].firstIndex(of: UInt32(ascii: ")")) else {
          throw valueError("incomplete format key")
        }
        let key = try string(Array(template[(index + 1)..<end]))
        guard isMapping(values) else { throw typeError("format requires a mapping") }
        named = try item(values, key)
        usesNames = true
        index = end + 1
      }
      var specification = FormatSpecification()
      specification.alignment = UInt32(ascii: ">")
      var isLeft = false
      flags: while true {
        switch peek() {
        case UInt32(ascii: "-"): isLeft = true
        case UInt32(ascii: "+"): specification.sign = UInt32(ascii: "+")
        case UInt32(ascii: " "):
          if specification.sign == UInt32(ascii: "-") { specification.sign = peek() }
        case UInt32(ascii: "#"): specification.isAlternate = true
        case UInt32(ascii: "0"):
          specification.fill = peek()
          specification.alignment = UInt32(ascii: "=")
        default: break flags
        }
        index += 1
      }
      func number() throws -> Int? {
        if peek() == UInt32(ascii: "*") {
          index += 1
          guard let word = Numbers.word(try take().plain) else { throw typeError("* wants int") }
          return max(-(1 << 40), min(word, 1 << 40))
        }
        var value: Int?
        while peek().isDecimalDigit {
          value = min((value ?? 0) * 10 + Int(peek()) - 48, 1 << 40)
          index += 1
        }
        return value
      }
      specification.width = try number() ?? 0
      if specification.width < 0 {
        isLeft = true
        specification.width = -specification.width
      }
      if peek() == UInt32(ascii: ".") {
        index += 1
        specification.precision = max(0, try number() ?? 0)
      }
      while [UInt32(ascii: "l"), UInt32(ascii: "h"), UInt32(ascii: "L")].contains(peek()) {
        index += 1
      }
      guard index < template.count else { throw valueError("incomplete format") }
      let type = template[index]
      index += 1
      if isLeft {
        specification.alignment = UInt32(ascii: "<")
        specification.fill = UInt32(ascii: " ")
      }
      specification.type = type
      let value = try named ?? take()
      let text = try percentField(value, specification, at: index - 1)
      try reserve(text.count, bytesEach: 4)
      result += text
    }
    if next < arguments.count, !usesNames {
      if !isMapping(values) {
        throw typeError("not all arguments converted during string formatting")
      }
    }
    return try string(result)
  }

  /// Whether CPython takes the right side of `%` for a mapping, whose entries need not all be used.
  private func isMapping(_ values: Object) -> Bool {
    switch values {
    case .dictionary, .list, .range: true
    case .native(let native):
      native is BytesObject || native is MatchObject
        || (native as? InstanceObject)?.instanceClass.lookup("__getitem__") != nil
        || (native as? InstanceObject)?.payload.map(isMapping) == true
    default: false
    }
  }

  /// The integer that an integer's conversion writes; nil if the value is none.
  private func percentInteger(_ value: Object, takesReal: Bool) throws -> Object? {
    if takesReal, Numbers.bigInteger(value.plain) == nil {
      if value.ownInstance?.instanceClass.lookup("__int__") != nil {
        return try Conversions.integer(self, Arguments(values: [value]))
      }
      if case .float = value.plain {
        return try Conversions.integer(self, Arguments(values: [value.plain]))
      }
    }
    return try indexed(value)
  }

  private func percentField(
    _ value: Object, _ given: FormatSpecification, at index: Int
  ) throws -> [UInt32] {
    var specification = given
    let type = specification.type ?? 0
    try reserve(specification.width, bytesEach: 4)
    if let precision = specification.precision, precision > 2000 {
      throw NotSupported(construct: "precision above 2000")
    }
    let letter = Unicode.Scalar(type).map(Character.init) ?? " "
    switch letter {
    case "s", "r", "a":
      var text: [UInt32]
      switch letter {
      case "s": text = try self.text(value)
      case "r": text = try repr(value)
      default: text = try ascii(value)
      }
      if let precision = specification.precision { text = Array(text.prefix(precision)) }
      return padLeft(text, specification)
    case "c":
      if case .string(let string) = value.plain, string.scalars.count == 1 {
        return padLeft(string.scalars, specification)
      }
      guard let word = try indexed(value).flatMap(Numbers.word) else {
        throw typeError("%c requires int or char")
      }
      guard (0..<0x110000).contains(word) else {
        throw exception(.overflowError, "%c arg not in range(0x110000)")
      }
      return padLeft([UInt32(word)], specification)
    case "d", "i", "u", "x", "X", "o":
      let takesReal = letter == "d" || letter == "i" || letter == "u"
      guard let integer = try percentInteger(value, takesReal: takesReal) else {
        throw typeError(
          "%\(letter) format: \(takesReal ? "a real number" : "an integer") is required, "
            + "not \(typeName(of: value))")
      }
      if letter == "i" || letter == "u" { specification.type = UInt32(ascii: "d") }
      return try integerField(integer, specification)
    case "e", "E", "f", "F", "g", "G":
      return try formatField(.float(MathModule.number(value, self)), specification)
    default:
      throw valueError(
        "unsupported format character '\(letter)' (0x\(String(type, radix: 16))) at index \(index)")
    }
  }

  private func padLeft(_ text: [UInt32], _ given: FormatSpecification) -> [UInt32] {
    var specification = given
    specification.fill = UInt32(ascii: " ")
    if specification.alignment == UInt32(ascii: "=") {
      specification.alignment = UInt32(ascii: ">")
    }
    return specification.padded(text, defaultAlignment: UInt32(ascii: ">"))
  }

  /// An integer, whose precision is the least number of digits.
  private func integerField(
    _ value: Object, _ given: FormatSpecification
  ) throws -> [UInt32] {
    var specification = given
    guard let precision = specification.precision else {
      return try formatField(value, specification)
    }
    var inner = specification
    inner.precision = nil
    inner.width = 0
    inner.isAlternate = false
    inner.sign = UInt32(ascii: "-")
    var digits = try formatField(value, inner)
    let isNegative = digits.first == UInt32(ascii: "-")
    if isNegative { digits.removeFirst() }
    while digits.count < precision { digits.insert(UInt32(ascii: "0"), at: 0) }
    if isNegative {
      digits.insert(UInt32(ascii: "-"), at: 0)
    } else if specification.sign != UInt32(ascii: "-") {
      digits.insert(specification.sign, at: 0)
    }
    specification.precision = nil
    return specification.padded(
      digits, defaultAlignment: UInt32(ascii: ">"),
      signLength: isNegative || specification.sign != UInt32(ascii: "-") ? 1 : 0)
  }
}

import BigInt

/// The methods of integers.
extension NumberMethods {
  static let integer: [String: BuiltinMethod] = [
    "bit_length": { machine, receiver, arguments in
      try arguments.expect(0...0, "int.bit_length", machine)
      let value = Numbers.bigInteger(receiver) ?? 0
      return .integer(value.magnitude.bitWidth)
    },
    "bit_count": { machine, receiver, arguments in
      try arguments.expect(0...0, "int.bit_count", machine)
      let value = Numbers.bigInteger(receiver) ?? 0
      return .integer(value.magnitude.words.reduce(0) { $0 + $1.nonzeroBitCount })
    },
    "conjugate": { machine, receiver, arguments in
      try arguments.expect(0...0, "int.conjugate", machine)
      return try machine.unary(.positive, receiver)
    },
    "as_integer_ratio": { machine, receiver, arguments in
      try arguments.expect(0...0, "int.as_integer_ratio", machine)
      return try machine.tuple([machine.unary(.positive, receiver), .integer(1)])
    },
    "to_bytes": { machine, receiver, arguments in
      try arguments.expect(
        0...2, keywords: ["length", "byteorder", "signed"], "to_bytes", machine)
      let length = try arguments.value(0, "length").map { try machine.size($0) } ?? 1
      let isBig = try isBigEndian(arguments, machine)
      let isSigned = try arguments.keyword("signed").map { try machine.truth($0) } ?? false
      if length < 0 { throw machine.valueError("length argument must be non-negative") }
      var value = Numbers.bigInteger(receiver) ?? 0
      if value < 0, !isSigned {
        throw machine.exception(.overflowError, "can't convert negative int to unsigned")
      }
      try machine.reserve(length, bytesEach: 1)
      let bits = 8 * length - (isSigned ? 1 : 0)
      let magnitude = value < 0 ? BigInt((value + 1).magnitude) : value
      if magnitude.magnitude.bitWidth > max(0, bits) || length == 0 && value != 0 {
        throw machine.exception(.overflowError, "int too big to convert")
      }
      if value < 0 { value += BigInt(1) << (8 * length) }
      var bytes = [UInt8](repeating: 0, count: length)
      for (index, word) in value.magnitude.words.enumerated() {
        for place in (index * 8)..<min(index * 8 + 8, max(index * 8, length)) {
          bytes[place] = UInt8(truncatingIfNeeded: word >> UInt(8 * (place - index * 8)))
        }
      }
      return try machine.bytes(isBig ? bytes.reversed() : bytes)
    },
  ]

  /// `int.from_bytes`.
  static let fromBytes = BuiltinFunction("from_bytes") { machine, arguments in
    try arguments.expect(
      1...2, keywords: ["bytes", "byteorder", "signed"], "from_bytes", machine)
    let isBig = try isBigEndian(arguments, machine)
    var bytes: [UInt8]
    if let given = BytesObject.bytes(of: arguments.values[0]) {
      bytes = given
    } else {
      guard Compiler.isIterable(arguments.values[0]) else {
        throw machine.typeError(
          "cannot convert '\(machine.typeName(of: arguments.values[0]))' object to bytes")
      }
      let made = try BytesMethods.construct(machine, Arguments(values: [arguments.values[0]]))
      bytes = BytesObject.bytes(of: made) ?? []
    }
    if !isBig { bytes.reverse() }
    try machine.work(bytes.count * (1 + bytes.count / 64))
    if bytes.count * 8 > machine.budget.integerBits + 64 { throw BudgetExceeded(limit: .integer) }
    var value = bytes.reduce(into: BigInt(0)) { $0 = $0 << 8 | BigInt($1) }
    if let signed = arguments.keyword("signed"), try machine.truth(signed),
      let first = bytes.first, first >= 128
    {
      value -= BigInt(1) << (8 * bytes.count)
    }
    return try machine.integer(value)
  }

  private static func isBigEndian(_ arguments: Arguments, _ machine: Machine) throws -> Bool {
    guard let order = arguments.value(1, "byteorder") else { return true }
    switch String(scalars: try machine.scalars(order, "byteorder must be str")) {
    case "big": return true
    case "little": return false
    default: throw machine.valueError("byteorder must be either 'little' or 'big'")
    }
  }
}

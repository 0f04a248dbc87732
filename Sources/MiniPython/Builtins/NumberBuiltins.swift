import BigInt

/// Builtins about numbers.
enum NumberBuiltins {
  static let all: [BuiltinFunction] = [
    BuiltinFunction("abs") { machine, arguments in
      try arguments.expect(1...1, "abs", machine)
      switch arguments.values[0] {
      case .float(let value): return .float(value.magnitude)
      case .bool(let value): return .integer(value ? 1 : 0)
      case .integer(let value) where value != .min: return .integer(abs(value))
      case let object:
        if case .native(let native as InstanceObject) = object,
          let value = try native.special("__abs__", machine)
        {
          return value
        }
        guard let value = Numbers.bigInteger(object) else {
          throw machine.typeError(
            "bad operand type for abs(): '\(machine.typeName(of: object))'")
        }
        return try machine.integer(BigInt(value.magnitude))
      }
    },
    BuiltinFunction("divmod") { machine, arguments in
      try arguments.expect(2...2, "divmod", machine)
      let (left, right) = (arguments.values[0], arguments.values[1])
      if case .float = left, case .float(0) = right {
        throw machine.exception(.zeroDivisionError, "float divmod()")
      }
      guard left.isNumber, right.isNumber else {
        throw machine.typeError(
          "unsupported operand type(s) for divmod(): '\(machine.typeName(of: left))' and "
            + "'\(machine.typeName(of: right))'")
      }
      let quotient = try machine.binary(.floorDivide, left, right)
      return try machine.tuple([quotient, machine.binary(.modulo, left, right)])
    },
    BuiltinFunction("pow") { machine, arguments in
      try arguments.expect(0...3, keywords: ["base", "exp", "mod"], "pow", machine)
      guard let base = arguments.value(0, "base"), let exponent = arguments.value(1, "exp") else {
        throw machine.typeError("pow() missing required arguments")
      }
      guard let modulus = arguments.value(2, "mod"), !modulus.isNone else {
        return try machine.binary(.power, base, exponent)
      }
      return try modularPower(machine, base, exponent, modulus)
    },
    BuiltinFunction("round") { machine, arguments in
      try arguments.expect(1...2, keywords: ["ndigits"], "round", machine)
      let digits = arguments.value(1, "ndigits").flatMap { $0.isNone ? nil : $0 }
      if case .native(let native as InstanceObject) = arguments.values[0],
        let result = try digits.map({ try native.special("__round__", machine, $0) })
          ?? native.special("__round__", machine)
      {
        return result
      }
      return try round(machine, arguments.values[0], digits: digits.map(machine.index))
    },
    BuiltinFunction("bin") { try based($0, $1, "bin", radix: 2, prefix: "0b") },
    BuiltinFunction("oct") { try based($0, $1, "oct", radix: 8, prefix: "0o") },
    BuiltinFunction("hex") { try based($0, $1, "hex", radix: 16, prefix: "0x") },
  ]

  private static func based(
    _ machine: Machine, _ arguments: Arguments, _ name: String, radix: Int, prefix: String
  ) throws -> Object {
    try arguments.expect(1...1, name, machine)
    guard let value = Numbers.bigInteger(arguments.values[0]) else {
      throw machine.typeError(
        "'\(machine.typeName(of: arguments.values[0]))' object cannot be interpreted as an integer")
    }
    try machine.work(value.magnitude.bitWidth)
    let digits = prefix + String(value.magnitude, radix: radix)
    return try machine.string((value.sign == .minus ? "-" : "") + digits)
  }

  private static func modularPower(
    _ machine: Machine, _ base: Object, _ exponent: Object, _ modulus: Object
  ) throws -> Object {
    guard let base = Numbers.bigInteger(base), let exponent = Numbers.bigInteger(exponent),
      let modulus = Numbers.bigInteger(modulus)
    else {
      throw machine.typeError("pow() 3rd argument not allowed unless all arguments are integers")
    }
    if modulus == 0 { throw machine.valueError("pow() 3rd argument cannot be 0") }
    if modulus.magnitude == 1 { return .integer(0) }
    let words = modulus.magnitude.bitWidth / 64 + 1
    try machine.work(exponent.magnitude.bitWidth * words * words * 16)
    var start = base
    if exponent < 0 {
      guard let inverse = base.inverse(BigInt(modulus.magnitude)) else {
        throw machine.valueError("base is not invertible for the given modulus")
      }
      start = inverse
    }
    let result = start.power(BigInt(exponent.magnitude), modulus: BigInt(modulus.magnitude))
    return try machine.integer(Numbers.floorDivide(result, modulus).rest)
  }

  private static func round(
    _ machine: Machine, _ value: Object, digits: Int?
  ) throws -> Object {
    if case .float(let number) = value {
      guard let digits else {
        if number.isNaN { throw machine.valueError("cannot convert float NaN to integer") }
        if number.isInfinite {
          throw machine.exception(.overflowError, "cannot convert float infinity to integer")
        }
        return try machine.integer(BigInt(number.rounded(.toNearestOrEven)))
      }
      if !number.isFinite || number == 0 || digits > 323 { return value }
      if digits < -308 { return .float(number < 0 ? -0.0 : 0.0) }
      try machine.work(1024)
      let rounded = ExactDecimal.round(number, places: digits)
      if rounded.isInfinite {
        throw machine.exception(.overflowError, "rounded value too large to represent")
      }
      return .float(rounded)
    }
    guard let number = Numbers.bigInteger(value) else {
      throw machine.typeError(
        "type \(machine.typeName(of: value)) doesn't define __round__ method")
    }
    guard let digits, digits < 0 else { return try machine.integer(number) }
    if -digits > 20_000 { return .integer(0) }
    try machine.work(number.magnitude.bitWidth - digits * 4)
    let unit = BigInt(10).power(-digits)
    let (quotient, rest) = Numbers.floorDivide(number, unit)
    let twice = rest * 2
    let isUp = twice > unit || (twice == unit && quotient & 1 == 1)
    return try machine.integer((isUp ? quotient + 1 : quotient) * unit)
  }
}

/// Methods of numbers.
enum NumberMethods {}

import BigInt

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `math`.
enum MathModule {
  static let members: [String: ModuleMember] = Modules.functions(
    unary + integers + parts + others
  ).merging([
    "pi": .float(.pi), "e": .float(2.718281828459045), "tau": .float(2 * .pi),
    "inf": .float(.infinity), "nan": .float(.nan),
  ]) { $1 }

  /// An argument that must be a real number, also by its `__float__` or `__index__`.
  static func number(_ object: Object, _ machine: Machine) throws -> Double {
    if case .native(let native as InstanceObject) = object,
      let result = try native.special("__float__", machine)
    {
      return try number(result, machine)
    }
    if let value = try machine.double(object) { return value }
    guard let whole = try machine.indexed(object), let value = try machine.double(whole) else {
      throw machine.typeError("must be real number, not \(machine.typeName(of: object))")
    }
    return value
  }

  private static func domainError(_ machine: Machine) -> PythonException {
    machine.valueError("math domain error")
  }

  /// A function of one float: not a number for a number is a domain error, infinite an overflow.
  private static func real(
    _ name: String, isPole: Bool = false, _ body: @escaping @Sendable (Double) -> Double
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(1...1, "math.\(name)", machine)
      let value = try number(arguments.values[0], machine)
      let result = body(value)
      if result.isNaN, !value.isNaN { throw domainError(machine) }
      if result.isInfinite, value.isFinite {
        throw isPole ? domainError(machine) : machine.exception(.overflowError, "math range error")
      }
      return .float(result)
    }
  }

  /// A multiple, which may be infinite.
  private static func scaled(_ name: String, _ factor: Double) -> BuiltinFunction {
    BuiltinFunction(
      name,
      unary: { machine, argument in
        .float(try number(argument, machine) * factor)
      })
  }

  /// A function with poles at 0 and the negative integers, infinite where it is too large.
  private static func gamma(
    _ name: String, _ body: @escaping @Sendable (Double) -> Double
  ) -> BuiltinFunction {
    BuiltinFunction(
      name,
      unary: { machine, argument in
        let value = try number(argument, machine)
        let result = body(value)
        let isPole = value <= 0 && value == value.rounded(.down)
        if isPole && value.isFinite || result.isNaN && !value.isNaN { throw domainError(machine) }
        if result.isInfinite, value.isFinite {
          throw machine.exception(.overflowError, "math range error")
        }
        return .float(result)
      })
  }

  private static let unary: [BuiltinFunction] = [
    real("sqrt") { $0.squareRoot() }, real("exp") { exp($0) }, real("expm1") { expm1($0) },
    real("sin") { sin($0) }, real("cos") { cos($0) }, real("tan") { tan($0) },
    real("asin") { asin($0) }, real("acos") { acos($0) }, real("atan") { atan($0) },
    real("sinh") { sinh($0) }, real("cosh") { cosh($0) }, real("tanh") { tanh($0) },
    real("asinh") { asinh($0) }, real("acosh") { acosh($0) },
    real("atanh", isPole: true) { atanh($0) }, real("fabs") { $0.magnitude },
    real("log1p", isPole: true) { log1p($0) }, real("cbrt") { cbrt($0) },
    scaled("degrees", 180 / .pi), scaled("radians", .pi / 180),
    real("erf") { erf($0) }, real("erfc") { erfc($0) },
    gamma("gamma") { GammaFunction.gamma($0) }, gamma("lgamma") { GammaFunction.logGamma($0) },
    real("exp2") { exp2($0) },
    logarithm("log2", { log2($0) }), logarithm("log10", { log10($0) }),
    rounding("floor", .down, "__floor__"), rounding("ceil", .up, "__ceil__"),
    rounding("trunc", .towardZero, "__trunc__"),
    test("isnan") { $0.isNaN }, test("isinf") { $0.isInfinite },
    test("isfinite") { $0.isFinite },
  ]

  private static func test(
    _ name: String, _ body: @escaping @Sendable (Double) -> Bool
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(1...1, "math.\(name)", machine)
      return .bool(body(try number(arguments.values[0], machine)))
    }
  }

  /// A logarithm, which takes integers beyond the floats' range too.
  private static func logarithm(
    _ object: Object, _ machine: Machine, _ body: (Double) -> Double
  ) throws -> Double {
    if case .bigInteger(let big) = object, Numbers.double(big.value) == nil {
      if big.value < 0 { throw domainError(machine) }
      let shift = big.value.magnitude.bitWidth - 64
      let head = Numbers.double(big.value >> shift) ?? 0
      return body(head) + body(2) * Double(shift)
    }
    let value = try number(object, machine)
    if value <= 0 { throw domainError(machine) }
    return body(value)
  }

  private static func logarithm(
    _ name: String, _ body: @escaping @Sendable (Double) -> Double
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(1...1, "math.\(name)", machine)
      return .float(try logarithm(arguments.values[0], machine, body))
    }
  }

  private static func rounding(
    _ name: String, _ rule: FloatingPointRoundingRule, _ special: String
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(1...1, "math.\(name)", machine)
      if Numbers.bigInteger(arguments.values[0]) != nil {
        return try machine.unary(.positive, arguments.values[0])
      }
      if case .native(let native as InstanceObject) = arguments.values[0],
        let result = try native.special(special, machine)
      {
        return result
      }
      let value = try number(arguments.values[0], machine)
      if value.isNaN { throw machine.valueError("cannot convert float NaN to integer") }
      if value.isInfinite {
        throw machine.exception(.overflowError, "cannot convert float infinity to integer")
      }
      return try machine.integer(BigInt(value.rounded(rule)))
    }
  }

  /// An argument that must be an integer.
  static func big(_ object: Object, _ machine: Machine) throws -> BigInt {
    guard let value = try machine.indexed(object).flatMap(Numbers.bigInteger) else {
      throw machine.typeError(
        "'\(machine.typeName(of: object))' object cannot be interpreted as an integer")
    }
    return value
  }

  private static let parts: [BuiltinFunction] = [
    BuiltinFunction("frexp") { machine, arguments in
      try arguments.expect(1...1, "math.frexp", machine)
      let value = try number(arguments.values[0], machine)
      guard value.isFinite, value != 0 else {
        return try machine.tuple([.float(value), .integer(0)])
      }
      let (mantissa, exponent) = (value.significand / 2, Int(value.exponent) + 1)
      return try machine.tuple([.float(copysign(mantissa, value)), .integer(exponent)])
    },
    BuiltinFunction("ldexp") { machine, arguments in
      try arguments.expect(2...2, "math.ldexp", machine)
      let value = try number(arguments.values[0], machine)
      let exponent = max(-1 << 16, min(1 << 16, try machine.index(arguments.values[1])))
      let result = scalbn(value, Int(exponent))
      if result.isInfinite, value.isFinite {
        throw machine.exception(.overflowError, "math range error")
      }
      return .float(result)
    },
    BuiltinFunction("nextafter") { machine, arguments in
      try arguments.expect(2...2, "math.nextafter", machine)
      return .float(
        nextafter(
          try number(arguments.values[0], machine), try number(arguments.values[1], machine)))
    },
    BuiltinFunction("remainder") { machine, arguments in
      try arguments.expect(2...2, "math.remainder", machine)
      let left = try number(arguments.values[0], machine)
      let right = try number(arguments.values[1], machine)
      let result = remainder(left, right)
      if result.isNaN, !left.isNaN, !right.isNaN { throw domainError(machine) }
      return .float(result)
    },
    BuiltinFunction("ulp") { machine, arguments in
      try arguments.expect(1...1, "math.ulp", machine)
      let value = try number(arguments.values[0], machine).magnitude
      return .float(value.isInfinite ? value : value.ulp)
    },
  ]

  private static let others: [BuiltinFunction] = [
    BuiltinFunction("log") { machine, arguments in
      try arguments.expect(1...2, "math.log", machine)
      let value = try logarithm(arguments.values[0], machine) { log($0) }
      guard arguments.values.count > 1 else { return .float(value) }
      let base = try logarithm(arguments.values[1], machine) { log($0) }
      if base == 0 { throw machine.exception(.zeroDivisionError, "float division by zero") }
      return .float(value / base)
    },
    BuiltinFunction("pow") { machine, arguments in
      try arguments.expect(2...2, "math.pow", machine)
      let base = try number(arguments.values[0], machine)
      let exponent = try number(arguments.values[1], machine)
      let result = pow(base, exponent)
      if base.isFinite, exponent.isFinite {
        if result.isNaN || (base == 0 && exponent < 0) { throw domainError(machine) }
        if result.isInfinite { throw machine.exception(.overflowError, "math range error") }
      }
      return .float(result)
    },
    BuiltinFunction("atan2") { machine, arguments in
      try arguments.expect(2...2, "math.atan2", machine)
      return .float(
        atan2(try number(arguments.values[0], machine), try number(arguments.values[1], machine)))
    },
    BuiltinFunction("fmod") { machine, arguments in
      try arguments.expect(2...2, "math.fmod", machine)
      let left = try number(arguments.values[0], machine)
      let right = try number(arguments.values[1], machine)
      let result = fmod(left, right)
      if result.isNaN, !left.isNaN, !right.isNaN { throw domainError(machine) }
      return .float(result)
    },
    BuiltinFunction("copysign") { machine, arguments in
      try arguments.expect(2...2, "math.copysign", machine)
      return .float(
        copysign(
          try number(arguments.values[0], machine), try number(arguments.values[1], machine)))
    },
    BuiltinFunction("hypot") { machine, arguments in
      try arguments.expect(0...Int.max, "math.hypot", machine)
      let values = try arguments.values.map { try number($0, machine) }
      if values.count == 2 { return .float(hypot(values[0], values[1])) }
      return .float(norm(values))
    },
    BuiltinFunction("dist") { machine, arguments in
      try arguments.expect(2...2, "math.dist", machine)
      let first = try machine.elements(of: arguments.values[0])
      let second = try machine.elements(of: arguments.values[1])
      guard first.count == second.count else {
        throw machine.valueError("both points must have the same number of dimensions")
      }
      let values = try zip(first, second).map { try number($0, machine) - number($1, machine) }
      return .float(values.count == 2 ? hypot(values[0], values[1]) : norm(values))
    },
    BuiltinFunction("modf") { machine, arguments in
      try arguments.expect(1...1, "math.modf", machine)
      let value = try number(arguments.values[0], machine)
      let whole = value.rounded(.towardZero)
      let part = value.isInfinite ? 0 : value - whole
      return try machine.tuple([.float(copysign(part, value)), .float(whole)])
    },
    BuiltinFunction("prod") { machine, arguments in
      try arguments.expect(1...1, keywords: ["start"], "prod", machine)
      var result = arguments.keyword("start") ?? .integer(1)
      let iterator = try machine.iterator(arguments.values[0])
      while let element = try iterator.next(machine) {
        try machine.step()
        result = try machine.binary(.multiply, result, element)
      }
      return result
    },
    BuiltinFunction("isclose") { machine, arguments in
      try arguments.expect(2...2, keywords: ["rel_tol", "abs_tol"], "isclose", machine)
      let left = try number(arguments.values[0], machine)
      let right = try number(arguments.values[1], machine)
      let relative = try arguments.keyword("rel_tol").map { try number($0, machine) } ?? 1e-9
      let absolute = try arguments.keyword("abs_tol").map { try number($0, machine) } ?? 0
      if relative < 0 || absolute < 0 {
        throw machine.valueError("tolerances must be non-negative")
      }
      if left == right { return .bool(true) }
      if left.isInfinite || right.isInfinite { return .bool(false) }
      let difference = (right - left).magnitude
      return .bool(
        difference <= (relative * right).magnitude || difference <= (relative * left).magnitude
          || difference <= absolute)
    },
    BuiltinFunction("fsum") { machine, arguments in
      try arguments.expect(1...1, "math.fsum", machine)
      // The exact sum as a fraction over a power of two, rounded once.
      var total = BigInt(0)
      let scale = 1074
      var special: Double?
      var (hasOpposites, hasNaN) = (false, false)
      let iterator = try machine.iterator(arguments.values[0])
      while let element = try iterator.next(machine) {
        try machine.work(64)
        let value = try number(element, machine)
        guard value.isFinite else {
          special = (special ?? 0) + value
          if value.isInfinite, special?.isNaN ?? false { hasOpposites = true }
          if value.isNaN { hasNaN = true }
          continue
        }
        let (numerator, denominator) = ExactDecimal.ratio(value)
        total += numerator << (scale - denominator.trailingZeroBitCount)
      }
      if let special {
        if hasOpposites, !hasNaN { throw machine.valueError("-inf + inf in fsum") }
        return .float(special)
      }
      guard let sum = Numbers.quotient(total, BigInt(1) << scale) else {
        throw machine.exception(.overflowError, "intermediate overflow in fsum")
      }
      return .float(total == 0 ? 0 : sum)
    },
  ]

  /// The Euclidean norm, scaled so that squares don't overflow.
  private static func norm(_ values: [Double]) -> Double {
    let largest = values.map(\.magnitude).max() ?? 0
    if largest == 0 || largest.isInfinite { return largest }
    return largest
      * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}

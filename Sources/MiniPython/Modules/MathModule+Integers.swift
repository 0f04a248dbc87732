import BigInt

extension MathModule {
  /// `n * (n - 1) * ...` with `count` factors, within the budget.
  private static func falling(
    _ n: BigInt, _ count: BigInt, _ machine: Machine
  ) throws -> BigInt {
    guard let count = Int(exactly: count) else {
      throw machine.exception(.overflowError, "argument must not exceed \(Int.max)")
    }
    var result = BigInt(1)
    for factor in 0..<max(0, count) {
      result *= n - BigInt(factor)
      try machine.work(result.magnitude.bitWidth / 4)
      if result.magnitude.bitWidth > machine.budget.integerBits + 64 {
        throw BudgetExceeded(limit: .integer)
      }
    }
    return result
  }

  private static func choices(
    _ arguments: Arguments, _ name: String, _ machine: Machine
  ) throws -> (n: BigInt, k: BigInt) {
    try arguments.expect(1...2, "math.\(name)", machine)
    let n = try big(arguments.values[0], machine)
    let k =
      arguments.values.count > 1 && !arguments.values[1].isNone
      ? try big(arguments.values[1], machine) : n
    if n < 0 { throw machine.valueError("n must be a non-negative integer") }
    if k < 0 { throw machine.valueError("k must be a non-negative integer") }
    return (n, k)
  }

  /// The functions of integers alone.
  static let integers: [BuiltinFunction] = [
    BuiltinFunction("gcd") { machine, arguments in
      try arguments.expect(0...Int.max, "math.gcd", machine)
      return try machine.integer(
        arguments.values.reduce(BigInt(0)) { result, value in
          let value = try big(value, machine)
          try machine.work(value.magnitude.bitWidth)
          return result.greatestCommonDivisor(with: value)
        })
    },
    BuiltinFunction("lcm") { machine, arguments in
      try arguments.expect(0...Int.max, "math.lcm", machine)
      var result = BigInt(1)
      for value in arguments.values {
        let value = try big(value, machine)
        if value == 0 { return .integer(0) }
        try machine.work(value.magnitude.bitWidth)
        result = BigInt((result / result.greatestCommonDivisor(with: value) * value).magnitude)
        if result.magnitude.bitWidth > machine.budget.integerBits + 64 {
          throw BudgetExceeded(limit: .integer)
        }
      }
      return try machine.integer(result)
    },
    BuiltinFunction("factorial") { machine, arguments in
      try arguments.expect(1...1, "math.factorial", machine)
      let n = try big(arguments.values[0], machine)
      if n < 0 { throw machine.valueError("factorial() not defined for negative values") }
      return try machine.integer(falling(n, n, machine))
    },
    BuiltinFunction("comb") { machine, arguments in
      try arguments.expect(2...2, "math.comb", machine)
      let (n, k) = try choices(arguments, "comb", machine)
      if k > n { return .integer(0) }
      let count = min(k, n - k)
      return try machine.integer(falling(n, count, machine) / falling(count, count, machine))
    },
    BuiltinFunction("perm") { machine, arguments in
      let (n, k) = try choices(arguments, "perm", machine)
      return k > n ? .integer(0) : try machine.integer(falling(n, k, machine))
    },
    BuiltinFunction("isqrt") { machine, arguments in
      try arguments.expect(1...1, "math.isqrt", machine)
      let value = try big(arguments.values[0], machine)
      if value < 0 { throw machine.valueError("isqrt() argument must be nonnegative") }
      try machine.work(value.magnitude.bitWidth * (value.magnitude.bitWidth / 64 + 1) / 4)
      return try machine.integer(value.squareRoot())
    },
  ]
}

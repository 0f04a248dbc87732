import BigInt

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Machine {
  /// `left op right`.
  func binary(
    _ operation: BinaryOperator, _ left: Object, _ right: Object, isInPlace: Bool = false
  ) throws -> Object {
    if case .integer(let first) = left, case .integer(let second) = right,
      let result = Self.fast(operation, first, second)
    {
      return result
    }
    if let result = try numeric(operation, left, right) { return result }
    if let first = left.ownInstance, let second = right.ownInstance,
      second.reflectsFirst(operation, before: first),
      let result = try second.binary(operation, left, isReflected: true, self)
    {
      return result
    }
    if case .native(let native) = left,
      let result = try native.binary(operation, right, isReflected: false, self)
    {
      return result
    }
    if case .native(let native) = right,
      let result = try native.binary(operation, left, isReflected: true, self)
    {
      return result
    }
    if let result = try sequence(operation, left, right) { return result }
    let sign = operation.rawValue + (isInPlace ? "=" : "")
    let name = operation == .power && !isInPlace ? "** or pow()" : sign
    throw typeError(
      "unsupported operand type(s) for \(name): "
        + "'\(typeName(of: left))' and '\(typeName(of: right))'")
  }

  /// The result, unless it needs care: overflow, zero divisors, negative shifts.
  @inline(__always)
  static func fast(_ operation: BinaryOperator, _ left: Int, _ right: Int) -> Object? {
    switch operation {
    case .add:
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? nil : .integer(sum)
    case .subtract:
      let (difference, overflow) = left.subtractingReportingOverflow(right)
      return overflow ? nil : .integer(difference)
    case .multiply:
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      return overflow ? nil : .integer(product)
    case .floorDivide:
      if right == 0 || right == -1 { return nil }
      let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
      return .integer(rest != 0 && (rest < 0) != (right < 0) ? quotient - 1 : quotient)
    case .modulo:
      if right == 0 || right == -1 { return nil }
      let rest = left % right
      return .integer(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
    case .bitAnd: return .integer(left & right)
    case .bitOr: return .integer(left | right)
    case .bitXor: return .integer(left ^ right)
    case .rightShift: return right < 0 ? nil : .integer(left >> min(right, 63))
    case .leftShift:
      if right < 0 || right > 62 { return nil }
      let shifted = left << right
      return shifted >> right == left ? .integer(shifted) : nil
    case .divide:
      let exact = 1 << 53
      if right == 0 || left.magnitude > exact || right.magnitude > exact { return nil }
      return .float(Double(left) / Double(right))
    case .power, .matrixMultiply: return nil
    }
  }

  /// The result for numbers, or nil if an operand isn't one.
  private func numeric(
    _ operation: BinaryOperator, _ left: Object, _ right: Object
  ) throws -> Object? {
    if case .bool(let first) = left, case .bool(let second) = right {
      switch operation {
      case .bitAnd: return .bool(first && second)
      case .bitOr: return .bool(first || second)
      case .bitXor: return .bool(first != second)
      default: break
      }
    }
    if case .float(let first) = left {
      guard let second = try double(right) else { return nil }
      return try float(operation, first, second)
    }
    if case .float(let second) = right {
      guard let first = try double(left) else { return nil }
      return try float(operation, first, second)
    }
    if let first = Numbers.word(left), let second = Numbers.word(right),
      let result = Self.fast(operation, first, second)
    {
      return result
    }
    guard let first = Numbers.bigInteger(left), let second = Numbers.bigInteger(right) else {
      return nil
    }
    return try big(operation, first, second)
  }

  /// A number as a float, or nil if it isn't one.
  func double(_ object: Object) throws -> Double? {
    switch object {
    case .float(let value): return value
    case .integer(let value): return Double(value)
    case .bool(let value): return value ? 1 : 0
    case .bigInteger(let object):
      guard let value = Numbers.double(object.value) else {
        throw exception(.overflowError, "int too large to convert to float")
      }
      return value
    default: return nil
    }
  }

  // MARK: Floats

  private func float(
    _ operation: BinaryOperator, _ left: Double, _ right: Double
  ) throws -> Object? {
    switch operation {
    case .add: return .float(left + right)
    case .subtract: return .float(left - right)
    case .multiply: return .float(left * right)
    case .divide:
      if right == 0 { throw exception(.zeroDivisionError, "float division by zero") }
      return .float(left / right)
    case .floorDivide:
      if right == 0 { throw exception(.zeroDivisionError, "float floor division by zero") }
      return .float(Self.floorDivide(left, right).quotient)
    case .modulo:
      if right == 0 { throw exception(.zeroDivisionError, "float modulo") }
      return .float(Self.floorDivide(left, right).rest)
    case .power: return .float(try power(left, right))
    default:
      return nil
    }
  }

  /// CPython's `divmod` of floats.
  static func floorDivide(_ left: Double, _ right: Double) -> (quotient: Double, rest: Double) {
    var rest = fmod(left, right)
    var quotient = (left - rest) / right
    if rest != 0 {
      if (right < 0) != (rest < 0) {
        rest += right
        quotient -= 1
      }
    } else {
      rest = right.sign == .minus ? -0.0 : 0.0
    }
    if quotient != 0 {
      let floor = quotient.rounded(.down)
      quotient = quotient - floor > 0.5 ? floor + 1 : floor
    } else {
      quotient = left / right < 0 || (left / right).sign == .minus ? -0.0 : 0.0
    }
    return (quotient, rest)
  }

  private func power(_ base: Double, _ exponent: Double) throws -> Double {
    if base == 0, exponent < 0 {
      throw exception(
        .zeroDivisionError, "0.0 cannot be raised to a negative power")
    }
    if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded() {
      throw NotSupported(construct: "complex number")
    }
    let result = pow(base, exponent)
    if result.isInfinite, base.isFinite, exponent.isFinite {
      throw exception(.overflowError, "(34, 'Numerical result out of range')")
    }
    return result
  }

  // MARK: Big integers

  private func big(
    _ operation: BinaryOperator, _ left: BigInt, _ right: BigInt
  ) throws -> Object? {
    let leftBits = left.magnitude.bitWidth
    let rightBits = right.magnitude.bitWidth
    try work((leftBits / 64 + 1) * (rightBits / 64 + 1))
    switch operation {
    case .add: return try integer(left + right)
    case .subtract: return try integer(left - right)
    case .multiply:
      if leftBits + rightBits > budget.integerBits + 64 {
        throw BudgetExceeded(limit: .integer)
      }
      return try integer(left * right)
    case .divide:
      if right == 0 { throw exception(.zeroDivisionError, "division by zero") }
      guard let value = Numbers.quotient(left, right) else {
        throw exception(.overflowError, "integer division result too large for a float")
      }
      return .float(value)
    case .floorDivide:
      if right == 0 { throw exception(.zeroDivisionError, "integer division or modulo by zero") }
      return try integer(Numbers.floorDivide(left, right).quotient)
    case .modulo:
      if right == 0 { throw exception(.zeroDivisionError, "integer modulo by zero") }
      return try integer(Numbers.floorDivide(left, right).rest)
    case .power: return try power(left, right)
    case .leftShift: return try shift(left, by: right)
    case .rightShift:
      if right < 0 { throw valueError("negative shift count") }
      let count = Int(exactly: right) ?? Int.max
      if count > leftBits { return .integer(left < 0 ? -1 : 0) }
      // Shifts round down; the shift of a magnitude rounds towards zero.
      return try integer(left < 0 ? -((-left - 1) >> count) - 1 : left >> count)
    case .bitAnd: return try integer(left & right)
    case .bitOr: return try integer(left | right)
    case .bitXor: return try integer(left ^ right)
    case .matrixMultiply: return nil
    }
  }

  private func shift(_ value: BigInt, by count: BigInt) throws -> Object {
    if count < 0 { throw valueError("negative shift count") }
    if value == 0 { return .integer(0) }
    guard let bits = Int(exactly: count), bits <= budget.integerBits else {
      throw BudgetExceeded(limit: .integer)
    }
    return try integer(value << bits)
  }

  private func power(_ base: BigInt, _ exponent: BigInt) throws -> Object {
    if exponent < 0 {
      guard let first = Numbers.double(base), let second = Numbers.double(exponent) else {
        throw exception(.overflowError, "int too large to convert to float")
      }
      if first == 0 {
        throw exception(.zeroDivisionError, "0.0 cannot be raised to a negative power")
      }
      return .float(try power(first, second))
    }
    if exponent == 0 { return .integer(1) }
    if base == 0 || base == 1 { return .integer(Int(base)) }
    if base == -1 { return .integer(exponent & 1 == 0 ? 1 : -1) }
    // |base| >= 2^(bits - 1), so the result has at least (bits - 1) * exponent bits.
    let bits = base.magnitude.bitWidth
    guard let count = Int(exactly: exponent), count <= budget.integerBits,
      (bits - 1) * count <= budget.integerBits
    else { throw BudgetExceeded(limit: .integer) }
    try work((bits * count / 64 + 1) * (bits * count / 64 + 1) / 4)
    return try integer(base.power(count))
  }

  // MARK: Unary

  func unary(_ operation: UnaryOperator, _ operand: Object) throws -> Object {
    switch operation {
    case .not: return .bool(try !truth(operand))
    case .negative:
      if case .float(let value) = operand { return .float(-value) }
      if let word = Numbers.word(operand), word != .min { return .integer(-word) }
      if let value = Numbers.bigInteger(operand) { return try integer(-value) }
    case .positive:
      if case .float = operand { return operand }
      if let word = Numbers.word(operand) { return .integer(word) }
      if case .bigInteger = operand { return operand }
    case .invert:
      if let word = Numbers.word(operand) { return .integer(~word) }
      if let value = Numbers.bigInteger(operand) { return try integer(-value - 1) }
    }
    if case .native(let native) = operand, let result = try native.unary(operation, self) {
      return result
    }
    if case .dictionary(let counter) = operand, counter.flavor?.isCounter == true,
      let result = try Collections.signed(operation, counter, self)
    {
      return result
    }
    throw typeError(
      "bad operand type for unary \(operation.rawValue): '\(typeName(of: operand))'")
  }
}

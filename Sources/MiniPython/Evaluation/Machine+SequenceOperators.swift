extension Machine {
  /// `left op right` where an operand is a collection, or nil if the types don't fit.
  func sequence(
    _ operation: BinaryOperator, _ left: Object, _ right: Object
  ) throws -> Object? {
    if case .dictionary(let first) = left, case .dictionary(let second) = right,
      first.flavor?.isCounter == true, second.flavor?.isCounter == true,
      let result = try Collections.combine(operation, first, second, self)
    {
      return result
    }
    switch operation {
    case .add: return try concatenate(left, right)
    case .multiply:
      if let count = repeatCount(right) { return try repeated(left, count) }
      if let count = repeatCount(left) { return try repeated(right, count) }
      return nil
    case .modulo:
      if case .string(let format) = left { return try percentFormat(format.scalars, right) }
      return nil
    case .bitOr:
      if case .dictionary(let first) = left, case .dictionary(let second) = right {
        try reserve(first.count + second.count, bytesEach: 72)
        let copy = keep(first.copy())
        try update(copy, from: .dictionary(second))
        return .dictionary(copy)
      }
      if case .type = left { throw NotSupported(construct: "type union") }
      return try setOperation(operation, left, right)
    case .bitAnd, .bitXor, .subtract: return try setOperation(operation, left, right)
    default: return nil
    }
  }

  private func concatenate(_ left: Object, _ right: Object) throws -> Object? {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try work(left.scalars.count + right.scalars.count)
      try allocate(32 + 4 * (left.scalars.count + right.scalars.count))
      return .string(StringObject(left.scalars + right.scalars))
    case (.list(let left), .list(let right)):
      try work(left.elements.count + right.elements.count)
      try allocate(16 * (left.elements.count + right.elements.count))
      return try list(left.elements + right.elements)
    case (.tuple(let left), .tuple(let right)):
      try work(left.elements.count + right.elements.count)
      try allocate(16 * (left.elements.count + right.elements.count))
      return try tuple(left.elements + right.elements)
    case (.string, _):
      throw typeError("can only concatenate str (not \"\(typeName(of: right))\") to str")
    case (.list, _):
      throw typeError("can only concatenate list (not \"\(typeName(of: right))\") to list")
    case (.tuple, _):
      throw typeError("can only concatenate tuple (not \"\(typeName(of: right))\") to tuple")
    default: return nil
    }
  }

  private func repeatCount(_ object: Object) -> Int? {
    if let word = Numbers.word(object) { return word }
    if case .bigInteger(let object) = object { return object.value.sign == .minus ? 0 : .max }
    return nil
  }

  private func repeated(_ object: Object, _ count: Int) throws -> Object? {
    let count = max(0, count)
    func total(_ length: Int) throws -> Int {
      let (total, overflow) = length.multipliedReportingOverflow(by: count)
      try reserve(overflow ? .max : total)
      return total
    }
    func fill<Element>(_ elements: [Element]) throws -> [Element] {
      if elements.count == 1 { return Array(repeating: elements[0], count: count) }
      var result: [Element] = []
      result.reserveCapacity(try total(elements.count))
      if !elements.isEmpty { for _ in 0..<count { result += elements } }
      return result
    }
    switch object {
    case .string(let string):
      _ = try total(string.scalars.count)
      return .string(StringObject(try fill(string.scalars)))
    case .list(let list):
      _ = try total(list.elements.count)
      return .list(keep(ListObject(try fill(list.elements))))
    case .tuple(let tuple):
      _ = try total(tuple.elements.count)
      return .tuple(keep(TupleObject(try fill(tuple.elements))))
    default: return nil
    }
  }

  private func setOperation(
    _ operation: BinaryOperator, _ left: Object, _ right: Object
  ) throws -> Object? {
    guard let first = try setOperand(left), let second = try setOperand(right) else { return nil }
    switch operation {
    case .bitOr: return .set(try union(first, second))
    case .bitAnd: return .set(try intersection(first, second))
    case .subtract: return .set(try difference(first, second))
    default: return .set(try symmetricDifference(first, second))
    }
  }

  private func setOperand(_ object: Object) throws -> SetObject? {
    switch object {
    case .set(let set): return set
    case .view(let view) where view.kind != .values:
      guard case .set(let set) = try set(of: elements(of: object)) else { return nil }
      return set
    default: return nil
    }
  }

  func copy(_ set: SetObject) throws -> SetObject {
    let copy = try self.set(isFrozen: set.isFrozen)
    try copy.merge(set, self)
    return copy
  }

  func union(_ left: SetObject, _ right: SetObject) throws -> SetObject {
    let result = try copy(left)
    try result.merge(right, self)
    return result
  }

  func intersection(_ left: SetObject, _ right: SetObject) throws -> SetObject {
    let result = try set(isFrozen: left.isFrozen)
    // As in CPython, the smaller set is walked, whose order decides the result's.
    let (walked, other) = right.count > left.count ? (left, right) : (right, left)
    try work(walked.places)
    for element in walked.elements where try other.contains(element, self) {
      try result.insert(element, self)
    }
    return result
  }

  func difference(_ left: SetObject, _ right: SetObject) throws -> SetObject {
    try work(left.places + right.count)
    if left.count >> 2 > right.count {
      let result = try copy(left)
      for element in right.elements { _ = try result.remove(element, self) }
      return result
    }
    let result = try set(isFrozen: left.isFrozen)
    for element in left.elements where try !right.contains(element, self) {
      try result.insert(element, self)
    }
    return result
  }

  func symmetricDifference(_ left: SetObject, _ right: SetObject) throws -> SetObject {
    // CPython copies the right operand and toggles the left one's elements in it.
    let result = try set(isFrozen: left.isFrozen)
    try result.merge(right, self)
    try work(left.places)
    for element in left.elements where try !result.remove(element, self) {
      try result.insert(element, self)
    }
    return result
  }
}

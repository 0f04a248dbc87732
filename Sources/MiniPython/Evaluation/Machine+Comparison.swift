import BigInt

extension Machine {
  /// Python's truth of a value.
  func truth(_ object: Object) throws -> Bool {
    switch object {
    case .bool(let value): value
    case .none, .unbound: false
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .string(let object): !object.scalars.isEmpty
    case .list(let object): !object.elements.isEmpty
    case .tuple(let object): !object.elements.isEmpty
    case .dictionary(let object): object.count > 0
    case .set(let object): object.count > 0
    case .range(let object): object.count > 0
    case .view(let view): view.dictionary.count > 0
    case .native(let native): try native.truth(self)
    default: true
    }
  }

  /// Python's `==`.
  func equal(_ left: Object, _ right: Object) throws -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left == right
    case (.string(let left), .string(let right)):
      if left === right { return true }
      guard left.scalars.count == right.scalars.count else { return false }
      if left.scalars.count > 64 { try work(left.scalars.count) }
      return left.scalars == right.scalars
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.list(let left), .list(let right)):
      return try equalElements(left.elements, right.elements)
    case (.tuple(let left), .tuple(let right)):
      return try equalElements(left.elements, right.elements)
    case (.dictionary(let left), .dictionary(let right)): return try equal(left, right)
    case (.set(let left), .set(let right)):
      return try left.count == right.count && isSubset(left, right)
    case (.range(let left), .range(let right)):
      if left.count != right.count { return false }
      return left.count == 0
        || (left.start == right.start && (left.count == 1 || left.step == right.step))
    case (.view, .view), (.view, .set), (.set, .view):
      guard isSetLike(left), isSetLike(right) else { return left.isIdentical(to: right) }
      return try length(of: left) == length(of: right) && isContained(left, right)
    default:
      if let order = try numericOrder(left, right) { return order == .equal }
      switch try ownComparison(.equal, left, right) {
      case .value(let value): return try truth(value)
      case .refused: return left.isIdentical(to: right)
      case .none: return try nativeEqual(left, right) ?? left.isIdentical(to: right)
      }
    }
  }

  /// The answer of the operands' own `==`, the left one's first.
  private func nativeEqual(_ left: Object, _ right: Object) throws -> Bool? {
    if case .native(let native) = left, let answer = try native.equals(right, self) {
      return answer
    }
    if case .native(let native) = right { return try native.equals(left, self) }
    return nil
  }

  private func equalElements(_ left: [Object], _ right: [Object]) throws -> Bool {
    guard left.count == right.count else { return false }
    try work(left.count)
    return try nested {
      for index in left.indices where !left[index].isIdentical(to: right[index]) {
        if try !equal(left[index], right[index]) { return false }
      }
      return true
    }
  }

  private func equal(_ left: DictionaryObject, _ right: DictionaryObject) throws -> Bool {
    guard left.count == right.count else { return false }
    try work(left.count)
    if case .ordered? = left.flavor, case .ordered? = right.flavor {
      // Two ordered dictionaries are equal in order only.
      let (first, second) = (
        left.keys.filter { !$0.isUnbound }, right.keys.filter { !$0.isUnbound }
      )
      guard try equalElements(first, second) else { return false }
    }
    return try nested {
      for place in 0..<left.places where left.isLive(place) {
        guard let other = try right.value(for: left.keys[place], self) else { return false }
        guard left.isLive(place) else { continue }
        let value = left.values[place]
        if try !value.isIdentical(to: other) && !equal(value, other) { return false }
      }
      return true
    }
  }

  func isSubset(_ left: SetObject, _ right: SetObject) throws -> Bool {
    guard left.count <= right.count else { return false }
    try work(left.places)
    for element in left.elements where try !right.contains(element, self) { return false }
    return true
  }

  /// How two numbers stand, or nil if one isn't a number.
  enum Order { case less, equal, greater, unordered }

  private func order<T: Comparable>(_ left: T, _ right: T) -> Order {
    left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
  }

  private func numericOrder(_ left: Object, _ right: Object) throws -> Order? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return order(left, right)
    case (.float(let left), .float(let right)): return order(left, right)
    default: break
    }
    if case .float(let value) = left {
      guard let big = Numbers.bigInteger(right) else { return nil }
      return order(value, big)
    }
    if case .float(let value) = right {
      guard let big = Numbers.bigInteger(left) else { return nil }
      switch order(value, big) {
      case .less: return .greater
      case .greater: return .less
      case let other: return other
      }
    }
    guard let left = Numbers.bigInteger(left), let right = Numbers.bigInteger(right) else {
      return nil
    }
    return order(left, right)
  }

  /// Compares a float with an integer exactly.
  private func order(_ value: Double, _ integer: BigInt) -> Order {
    if value.isNaN { return .unordered }
    if value.isInfinite { return value > 0 ? .greater : .less }
    let whole = BigInt(value.rounded(.down))
    if whole != integer { return order(whole, integer) }
    return value == value.rounded(.down) ? .equal : .greater
  }

  /// `<`, `<=`, `>`, `>=`.
  func compare(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object
  ) throws -> Bool {
    if let order = try numericOrder(left, right) { return Self.holds(operation, order) }
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try work(min(left.scalars.count, right.scalars.count))
      return Self.holds(operation, lexicographicOrder(left.scalars, right.scalars))
    case (.list(let left), .list(let right)):
      return try compare(operation, left.elements, right.elements)
    case (.tuple(let left), .tuple(let right)):
      return try compare(operation, left.elements, right.elements)
    case (.set(let left), .set(let right)): return try compare(operation, left, right)
    case (.view, .set), (.set, .view), (.view, .view):
      guard isSetLike(left), isSetLike(right) else { throw unordered(operation, left, right) }
      return try compareViews(operation, left, right)
    case (.dictionary(let first), .dictionary(let second))
    where first.flavor?.isCounter == true && second.flavor?.isCounter == true:
      return try Collections.compare(operation, first, second, self)
    default:
      switch try ownComparison(operation, left, right) {
      case .value(let value): return try truth(value)
      case .refused: throw unordered(operation, left, right)
      case .none: break
      }
      if case .native(let native) = left,
        let answer = try native.compare(operation, right, self)
      {
        return answer
      }
      if case .native(let native) = right,
        let answer = try native.compare(operation.mirrored, left, self)
      {
        return answer
      }
      throw unordered(operation, left, right)
    }
  }

  func unordered(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object
  ) -> PythonException {
    typeError(
      "'\(operation.rawValue)' not supported between instances of "
        + "'\(typeName(of: left))' and '\(typeName(of: right))'")
  }

  private func isSetLike(_ object: Object) -> Bool {
    switch object {
    case .set: true
    case .view(let view): view.kind != .values
    default: false
    }
  }

  /// Compares where an operand is a view: by the counts first, then element by element, which need
  /// no hash.
  private func compareViews(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object
  ) throws -> Bool {
    let (count, other) = (try length(of: left) ?? 0, try length(of: right) ?? 0)
    switch operation {
    case .less: return try count < other && isContained(left, right)
    case .lessOrEqual: return try count <= other && isContained(left, right)
    case .greater: return try count > other && isContained(right, left)
    default: return try count >= other && isContained(right, left)
    }
  }

  private func isContained(_ elements: Object, _ container: Object) throws -> Bool {
    let iterator = try iterator(elements)
    while let element = try iterator.next(self) {
      try step()
      if try !contains(container, element) { return false }
    }
    return true
  }

  private func compare(
    _ operation: ComparisonOperator, _ left: SetObject, _ right: SetObject
  ) throws -> Bool {
    switch operation {
    case .less: try left.count < right.count && isSubset(left, right)
    case .lessOrEqual: try isSubset(left, right)
    case .greater: try right.count < left.count && isSubset(right, left)
    default: try isSubset(right, left)
    }
  }

  private func lexicographicOrder(_ left: [UInt32], _ right: [UInt32]) -> Order {
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? .less : .greater
    }
    return order(left.count, right.count)
  }

  private func compare(
    _ operation: ComparisonOperator, _ left: [Object], _ right: [Object]
  ) throws -> Bool {
    let count = min(left.count, right.count)
    try work(count)
    return try nested {
      for index in 0..<count where !left[index].isIdentical(to: right[index]) {
        if try equal(left[index], right[index]) { continue }
        return try compare(operation, left[index], right[index])
      }
      return Self.holds(operation, order(left.count, right.count))
    }
  }

  private static func holds(_ operation: ComparisonOperator, _ order: Order) -> Bool {
    switch operation {
    case .less: order == .less
    case .lessOrEqual: order == .less || order == .equal
    case .greater: order == .greater
    default: order == .greater || order == .equal
    }
  }

  /// Python's `hash`.
  func hash(_ object: Object) throws -> Int {
    switch object {
    case .string(let object): return object.hashValue
    case .integer(let value): return PythonHash.integer(value)
    case .bool(let value): return value ? 1 : 0
    case .bigInteger(let object): return PythonHash.integer(object.value)
    case .float(let value): return PythonHash.float(value)
    case .none, .unbound: return 8_794_982
    case .ellipsis: return 8_794_983
    case .tuple(let tuple):
      try work(tuple.elements.count)
      return try nested { PythonHash.tuple(try tuple.elements.map { try hash($0) }) }
    case .set(let set) where set.isFrozen: return PythonHash.frozenSet(set.hashes)
    case .range(let range):
      return PythonHash.tuple([range.count, range.start, range.step].map(PythonHash.integer))
    case .list, .dictionary, .set, .slice, .view:
      throw typeError("unhashable type: '\(typeName(of: object))'")
    case .type(let type): return PythonHash.string(type.name.unicodeScalars.map(\.value))
    case .builtin(let function):
      return PythonHash.string(function.name.unicodeScalars.map(\.value))
    case .function(let function):
      return PythonHash.string(function.code.name.unicodeScalars.map(\.value))
    case .iterator, .method, .exception: return 8_794_984
    case .native(let native):
      guard let hash = try native.hash(self) else {
        throw typeError("unhashable type: '\(typeName(of: object))'")
      }
      return hash
    }
  }
}

extension ComparisonOperator {
  /// The operator that says the same with the operands exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

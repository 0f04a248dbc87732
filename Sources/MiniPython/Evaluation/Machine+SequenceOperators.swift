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
      for (sequence, other) in [(left, right), (right, left)] {
        switch sequence {
        case .string, .list, .tuple:
          throw typeError("can't multiply sequence by non-int of type '\(typeName(of: other))'")
        default: break
        }
      }
      return nil
    case .modulo:
      if case .string(let format) = left { return try percentFormat(format.scalars, right) }
      return nil
    case .bitOr:
      if case .dictionary(let first) = left, case .dictionary(let second) = right {
        try reserve(first.count + second.count, bytesEach: 72)
        let copy = keep(first.copy())
        // The reflected operator of a subclass comes first.
        if first.flavor == nil { copy.flavor = second.flavor }
        try update(copy, from: .dictionary(second))
        return .dictionary(copy)
      }
      if let union = TypeUnion.of(left, right) {
        try reserve(union.members.count)
        return .native(keep(union))
      }
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
    if let result = try viewOperation(operation, left, right) { return .set(result) }
    guard let first = try setOperand(left), let second = try setOperand(right) else { return nil }
    switch operation {
    case .bitOr: return .set(try union(first, second))
    case .bitAnd: return .set(try intersection(first, second))
    case .subtract: return .set(try difference(first, second))
    default: return .set(try symmetricDifference(first, second))
    }
  }

  /// An operator with a view of keys or items on a side, in CPython's way, which decides the order;
  /// nil for other operands.
  private func viewOperation(
    _ operation: BinaryOperator, _ left: Object, _ right: Object
  ) throws -> SetObject? {
    func view(_ object: Object) -> ViewObject? {
      if case .view(let view) = object, view.kind != .values { view } else { nil }
    }
    let (first, second) = (view(left), view(right))
    guard first != nil || second != nil else { return nil }
    if first == nil {
      guard case .set = left else { return nil }
    }
    guard Compiler.isIterable(right) else {
      throw typeError("'\(typeName(of: right))' object is not iterable")
    }
    if operation == .bitAnd { return try viewIntersection(left, right) }
    if operation == .bitXor, let first, let second, first.kind == .items, second.kind == .items {
      return try itemsDifference(first.dictionary, second.dictionary)
    }
    let result = try set()
    var source = left
    if let first, first.kind == .keys { source = .dictionary(first.dictionary) }
    try Conversions.add(source, to: result, self)
    switch operation {
    case .bitOr: try Conversions.add(right, to: result, self)
    case .subtract:
      let iterator = try iterator(right)
      while let element = try iterator.next(self) {
        try step()
        _ = try result.remove(element, self)
      }
    default:
      guard let other = try setOperand(right) else { return nil }
      for element in other.elements where try !result.remove(element, self) {
        try result.insert(element, self)
      }
    }
    return result
  }

  private func viewIntersection(_ left: Object, _ right: Object) throws -> SetObject? {
    var (walker, walked) = (left, right)
    let (count, otherCount) = (try length(of: left) ?? 0, try length(of: right) ?? 0)
    if case .set(let other) = right, count <= otherCount {
      return try intersected(.set(other), left)
    }
    if case .view = right, otherCount > count { (walker, walked) = (right, left) }
    return try intersected(walker, walked)
  }

  /// The elements of `walked` that `container` has, in the order of `walked`.
  private func intersected(_ container: Object, _ walked: Object) throws -> SetObject {
    let result = try set()
    let iterator = try iterator(walked)
    while let element = try iterator.next(self) {
      try step()
      if try contains(container, element) { try result.insert(element, self) }
    }
    return result
  }

  /// `items() ^ items()`.
  private func itemsDifference(
    _ left: DictionaryObject, _ right: DictionaryObject
  ) throws -> SetObject {
    let (small, large) = left.count > right.count ? (right, left) : (left, right)
    try reserve(small.places, bytesEach: 72)
    let rest = keep(small.copy())
    let result = try set()
    for place in 0..<large.places where large.isLive(place) {
      let (key, value) = (large.keys[place], large.values[place])
      if let other = try rest.value(for: key, self), try isSame(other, value) {
        _ = try rest.remove(key, self)
      } else {
        try result.insert(tuple([key, value]), self)
      }
    }
    for place in 0..<rest.places where rest.isLive(place) {
      try result.insert(tuple([rest.keys[place], rest.values[place]]), self)
    }
    return result
  }

  /// A set, or a view that behaves as one.
  func setOperand(_ object: Object) throws -> SetObject? {
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
    if left !== right { try result.merge(right, self) }
    return result
  }

  func intersection(_ left: SetObject, _ right: SetObject) throws -> SetObject {
    if left === right { return try copy(left) }
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
      result.compact()
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

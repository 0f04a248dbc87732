extension Machine {
  /// What the methods of a program's own classes say of a comparison.
  enum OwnComparison {
    case value(Object)
    /// Every method that was asked gave `NotImplemented`.
    case refused
    /// No operand is of a class with a method for it.
    case none
  }

  /// Asks the operands' own methods, the left one's first unless the right one's class extends it.
  func ownComparison(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object
  ) throws -> OwnComparison {
    guard let name = operation.methodName else { return .none }
    let (first, second) = (left.ownInstance, right.ownInstance)
    if first == nil && second == nil { return .none }
    var wasAsked = false
    func ask(
      _ instance: InstanceObject?, _ name: String, _ other: Object
    ) throws -> Object? {
      guard let instance else { return nil }
      if instance.instanceClass.lookup(name) != nil {
        wasAsked = true
        return try instance.answered(instance.special(name, self, other))
      }
      // Without a `__ne__` of its own, `!=` is what `==` is not.
      guard name == "__ne__", instance.instanceClass.lookup("__eq__") != nil else { return nil }
      wasAsked = true
      guard let isEqual = try instance.answered(instance.special("__eq__", self, other)) else {
        return nil
      }
      return .bool(try !truth(isEqual))
    }
    let reflected = operation.mirrored.methodName ?? name
    let asksRightFirst =
      if let first, let second {
        first.instanceClass !== second.instanceClass
          && second.instanceClass.isSubtype(of: first.instanceClass)
      } else {
        false
      }
    if asksRightFirst, let value = try ask(second, reflected, left) { return .value(value) }
    if let value = try ask(first, name, right) { return .value(value) }
    if !asksRightFirst, let value = try ask(second, reflected, left) { return .value(value) }
    return wasAsked ? .refused : .none
  }

  /// A comparison that every method has refused: by identity, or not at all.
  func comparedByDefault(
    _ operation: ComparisonOperator, _ left: Object, _ right: Object
  ) throws -> Object {
    switch operation {
    case .equal: return .bool(left.isIdentical(to: right))
    case .notEqual: return .bool(!left.isIdentical(to: right))
    default: throw unordered(operation, left, right)
    }
  }

  /// Python's `!=`.
  func notEqual(_ left: Object, _ right: Object) throws -> Bool {
    switch try ownComparison(.notEqual, left, right) {
    case .value(let value): try truth(value)
    case .refused: !left.isIdentical(to: right)
    case .none: try !equal(left, right)
    }
  }
}

extension ComparisonOperator {
  /// The special method that a class defines for it.
  fileprivate var methodName: String? {
    switch self {
    case .equal: "__eq__"
    case .notEqual: "__ne__"
    case .less: "__lt__"
    case .lessOrEqual: "__le__"
    case .greater: "__gt__"
    case .greaterOrEqual: "__ge__"
    default: nil
    }
  }
}

/// Methods of sets.
enum SetMethods {
  private static func set(_ receiver: Object) -> SetObject {
    if case .set(let set) = receiver { return set }
    return SetObject()
  }

  /// An argument as a set.
  private static func operand(_ object: Object, _ machine: Machine) throws -> SetObject {
    if case .set(let set) = object { return set }
    let result = try machine.set()
    try Conversions.add(object, to: result, machine)
    return result
  }

  /// A method that combines the receiver with each argument in turn.
  private static func combining(
    _ name: String, counts: ClosedRange<Int> = 0...Int.max,
    _ combine: @escaping @Sendable (Machine, SetObject, Object) throws -> SetObject
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(counts, "set.\(name)", machine)
      var result = set(receiver)
      for argument in arguments.values { result = try combine(machine, result, argument) }
      return .set(arguments.values.isEmpty ? try machine.copy(result) : result)
    }
  }

  /// Walks what is no set in its own order, which decides the result's.
  private static func intersection(
    _ machine: Machine, _ left: SetObject, _ right: Object
  ) throws -> SetObject {
    if case .set(let right) = right { return try machine.intersection(left, right) }
    let result = try machine.set(isFrozen: left.isFrozen)
    let iterator = try machine.iterator(right)
    while let element = try iterator.next(machine) {
      try machine.step()
      if try left.contains(element, machine) { try result.insert(element, machine) }
    }
    return result
  }

  private static func difference(
    _ machine: Machine, _ left: SetObject, _ right: Object
  ) throws -> SetObject {
    switch right {
    case .set(let right): return try machine.difference(left, right)
    case .dictionary: return try machine.difference(left, operand(right, machine))
    default:
      let result = try machine.copy(left)
      let iterator = try machine.iterator(right)
      while let element = try iterator.next(machine) {
        try machine.step()
        _ = try result.remove(element, machine)
      }
      result.compact()
      return result
    }
  }

  private static func symmetricDifference(
    _ machine: Machine, _ left: SetObject, _ right: Object
  ) throws -> SetObject {
    if case .set(let right) = right { return try machine.symmetricDifference(left, right) }
    let result = try machine.set(isFrozen: left.isFrozen)
    try Conversions.add(right, to: result, machine)
    for element in left.elements where try !result.remove(element, machine) {
      try result.insert(element, machine)
    }
    return result
  }

  /// Walks a dictionary in its own order, as CPython does.
  private static func toggle(
    _ dictionary: DictionaryObject, in set: SetObject, _ machine: Machine
  ) throws {
    try machine.work(dictionary.places)
    for key in dictionary.keys.filter({ !$0.isUnbound }) where try !set.remove(key, machine) {
      try set.insert(key, machine)
    }
  }

  private static func updating(
    _ name: String, _ operation: BinaryOperator, _ counts: ClosedRange<Int> = 0...Int.max
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(counts, "set.\(name)", machine)
      for argument in arguments.values {
        if operation == .bitOr {
          try Conversions.add(argument, to: set(receiver), machine)
          continue
        }
        if operation == .bitAnd {
          set(receiver).take(over: try intersection(machine, set(receiver), argument))
          continue
        }
        if operation == .bitXor, case .dictionary(let other) = argument {
          try toggle(other, in: set(receiver), machine)
          continue
        }
        try machine.replace(set(receiver), operation, operand(argument, machine))
      }
      return .none
    }
  }

  /// Methods of sets and frozen sets.
  static let table: [String: BuiltinMethod] = [
    "copy": { machine, receiver, arguments in
      try arguments.expect(0...0, "set.copy", machine)
      return set(receiver).isFrozen ? receiver : .set(try machine.copy(set(receiver)))
    },
    "union": { machine, receiver, arguments in
      try arguments.expect(0...Int.max, "set.union", machine)
      let result = try machine.copy(set(receiver))
      for argument in arguments.values {
        if case .set(let other) = argument, other === set(receiver) { continue }
        try Conversions.add(argument, to: result, machine)
      }
      return .set(result)
    },
    "intersection": combining("intersection", intersection),
    "difference": combining("difference", difference),
    "symmetric_difference": combining("symmetric_difference", counts: 1...1, symmetricDifference),
    "issubset": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.issubset", machine)
      return .bool(
        try machine.isSubset(set(receiver), operand(arguments.values[0], machine)))
    },
    "issuperset": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.issuperset", machine)
      return .bool(
        try machine.isSubset(operand(arguments.values[0], machine), set(receiver)))
    },
    "isdisjoint": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.isdisjoint", machine)
      let other = try operand(arguments.values[0], machine)
      return .bool(try machine.intersection(set(receiver), other).count == 0)
    },
  ]

  /// `keys().isdisjoint(other)`.
  static let viewIsDisjoint: BuiltinMethod = { machine, receiver, arguments in
    try arguments.expect(1...1, "isdisjoint", machine)
    let own = try operand(receiver, machine)
    let other = try operand(arguments.values[0], machine)
    return .bool(try machine.intersection(own, other).count == 0)
  }

  /// Methods of sets only.
  static let mutating: [String: BuiltinMethod] = [
    "add": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.add", machine)
      try set(receiver).insert(arguments.values[0], machine)
      return .none
    },
    "remove": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.remove", machine)
      guard try set(receiver).remove(machine.setKey(arguments.values[0]), machine) else {
        throw machine.keyError(arguments.values[0])
      }
      return .none
    },
    "discard": { machine, receiver, arguments in
      try arguments.expect(1...1, "set.discard", machine)
      _ = try set(receiver).remove(machine.setKey(arguments.values[0]), machine)
      return .none
    },
    "pop": { machine, receiver, arguments in
      try arguments.expect(0...0, "set.pop", machine)
      try machine.work(set(receiver).places)
      guard let element = set(receiver).pop() else {
        throw machine.keyError(try machine.string("pop from an empty set"))
      }
      return element
    },
    "clear": { machine, receiver, arguments in
      try arguments.expect(0...0, "set.clear", machine)
      set(receiver).clear()
      return .none
    },
    "update": { machine, receiver, arguments in
      try arguments.expect(0...Int.max, "set.update", machine)
      for argument in arguments.values {
        try Conversions.add(argument, to: set(receiver), machine)
      }
      return .none
    },
    "intersection_update": updating("intersection_update", .bitAnd),
    "difference_update": updating("difference_update", .subtract),
    "symmetric_difference_update": updating("symmetric_difference_update", .bitXor, 1...1),
  ]
}

extension Machine {
  /// What a set looks for when it is asked for another set: a frozen copy of it.
  func setKey(_ object: Object) throws -> Object {
    guard case .set(let set) = object, !set.isFrozen else { return object }
    let frozen = try self.set(isFrozen: true)
    try frozen.merge(set, self)
    return .set(frozen)
  }
}

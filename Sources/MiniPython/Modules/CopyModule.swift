/// `copy`.
enum CopyModule {
  static let all: [BuiltinFunction] = [
    BuiltinFunction("copy") { machine, arguments in
      try arguments.expect(1...1, "copy", machine)
      return try copied(arguments.values[0], machine)
    },
    BuiltinFunction("deepcopy") { machine, arguments in
      try arguments.expect(1...3, "deepcopy", machine)
      if arguments.values.count > 1, !arguments.values[1].isNone {
        throw NotSupported(construct: "deepcopy with a memo")
      }
      return try deepCopy(of: arguments.values[0], machine)
    },
  ]

  static func deepCopy(of object: Object, _ machine: Machine) throws -> Object {
    var memory: [ObjectIdentifier: Object] = [:]
    return try deeply(object, &memory, machine)
  }

  static func copied(_ object: Object, _ machine: Machine) throws -> Object {
    switch object {
    case .list(let list):
      try machine.reserve(list.elements.count)
      return try machine.list(list.elements)
    case .set(let set) where !set.isFrozen: return .set(try machine.copy(set))
    case .dictionary(let dictionary):
      try machine.reserve(dictionary.places, bytesEach: 72)
      return .dictionary(machine.keep(dictionary.copy()))
    case .native(let instance as InstanceObject):
      if let result = try instance.special("__copy__", machine) { return result }
      let copy = try machine.emptyInstance(like: instance)
      for (name, value) in zip(instance.attributes.names, instance.attributes.values) {
        try copy.attributes.set(name, value, machine)
      }
      return .native(copy)
    case .native(let deque as DequeObject):
      try machine.reserve(deque.count)
      return .native(machine.keep(deque.replacing(deque.elements)))
    case .view: throw machine.typeError("cannot pickle '\(machine.typeName(of: object))' object")
    case .iterator, .exception:
      throw NotSupported(construct: "copy of a \(machine.typeName(of: object))")
    default: return object
    }
  }

  /// - Parameter memory: the copies made so far, by what they are copies of.
  private static func deeply(
    _ object: Object, _ memory: inout [ObjectIdentifier: Object], _ machine: Machine
  ) throws -> Object {
    try machine.step()
    guard let reference = object.reference else { return object }
    let identity = ObjectIdentifier(reference)
    if let known = memory[identity] { return known }
    machine.valueDepth += 1
    defer { machine.valueDepth -= 1 }
    if machine.valueDepth > machine.budget.stackHeight / 8 {
      throw BudgetExceeded(limit: .recursion)
    }
    switch object {
    case .list(let list):
      let copy = machine.keep(ListObject([]))
      memory[identity] = .list(copy)
      try machine.reserve(list.elements.count)
      for element in list.elements {
        copy.elements.append(try deeply(element, &memory, machine))
      }
      return .list(copy)
    case .tuple(let tuple):
      var parts: [Object] = []
      for element in tuple.elements { parts.append(try deeply(element, &memory, machine)) }
      if zip(parts, tuple.elements).allSatisfy({ $0.isIdentical(to: $1) }) { return object }
      try machine.allocate(40 + 16 * parts.count)
      return .tuple(machine.keep(TupleObject(parts, namedClass: tuple.namedClass)))
    case .set(let set):
      let copy = try machine.set(isFrozen: set.isFrozen)
      for element in set.elements {
        try copy.insert(deeply(element, &memory, machine), machine)
      }
      return .set(copy)
    case .dictionary(let dictionary):
      let copy = try machine.dictionary()
      copy.flavor = dictionary.flavor
      memory[identity] = .dictionary(copy)
      for place in 0..<dictionary.places where dictionary.isLive(place) {
        let key = try deeply(dictionary.keys[place], &memory, machine)
        guard dictionary.isLive(place) else { continue }
        try copy.set(key, deeply(dictionary.values[place], &memory, machine), machine)
      }
      return .dictionary(copy)
    case .native(let instance as InstanceObject):
      if let memo = try instance.special("__deepcopy__", machine, .dictionary(machine.dictionary()))
      {
        return memo
      }
      let copy = try machine.emptyInstance(like: instance)
      memory[identity] = .native(copy)
      for (name, value) in zip(instance.attributes.names, instance.attributes.values) {
        try copy.attributes.set(name, deeply(value, &memory, machine), machine)
      }
      return .native(copy)
    case .native(let deque as DequeObject):
      let parts = try deque.elements.map { try deeply($0, &memory, machine) }
      let copy = machine.keep(deque.replacing(parts))
      memory[identity] = .native(copy)
      return .native(copy)
    case .view: throw machine.typeError("cannot pickle '\(machine.typeName(of: object))' object")
    case .iterator, .exception:
      throw NotSupported(construct: "copy of a \(machine.typeName(of: object))")
    default: return object
    }
  }
}

extension Machine {
  /// An instance of the same class without attributes.
  func emptyInstance(like instance: InstanceObject) throws -> InstanceObject {
    try allocate(160)
    let payload = try instance.payload.map { try CopyModule.copied($0, self) }
    return keep(
      InstanceObject(instance.instanceClass, keep(AttributeTable()), payload: payload))
  }
}

extension DequeObject {
  /// A deque of the same limit with other elements.
  func replacing(_ elements: [Object]) -> DequeObject { DequeObject(elements, limit: limit) }
}

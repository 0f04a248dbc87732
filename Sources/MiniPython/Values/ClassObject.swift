/// A class that a program defines.
///
/// Unchecked, as `TypeObject` is: it is made and used inside one machine.
final class ClassObject: TypeObject, @unchecked Sendable {
  let bases: [TypeObject]
  /// The ancestors in method resolution order, without `object`.
  let ancestors: [TypeObject]
  let namespace: AttributeTable
  /// The annotated names of the body, in order, for `dataclass`.
  var fields: [String] = []
  /// For a named tuple's class, its fields.
  var tupleFields: [String]?

  init(
    _ name: String, bases: [TypeObject], ancestors: [TypeObject], namespace: AttributeTable
  ) {
    self.bases = bases
    self.ancestors = ancestors
    self.namespace = namespace
    super.init(
      name, base: bases.first, isException: bases.contains { $0.isException },
      { machine, _ in throw machine.typeError("cannot create '\(name)' instances") })
  }

  override var asClass: ClassObject? { self }
  override var qualifiedName: String { "__main__." + name }

  override func isSubtype(of other: TypeObject) -> Bool {
    if self === other { return true }
    for base in bases where base.isSubtype(of: other) { return true }
    return false
  }

  /// What a class or an ancestor defines under a name.
  func lookup(_ name: String) -> Object? {
    if let own = namespace[name] { return own }
    for ancestor in ancestors {
      if let found = ancestor.asClass?.namespace[name] { return found }
    }
    return nil
  }

  /// What comes after `type` in this class's order under a name.
  func lookup(_ name: String, after type: TypeObject) -> Object? {
    let place = type === self ? -1 : ancestors.firstIndex { $0 === type }
    guard let place else { return nil }
    for ancestor in ancestors[(place + 1)...] {
      if let found = ancestor.asClass?.namespace[name] { return found }
    }
    return nil
  }

  /// The C3 linearisation of the bases, or nil if there is none.
  static func linearized(_ bases: [TypeObject]) -> [TypeObject]? {
    func line(_ type: TypeObject) -> [TypeObject] {
      if let type = type.asClass { return [type] + type.ancestors }
      var result: [TypeObject] = []
      var next: TypeObject? = type
      while let current = next {
        if current !== TypeObject.object { result.append(current) }
        next = current.base
      }
      return result
    }
    var lines = (bases.map(line) + [bases.filter { $0 !== TypeObject.object }])
      .filter { !$0.isEmpty }
    var result: [TypeObject] = []
    while !lines.isEmpty {
      let head = lines.compactMap(\.first).first { candidate in
        !lines.contains { $0.dropFirst().contains { $0 === candidate } }
      }
      guard let head else { return nil }
      result.append(head)
      lines = lines.compactMap { line in
        let rest = line.first === head ? Array(line.dropFirst()) : line
        return rest.isEmpty ? nil : rest
      }
    }
    return result
  }
}

/// An instance of a program's class.
final class InstanceObject: NativeObject {
  let instanceClass: ClassObject
  let attributes: AttributeTable

  init(_ instanceClass: ClassObject, _ attributes: AttributeTable) {
    self.instanceClass = instanceClass
    self.attributes = attributes
  }

  override var type: TypeObject { instanceClass }
  override var isCallable: Bool { instanceClass.lookup("__call__") != nil }

  /// Calls a special method of the class, or gives nil without one.
  func special(_ name: String, _ machine: Machine, _ values: Object...) throws -> Object? {
    guard let method = instanceClass.lookup(name), !method.isNone else { return nil }
    try machine.enterNative(height: 4)
    defer { machine.leaveNative(height: 4) }
    return try machine.callBound(method, .native(self), Arguments(values: values))
  }

  private func answered(_ result: Object?) -> Object? {
    if case .native(let native)? = result, native is NotImplementedObject { return nil }
    return result
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    let found = instanceClass.lookup(name)
    if case .native(let native)? = found, let property = native as? PropertyObject {
      return try machine.call(property.getter, .native(self))
    }
    if let own = attributes[name] { return own }
    if let found { return try machine.bind(found, .native(self), instanceClass) }
    switch name {
    case "__class__": return .type(instanceClass)
    case "__dict__":
      let dictionary = try machine.dictionary()
      for (name, value) in zip(attributes.names, attributes.values) {
        try dictionary.set(machine.string(name), value, machine)
      }
      return .dictionary(dictionary)
    default: break
    }
    if !name.hasPrefix("__"), let value = try special("__getattr__", machine, machine.string(name))
    {
      return value
    }
    return nil
  }

  override func setAttribute(
    _ name: String, _ value: Object, _ machine: Machine
  ) throws -> Bool {
    if case .native(let native)? = instanceClass.lookup(name),
      let property = native as? PropertyObject
    {
      guard !property.setter.isNone, !value.isUnbound else {
        throw machine.exception(
          .attributeError,
          "property '\(name)' of '\(instanceClass.name)' object has no setter")
      }
      _ = try machine.call(property.setter, .native(self), value)
      return true
    }
    if instanceClass.lookup("__setattr__") != nil {
      throw NotSupported(construct: "__setattr__")
    }
    if instanceClass.lookup("__slots__") != nil { throw NotSupported(construct: "__slots__") }
    if value.isUnbound { return try attributes.remove(name, machine) }
    try attributes.set(name, value, machine)
    return true
  }

  override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
    guard let method = instanceClass.lookup("__call__") else { return nil }
    return try machine.callBound(method, .native(self), arguments)
  }

  override func iterator(_ machine: Machine) throws -> IteratorObject? {
    if let result = try special("__iter__", machine) {
      if case .iterator(let iterator) = result { return iterator }
      if case .native(let native) = result, let instance = native as? InstanceObject,
        instance.instanceClass.lookup("__next__") != nil
      {
        return machine.keep(InstanceIterator(instance))
      }
      throw machine.typeError(
        "iter() returned non-iterator of type '\(machine.typeName(of: result))'")
    }
    guard instanceClass.lookup("__getitem__") != nil else { return nil }
    var index = 0
    return machine.keep(
      ClosureIterator(.iterator) { machine in
        do {
          index += 1
          return try self.special("__getitem__", machine, .integer(index - 1))
        } catch let error as PythonException
          where error.object.type.isSubtype(of: .indexError)
          || error.object.type.isSubtype(of: .stopIteration)
        {
          return nil
        }
      })
  }

  override func reverseIterator(_ machine: Machine) throws -> IteratorObject? {
    guard let result = try special("__reversed__", machine) else { return nil }
    return try machine.iterator(result)
  }

  override func length(_ machine: Machine) throws -> Int? {
    guard let result = try special("__len__", machine) else { return nil }
    let count = try machine.index(result)
    if count < 0 { throw machine.valueError("__len__() should return >= 0") }
    return count
  }

  override func truth(_ machine: Machine) throws -> Bool {
    if let result = try special("__bool__", machine) {
      guard case .bool(let value) = result else {
        throw machine.typeError(
          "__bool__ should return bool, returned \(machine.typeName(of: result))")
      }
      return value
    }
    return try length(machine).map { $0 > 0 } ?? true
  }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? {
    try special("__getitem__", machine, index)
  }

  override func setItem(_ index: Object, _ value: Object, _ machine: Machine) throws -> Bool {
    if value.isUnbound { return try special("__delitem__", machine, index) != nil }
    return try special("__setitem__", machine, index, value) != nil
  }

  override func contains(_ element: Object, _ machine: Machine) throws -> Bool? {
    if let result = try special("__contains__", machine, element) {
      return try machine.truth(result)
    }
    return nil
  }

  override func equals(_ other: Object, _ machine: Machine) throws -> Bool? {
    try answered(special("__eq__", machine, other)).map { try machine.truth($0) }
  }

  override func compare(
    _ operation: ComparisonOperator, _ other: Object, _ machine: Machine
  ) throws -> Bool? {
    let name =
      switch operation {
      case .less: "__lt__"
      case .lessOrEqual: "__le__"
      case .greater: "__gt__"
      default: "__ge__"
      }
    return try answered(special(name, machine, other)).map { try machine.truth($0) }
  }

  override func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? {
    let name = "__\(isReflected ? "r" : "")\(Self.names[operation] ?? "")__"
    return try answered(special(name, machine, other))
  }

  override func inPlace(
    _ operation: BinaryOperator, _ other: Object, _ machine: Machine
  ) throws -> Object? {
    try answered(special("__i\(Self.names[operation] ?? "")__", machine, other))
  }

  private static let names: [BinaryOperator: String] = [
    .add: "add", .subtract: "sub", .multiply: "mul", .divide: "truediv",
    .floorDivide: "floordiv", .modulo: "mod", .power: "pow", .leftShift: "lshift",
    .rightShift: "rshift", .bitAnd: "and", .bitOr: "or", .bitXor: "xor",
    .matrixMultiply: "matmul",
  ]

  override func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? {
    switch operation {
    case .negative: try special("__neg__", machine)
    case .positive: try special("__pos__", machine)
    case .invert: try special("__invert__", machine)
    case .not: .bool(try !truth(machine))
    }
  }

  override func hash(_ machine: Machine) throws -> Int? {
    if let method = instanceClass.lookup("__hash__") {
      if method.isNone { return nil }
      guard let result = try special("__hash__", machine) else { return nil }
      return try machine.hash(.integer(machine.index(result)))
    }
    return instanceClass.lookup("__eq__") == nil ? 8_794_984 : nil
  }

  private func string(_ name: String, _ machine: Machine) throws -> [UInt32]? {
    guard let result = try special(name, machine) else { return nil }
    guard case .string(let string) = result else {
      throw machine.typeError(
        "\(name) returned non-string (type \(machine.typeName(of: result)))")
    }
    return string.scalars
  }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    try string("__repr__", machine) ?? super.repr(machine)
  }

  override func text(_ machine: Machine) throws -> [UInt32] {
    try string("__str__", machine) ?? repr(machine)
  }

  override func format(_ specification: [UInt32], _ machine: Machine) throws -> [UInt32]? {
    if let result = try special("__format__", machine, machine.string(specification)) {
      return try machine.scalars(result, "__format__ must return a str")
    }
    return specification.isEmpty ? try text(machine) : nil
  }

  override func clear() {}
}

/// Walks an instance with a `__next__` method.
final class InstanceIterator: IteratorObject {
  private let instance: InstanceObject

  init(_ instance: InstanceObject) { self.instance = instance }

  override func next(_ machine: Machine) throws -> Object? {
    do {
      return try instance.special("__next__", machine)
    } catch let error as PythonException where error.object.type.isSubtype(of: .stopIteration) {
      return nil
    }
  }
}

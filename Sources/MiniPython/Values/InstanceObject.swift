/// An instance of a program's class.
final class InstanceObject: NativeObject {
  let instanceClass: ClassObject
  let attributes: AttributeTable
  /// The value of the built-in type that the class extends.
  private(set) var payload: Object?

  init(_ instanceClass: ClassObject, _ attributes: AttributeTable, payload: Object? = nil) {
    self.instanceClass = instanceClass
    self.attributes = attributes
    self.payload = payload
  }

  override var type: TypeObject { instanceClass }
  override var isCallable: Bool { instanceClass.lookup("__call__") != nil }

  /// What the class holds under a name that no attribute of the instance's own or property hides.
  func plainMethod(_ name: String) -> Object? {
    guard attributes[name] == nil, let method = instanceClass.lookup(name), !method.isProperty
    else { return nil }
    return method
  }

  /// Calls a special method of the class, or gives nil without one.
  func special(_ name: String, _ machine: Machine, _ values: Object...) throws -> Object? {
    guard let method = instanceClass.lookup(name), !method.isNone else { return nil }
    try machine.enterNative(height: 4)
    defer { machine.leaveNative(height: 4) }
    return try machine.callBound(method, .native(self), Arguments(values: values))
  }

  /// What a special method answered, unless that is `NotImplemented`.
  func answered(_ result: Object?) -> Object? {
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
    case "__dict__" where instanceClass.namespace["__slots__"] == nil:
      let dictionary = try machine.dictionary()
      for (name, value) in zip(attributes.names, attributes.values) {
        try dictionary.set(machine.string(name), value, machine)
      }
      dictionary.isSnapshot = true
      return .dictionary(dictionary)
    default: break
    }
    if let value = try payloadAttribute(name, machine) { return value }
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
      try property.set(name, value, of: self, machine)
      return true
    }
    if instanceClass.enumeration != nil, name == "value" || name == "name" {
      throw machine.exception(.attributeError, "<enum 'Enum'> cannot set attribute '\(name)'")
    }
    let hook = value.isUnbound ? "__delattr__" : "__setattr__"
    if let method = instanceClass.lookup(hook) {
      let key = try machine.string(name)
      let arguments = Arguments(values: value.isUnbound ? [key] : [key, value])
      try machine.enterNative(height: 4)
      defer { machine.leaveNative(height: 4) }
      _ = try machine.callBound(method, .native(self), arguments)
      return true
    }
    return try store(name, value, machine)
  }

  /// `object.__setattr__` and, for `unbound`, `object.__delattr__`.
  func store(_ name: String, _ value: Object, _ machine: Machine) throws -> Bool {
    if value.isUnbound { return try attributes.remove(name, machine) }
    guard try instanceClass.allowsAttribute(name, machine) else { return false }
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
    if let payload { return try machine.iterator(payload) }
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
    guard let result = try special("__reversed__", machine) else {
      guard let payload, case .type(let reversed)? = Builtins.table["reversed"] else { return nil }
      return try machine.iterator(reversed.construct(machine, Arguments(values: [payload])))
    }
    return try machine.iterator(result)
  }

  override func length(_ machine: Machine) throws -> Int? {
    guard let result = try special("__len__", machine) else {
      return try payload.flatMap { try machine.length(of: $0) }
    }
    let count = try machine.size(result)
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
    if let count = try length(machine) { return count > 0 }
    return try payload.map { try machine.truth($0) } ?? true
  }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? {
    if let result = try special("__getitem__", machine, index) { return result }
    return try payload.map { try payloadItem($0, index, machine) }
  }

  override func setItem(_ index: Object, _ value: Object, _ machine: Machine) throws -> Bool {
    if value.isUnbound {
      if try special("__delitem__", machine, index) != nil { return true }
      if let payload { try machine.deleteItem(payload, index) }
    } else {
      if try special("__setitem__", machine, index, value) != nil { return true }
      if let payload { try machine.setItem(payload, index, value) }
    }
    return payload != nil
  }

  override func contains(_ element: Object, _ machine: Machine) throws -> Bool? {
    if let result = try special("__contains__", machine, element) {
      return try machine.truth(result)
    }
    if instanceClass.lookup("__iter__") != nil { return nil }
    return try payload.map { try machine.contains($0, element) }
  }

  override func equals(_ other: Object, _ machine: Machine) throws -> Bool? {
    if let result = try answered(special("__eq__", machine, other)) {
      return try machine.truth(result)
    }
    return try payload.map { try machine.equal($0, other.plain) }
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
    if let result = try answered(special(name, machine, other)) {
      return try machine.truth(result)
    }
    return try payload.map { try machine.compare(operation, $0, other.plain) }
  }

  override func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? {
    let name = "__\(isReflected ? "r" : "")\(Self.names[operation] ?? "")__"
    if let result = try answered(special(name, machine, other)) { return result }
    guard let payload else { return nil }
    let (left, right) = isReflected ? (other.plain, payload) : (payload, other.plain)
    return try machine.binary(operation, left, right)
  }

  /// Whether the reflected operator of this right operand comes before the left one's: its class
  /// extends that one's and has another method for it.
  func reflectsFirst(_ operation: BinaryOperator, before left: InstanceObject) -> Bool {
    guard instanceClass !== left.instanceClass, instanceClass.isSubtype(of: left.instanceClass),
      let name = Self.names[operation], let own = instanceClass.lookup("__r\(name)__")
    else { return false }
    return left.instanceClass.lookup("__r\(name)__").map { !$0.isIdentical(to: own) } ?? true
  }

  override func inPlace(
    _ operation: BinaryOperator, _ other: Object, _ machine: Machine
  ) throws -> Object? {
    if let result = try answered(
      special("__i\(Self.names[operation] ?? "")__", machine, other))
    {
      return result
    }
    switch payload {
    case .list?, .dictionary?, .set?:
      guard let payload, instanceClass.lookup("__\(Self.names[operation] ?? "")__") == nil else {
        return nil
      }
      let result = try machine.inPlace(operation, payload, other.plain)
      return result.isIdentical(to: payload) ? .native(self) : result
    default: return nil
    }
  }

  private static let names: [BinaryOperator: String] = [
    .add: "add", .subtract: "sub", .multiply: "mul", .divide: "truediv",
    .floorDivide: "floordiv", .modulo: "mod", .power: "pow", .leftShift: "lshift",
    .rightShift: "rshift", .bitAnd: "and", .bitOr: "or", .bitXor: "xor",
    .matrixMultiply: "matmul",
  ]

  override func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? {
    let result: Object? =
      switch operation {
      case .negative: try special("__neg__", machine)
      case .positive: try special("__pos__", machine)
      case .invert: try special("__invert__", machine)
      case .not: .bool(try !truth(machine))
      }
    return try result ?? payload.map { try machine.unary(operation, $0) }
  }

  override func hash(_ machine: Machine) throws -> Int? {
    if let method = instanceClass.lookup("__hash__") {
      if method.isNone { return nil }
      guard let result = try special("__hash__", machine) else { return nil }
      // A word is taken as it is; only larger integers are reduced.
      if case .integer(let word) = result { return word == -1 ? -2 : word }
      guard let number = try machine.indexed(result) else {
        throw machine.typeError("__hash__ method should return an integer")
      }
      return try machine.hash(number)
    }
    if instanceClass.lookup("__eq__") != nil { return nil }
    if payload == nil, instanceClass.enumeration != nil, let name = attributes["_name_"] {
      return try machine.hash(name)
    }
    return try payload.map { try machine.hash($0) } ?? 8_794_984
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
    if let text = try string("__repr__", machine) { return text }
    if let text = try EnumerationClass.text(of: self, isRepr: true, machine) { return text }
    return try payloadRepr(machine) ?? super.repr(machine)
  }

  override func text(_ machine: Machine) throws -> [UInt32] {
    if let text = try string("__str__", machine) { return text }
    if instanceClass.lookup("__repr__") == nil,
      let text = try EnumerationClass.text(of: self, isRepr: false, machine)
    {
      return text
    }
    if case .string(let text)? = payload, instanceClass.lookup("__repr__") == nil {
      return text.scalars
    }
    return try repr(machine)
  }

  override func format(_ specification: [UInt32], _ machine: Machine) throws -> [UInt32]? {
    if let result = try special("__format__", machine, machine.string(specification)) {
      return try machine.scalars(result, "__format__ must return a str")
    }
    if specification.isEmpty { return try text(machine) }
    return try payload.map { try machine.format($0, specification) }
  }

  override func clear() { payload = nil }
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

/// What an instance has from the built-in type that its class extends: a value of that type, to
/// which everything goes that the class does not define.
extension InstanceObject {
  /// An attribute of the payload: a method of the built-in type, or a named tuple's field.
  func payloadAttribute(_ name: String, _ machine: Machine) throws -> Object? {
    guard let payload else { return nil }
    do {
      return try machine.attribute(payload, name, MethodEntries.named(name))
    } catch let error as PythonException where error.object.type.isSubtype(of: .attributeError) {
      return nil
    }
  }

  /// `payload[index]`; what a dictionary lacks is for the class's `__missing__`.
  func payloadItem(_ payload: Object, _ index: Object, _ machine: Machine) throws -> Object {
    if case .dictionary(let dictionary) = payload, instanceClass.lookup("__missing__") != nil {
      if let value = try dictionary.value(for: index, machine) { return value }
      if let value = try special("__missing__", machine, index) { return value }
    }
    return try machine.item(payload, index)
  }

  /// The payload's `repr`, with the class's name where CPython writes it.
  func payloadRepr(_ machine: Machine) throws -> [UInt32]? {
    guard let payload else { return nil }
    let text = try machine.repr(payload)
    let name = machine.typeName(of: payload)
    let own = instanceClass.name.unicodeScalars.map(\.value)
    let prefix = name.unicodeScalars.map(\.value) + [UInt32(ascii: "(")]
    switch payload {
    case .set(let set):
      if set.isFrozen || set.count == 0 { return own + text.dropFirst(name.unicodeScalars.count) }
      return own + [UInt32(ascii: "(")] + text + [UInt32(ascii: ")")]
    case .dictionary, .tuple:
      return text.starts(with: prefix) ? own + text.dropFirst(name.unicodeScalars.count) : text
    default: return text
    }
  }

  /// Fills a payload that can change from the arguments of `__init__`.
  func fillPayload(_ arguments: Arguments, _ machine: Machine) throws {
    guard let payload, let type = instanceClass.extendedType else { return }
    switch payload {
    case .list(let list):
      guard case .list(let made) = try type.construct(machine, arguments) else { return }
      list.elements = made.elements
    case .dictionary(let dictionary):
      guard case .dictionary(let made) = try type.construct(machine, arguments) else { return }
      dictionary.flavor = made.flavor
      try machine.update(dictionary, from: .dictionary(made))
    case .set(let set) where !set.isFrozen:
      guard case .set(let made) = try type.construct(machine, arguments) else { return }
      set.take(over: made)
    default: break
    }
  }
}

extension Object {
  /// The value of a built-in type that an instance stands for, or the object itself.
  var plain: Object {
    if case .native(let native) = self, let instance = native as? InstanceObject {
      return instance.payload ?? self
    }
    return self
  }

  /// The instance of a program's own class that the object is, if it is one.
  var ownInstance: InstanceObject? {
    if case .native(let native) = self { native as? InstanceObject } else { nil }
  }

  /// Whether the object is an `int`, a `bool` or a `float`.
  var isNumber: Bool {
    switch self {
    case .integer, .bigInteger, .bool, .float: true
    default: false
    }
  }

  /// Whether a sequence pattern may match the object.
  var isSequence: Bool {
    switch plain {
    case .list, .tuple, .range: true
    case .native(let native): native is DequeObject
    default: false
    }
  }
}

extension ClassObject {
  /// Whether instances may have an attribute: any, unless the classes name theirs in `__slots__`.
  func allowsAttribute(_ name: String, _ machine: Machine) throws -> Bool {
    guard namespace["__slots__"] != nil else { return true }
    for type in [self] + ancestors.compactMap(\.asClass) {
      guard let slots = type.namespace["__slots__"] else { return true }
      if case .string(let slot) = slots {
        if String(scalars: slot.scalars) == name { return true }
        continue
      }
      for slot in try machine.elements(of: slots) {
        let slot = String(scalars: try machine.scalars(slot, "__slots__ items must be strings"))
        if slot == name || slot == "__dict__" { return true }
      }
    }
    return false
  }
}

extension Machine {
  /// `Class.__new__`: an instance on which `__init__` has not run.
  func emptyInstance(of type: ClassObject, _ arguments: Arguments) throws -> Object {
    try allocate(160)
    if type.isException {
      return .exception(keep(ExceptionObject(type: type, arguments: arguments.values)))
    }
    var payload: Object?
    if let extended = type.extendedType {
      let isFilledLater =
        extended === TypeObject.list || extended === TypeObject.set
        || extended.isSubtype(of: .dict)
      let made = try call(.type(extended), isFilledLater ? Arguments() : arguments)
      payload = made
    }
    return .native(keep(InstanceObject(type, keep(AttributeTable()), payload: payload)))
  }

  /// `object.__new__` and that of the other built-in types, called with the class.
  static let makeInstance = BuiltinFunction("__new__") { machine, arguments in
    guard case .type(let type)? = arguments.values.first else {
      throw machine.typeError("object.__new__(X): X is not a type object")
    }
    let rest = Arguments(
      values: Array(arguments.values.dropFirst()), keywords: arguments.keywords)
    guard let made = type.asClass else { return try machine.call(.type(type), rest) }
    return try machine.emptyInstance(of: made, rest)
  }

  /// `object.__setattr__` or `object.__delattr__`, called with the instance.
  static func attributeSetter(_ name: String) -> BuiltinFunction {
    BuiltinFunction(name, isMethod: true) { machine, arguments in
      let isDeletion = name == "__delattr__"
      try arguments.expect(isDeletion ? 2...2 : 3...3, name, machine)
      guard case .native(let native) = arguments.values[0],
        let instance = native as? InstanceObject
      else { throw machine.typeError("can't apply this \(name) to this object") }
      let attribute = String(
        scalars: try machine.scalars(arguments.values[1], "attribute name must be string"))
      let value = isDeletion ? Object.unbound : arguments.values[2]
      guard try instance.store(attribute, value, machine) else {
        throw machine.attributeError(arguments.values[0], attribute)
      }
      return .none
    }
  }

  /// The `__init__` of a built-in type, called with the instance.
  static let initializer = BuiltinFunction("__init__", isMethod: true) { machine, arguments in
    if case .native(let native)? = arguments.values.first, let instance = native as? InstanceObject
    {
      try instance.fillPayload(
        Arguments(values: Array(arguments.values.dropFirst()), keywords: arguments.keywords),
        machine)
    }
    return .none
  }

  /// `len(object)`, or nil without one.
  func length(of object: Object) throws -> Int? {
    switch object {
    case .string(let object): object.scalars.count
    case .list(let object): object.elements.count
    case .tuple(let object): object.elements.count
    case .dictionary(let object): object.count
    case .set(let object): object.count
    case .range(let object): object.count
    case .view(let view): view.dictionary.count
    case .native(let native): try native.length(self)
    case .type(let type): type.asClass?.enumeration?.members.count
    default: nil
    }
  }
}

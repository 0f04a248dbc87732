/// A function together with the object that it is called on.
final class BoundMethodObject: NativeObject {
  private(set) var function: Object
  private(set) var receiver: Object

  init(_ function: Object, _ receiver: Object) {
    self.function = function
    self.receiver = receiver
  }

  override var type: TypeObject { .method }
  override var isCallable: Bool { true }

  override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
    try machine.callBound(function, receiver, arguments)
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    if case .function(let function) = function, name == "__name__" {
      return try machine.string(function.code.name)
    }
    return name == "__self__" ? receiver : nil
  }

  override func clear() {
    function = .none
    receiver = .none
  }
}

/// `property`.
final class PropertyObject: NativeObject {
  private(set) var getter: Object
  private(set) var setter: Object
  private(set) var deleter: Object
  private(set) var documentation: Object

  init(getter: Object, setter: Object, deleter: Object, documentation: Object) {
    self.getter = getter
    self.setter = setter
    self.deleter = deleter
    self.documentation = documentation
  }

  override var type: TypeObject { .property }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    switch name {
    case "fget": return getter
    case "fset": return setter
    case "fdel": return deleter
    case "__doc__":
      return try documentation.isNone ? machine.attribute(getter, name) : documentation
    case "getter", "setter", "deleter": break
    default: return nil
    }
    return .native(
      machine.keep(
        NativeFunction(name) { [getter, setter, deleter, documentation] machine, arguments in
          try arguments.expect(1...1, name, machine)
          let function = arguments.values[0]
          return .native(
            machine.keep(
              PropertyObject(
                getter: name == "getter" ? function : getter,
                setter: name == "setter" ? function : setter,
                deleter: name == "deleter" ? function : deleter, documentation: documentation)))
        }))
  }

  /// Sets the value on an instance, or deletes it for `unbound`.
  func set(
    _ name: String, _ value: Object, of instance: InstanceObject, _ machine: Machine
  ) throws {
    let function = value.isUnbound ? deleter : setter
    guard !function.isNone else {
      throw machine.exception(
        .attributeError,
        "property '\(name)' of '\(instance.instanceClass.path)' object has no "
          + (value.isUnbound ? "deleter" : "setter"))
    }
    let arguments = value.isUnbound ? [.native(instance)] : [.native(instance), value]
    _ = try machine.call(function, Arguments(values: arguments))
  }

  override func clear() {
    getter = .none
    setter = .none
    deleter = .none
    documentation = .none
  }
}

/// `staticmethod` and `classmethod`.
final class MethodWrapper: NativeObject {
  private(set) var function: Object
  let isClassMethod: Bool

  init(_ function: Object, isClassMethod: Bool) {
    self.function = function
    self.isClassMethod = isClassMethod
  }

  override var type: TypeObject { isClassMethod ? .classMethod : .staticMethod }
  override var isCallable: Bool { !isClassMethod }

  override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
    isClassMethod ? nil : try machine.call(function, arguments)
  }

  override func clear() { function = .none }
}

/// `super()`: the attributes of the classes after `type` in the receiver's order.
final class SuperObject: NativeObject {
  private let after: ClassObject
  private var receiver: Object

  init(after: ClassObject, receiver: Object) {
    self.after = after
    self.receiver = receiver
  }

  override var type: TypeObject { .superType }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    let owner: ClassObject?
    switch receiver {
    case .type(let type): owner = type.asClass
    default: owner = machine.type(of: receiver).asClass
    }
    guard let owner else { return nil }
    if name == "__new__", owner.lookup(name, after: after).flatMap(Machine.ownMaker) == nil {
      return .builtin(Machine.makeInstance)
    }
    if let found = owner.lookup(name, after: after) {
      if case .native(let native) = found, let property = native as? PropertyObject {
        return try machine.call(property.getter, receiver)
      }
      return try machine.bind(found, receiver, owner)
    }
    let receiver = receiver
    func function(
      _ body: @escaping (Machine, Arguments) throws -> Object
    ) -> Object { .native(machine.keep(NativeFunction(name, body))) }
    switch name {
    case "__init__":
      return function { machine, arguments in
        if case .exception(let exception) = receiver {
          exception.replace(arguments: arguments.values)
        } else if case .native(let native) = receiver,
          let instance = native as? InstanceObject, instance.payload != nil
        {
          try instance.fillPayload(arguments, machine)
        } else if !arguments.values.isEmpty {
          throw machine.typeError(
            "object.__init__() takes exactly one argument (the instance to initialize)")
        }
        return .none
      }
    case "__init_subclass__": return function { _, _ in .none }
    case "__str__", "__repr__":
      guard case .exception(let exception) = receiver else { break }
      return function { machine, _ in
        name == "__str__"
          ? try machine.string(machine.plainText(of: exception))
          : try machine.string(machine.plainRepr(of: exception))
      }
    case "__eq__":
      return function { machine, arguments in
        try arguments.expect(1...1, name, machine)
        return arguments.values[0].isIdentical(to: receiver)
          ? .bool(true) : .native(machine.keep(NotImplementedObject()))
      }
    case "__setattr__", "__delattr__":
      return .native(
        machine.keep(BoundMethodObject(.builtin(Machine.attributeSetter(name)), receiver)))
    case "__getattribute__", "__hash__": throw NotSupported(construct: "super().\(name)")
    default: break
    }
    guard case .native(let native) = receiver, let instance = native as? InstanceObject else {
      return nil
    }
    return try instance.payloadAttribute(name, machine)
  }

  override func clear() { receiver = .none }
}

/// `NotImplemented`.
final class NotImplementedObject: NativeObject {
  override var type: TypeObject { .notImplemented }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    "NotImplemented".unicodeScalars.map(\.value)
  }
}

/// `object()`: nothing but its identity.
final class PlainObject: NativeObject {}

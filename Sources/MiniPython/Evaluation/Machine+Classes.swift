extension Machine {
  /// What reading a class's attribute through an instance or the class gives.
  func bind(_ found: Object, _ receiver: Object, _ owner: ClassObject) throws -> Object {
    switch found {
    case .function: break
    case .builtin(let function) where function.isMethod: break
    case .native(let native):
      if let wrapper = native as? MethodWrapper {
        guard wrapper.isClassMethod else { return wrapper.function }
        try allocate(64)
        return .native(keep(BoundMethodObject(wrapper.function, .type(owner))))
      }
      guard native.becomesMethod else { return found }
    default: return found
    }
    try allocate(64)
    return .native(keep(BoundMethodObject(found, receiver)))
  }

  /// Calls what a class holds under a name on an instance.
  func callBound(
    _ function: Object, _ receiver: Object, _ arguments: Arguments
  ) throws -> Object {
    switch function {
    case .function: break
    case .builtin(let builtin) where builtin.isMethod: break
    case .native(let native):
      if let wrapper = native as? MethodWrapper {
        guard wrapper.isClassMethod else { return try call(wrapper.function, arguments) }
        var arguments = arguments
        arguments.values.insert(.type(type(of: receiver)), at: 0)
        return try call(wrapper.function, arguments)
      }
      guard native.becomesMethod else {
        return try call(.native(native), arguments)
      }
    default: return try call(function, arguments)
    }
    var bound = arguments
    bound.values.insert(receiver, at: 0)
    return try call(function, bound)
  }

  /// `Class(arguments)`.
  func instantiate(_ type: ClassObject, _ arguments: Arguments) throws -> Object {
    if type.enumeration != nil { return try EnumerationClass.member(of: type, arguments, self) }
    if type.isAbstractBase { try AbstractMethods.check(type, self) }
    if type.tupleFields != nil, let make = type.lookup("__new__") {
      return try call(
        make, Arguments(values: [.type(type)] + arguments.values, keywords: arguments.keywords))
    }
    let object: Object
    let make = type.lookup("__new__").flatMap(Self.ownMaker)
    if let make {
      object = try call(
        make, Arguments(values: [.type(type)] + arguments.values, keywords: arguments.keywords))
      guard self.type(of: object).isSubtype(of: type) else { return object }
    } else {
      object = try emptyInstance(of: type, arguments)
    }
    if let initialize = type.lookup("__init__") {
      let result = try callBound(initialize, object, arguments)
      if !result.isNone {
        throw typeError("__init__() should return None, not '\(typeName(of: result))'")
      }
    } else if case .native(let native) = object, let instance = native as? InstanceObject,
      instance.payload != nil
    {
      try instance.fillPayload(arguments, self)
    } else if make == nil, !type.isException,
      !arguments.values.isEmpty || !arguments.keywords.isEmpty
    {
      throw typeError("\(type.name)() takes no arguments")
    }
    return object
  }

  /// A `__new__` that the program wrote, not a named tuple's.
  static func ownMaker(_ found: Object) -> Object? {
    switch found {
    case .function: return found
    case .native(let native): return (native as? MethodWrapper)?.function
    default: return nil
    }
  }

  /// Special methods that CPython would call where this executor does not.
  private static let unsupportedMethods: Set<String> = [
    "__del__", "__getattribute__", "__get__", "__set__", "__delete__", "__set_name__",
    "__class_getitem__", "__bytes__", "__complex__", "__reduce__", "__reduce_ex__",
    "__getstate__", "__setstate__", "__getnewargs__", "__instancecheck__", "__subclasscheck__",
    "__subclasshook__", "__mro_entries__", "__prepare__", "__aiter__", "__anext__", "__await__",
    "__aenter__", "__aexit__", "__length_hint__",
  ]

  /// Makes a class from its body's names.
  func makeClass(
    _ name: String, path: String, bases: [Object], body: [(name: String, value: Object)],
    fields: [String]
  ) throws -> ClassObject {
    try allocate(512)
    let aliases = bases.compactMap { base -> String? in
      guard case .native(let native) = base else { return nil }
      return (native as? TypingObject)?.name
    }
    if aliases == ["NamedTuple"], bases.count == 1 {
      return try Collections.tupleClass(name, path: path, body: body, fields: fields, self)
    }
    if let kind = aliases.first(where: EnumerationClass.names.contains), bases.count == 1 {
      return try EnumerationClass.make(name, path: path, kind: kind, body: body, self)
    }
    let bases = try bases.map { base in
      guard case .type(let type) = base else {
        if case .native(let native) = base, let alias = native as? TypingObject {
          if alias.name == "NamedTuple" || EnumerationClass.names.contains(alias.name) {
            throw NotSupported(construct: "\(alias.name) beside another base class")
          }
          return TypeObject.object
        }
        throw typeError("bases must be types")
      }
      let extensible: [TypeObject] = [
        .object, .list, .dict, .set, .frozenset, .str, .int, .float, .tuple, .orderedDict,
        .defaultDict, .counter,
      ]
      let isExtensible = extensible.contains { $0 === type }
      guard isExtensible || type.isException || type.asClass != nil else {
        if type === TypeObject.bool {
          throw typeError("type 'bool' is not an acceptable base type")
        }
        throw NotSupported(construct: "subclass of \(type.name)")
      }
      if type.asClass?.enumeration != nil {
        throw typeError("\(name): cannot extend \(type.asClass?.enumerationText ?? type.name)")
      }
      return type
    }
    guard Set(bases.map { ObjectIdentifier($0) }).count == bases.count else {
      throw typeError("duplicate base class \(bases[0].name)")
    }
    guard let ancestors = ClassObject.linearized(bases) else {
      throw typeError("Cannot create a consistent method resolution order (MRO)")
    }
    if let (name, _) = body.first(where: { Self.unsupportedMethods.contains($0.name) }) {
      throw NotSupported(construct: "method \(name)")
    }
    let namespace = keep(AttributeTable())
    for (name, value) in body { try namespace.set(name, value, self) }
    if namespace["__eq__"] != nil, namespace["__hash__"] == nil {
      try namespace.set("__hash__", .none, self)
    }
    let made = ClassObject(
      name, bases: bases.filter { $0 !== TypeObject.object }, ancestors: ancestors,
      namespace: namespace)
    made.fields = fields
    made.path = path
    if aliases.contains("ABC") { made.isAbstractBase = true }
    if let hook = made.lookup("__init_subclass__", after: made) {
      var function = hook
      if case .native(let native) = hook, let wrapper = native as? MethodWrapper {
        function = wrapper.function
      }
      _ = try call(function, .type(made))
    }
    return made
  }

  /// `type.name` of a program's class, or nil.
  func classAttribute(_ type: ClassObject, _ name: String) throws -> Object? {
    if let found = type.lookup(name) {
      if case .native(let native) = found, let wrapper = native as? MethodWrapper {
        return try bind(.native(wrapper), .type(type), type)
      }
      return found
    }
    if type.isException, name == "__init__" || name == "__str__" || name == "__repr__" {
      return .builtin(Self.exceptionMethod(name))
    }
    switch name {
    case "__init__": return .builtin(Self.initializer)
    case "__new__": return .builtin(Self.makeInstance)
    case "__setattr__", "__delattr__": return .builtin(Self.attributeSetter(name))
    case "__mro__":
      return try tuple(([type] + type.ancestors + [TypeObject.object]).map { .type($0) })
    case "__bases__":
      return try tuple((type.bases.isEmpty ? [TypeObject.object] : type.bases).map { .type($0) })
    case "__dict__", "__module__", "__subclasses__": throw NotSupported(construct: name)
    default:
      guard let extended = type.extendedType else { return nil }
      return try attribute(.type(extended), name, MethodEntries.named(name))
    }
  }

  /// `Exception.__init__` and the like, called with the exception as an argument.
  static func exceptionMethod(_ name: String) -> BuiltinFunction {
    BuiltinFunction(name, isMethod: true) { machine, arguments in
      guard case .exception(let exception)? = arguments.values.first else {
        throw machine.typeError("descriptor '\(name)' requires an exception")
      }
      switch name {
      case "__init__":
        exception.replace(arguments: Array(arguments.values.dropFirst()))
        return .none
      case "__str__": return try machine.string(machine.plainText(of: exception))
      default: return try machine.string(machine.plainRepr(of: exception))
      }
    }
  }
}

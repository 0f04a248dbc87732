/// A shorter way to a method that is called often, for one or two plain arguments.
final class MethodShortcut: Sendable {
  typealias Body = @Sendable (Machine, Object, Object, Object?) throws -> Object
  enum Receiver { case list, dictionary, set }

  let receiver: Receiver
  private let mostArguments: Int
  let body: Body

  init(receiver: Receiver, mostArguments: Int = 1, _ body: @escaping Body) {
    self.receiver = receiver
    self.mostArguments = mostArguments
    self.body = body
  }

  func takes(_ argumentCount: Int) -> Bool { argumentCount > 0 && argumentCount <= mostArguments }

  func applies(to object: Object) -> Bool {
    switch (receiver, object) {
    case (.list, .list), (.dictionary, .dictionary): true
    case (.set, .set(let set)): !set.isFrozen
    default: false
    }
  }

  static let table: [String: MethodShortcut] = [
    "append": MethodShortcut(receiver: .list) { machine, object, value, _ in
      guard case .list(let list) = object else { return .none }
      try machine.allocate(16)
      list.elements.append(value)
      return .none
    },
    "get": MethodShortcut(receiver: .dictionary, mostArguments: 2) { machine, object, key, other in
      guard case .dictionary(let dictionary) = object else { return .none }
      return try dictionary.value(for: key, machine) ?? other ?? .none
    },
    "add": MethodShortcut(receiver: .set) { machine, object, value, _ in
      guard case .set(let set) = object else { return .none }
      try set.insert(value, machine)
      return .none
    },
  ]
}

/// The methods of one name on each built-in type, looked up when a program is compiled.
final class MethodEntries: Sendable {
  private let string: BuiltinMethod?
  private let list: BuiltinMethod?
  private let tuple: BuiltinMethod?
  private let dictionary: BuiltinMethod?
  private let set: BuiltinMethod?
  private let frozenSet: BuiltinMethod?
  private let integer: BuiltinMethod?
  private let float: BuiltinMethod?
  private let range: BuiltinMethod?
  private let view: BuiltinMethod?
  private let bytes: BuiltinMethod?
  let shortcut: MethodShortcut?

  /// The entries of every name that some built-in type has a method of.
  private static let known: [String: MethodEntries] = {
    let tables = [
      StringMethods.table, ListMethods.table, TupleMethods.table, DictionaryMethods.table,
      SetMethods.mutating, SetMethods.table, NumberMethods.integer, NumberMethods.float,
      TupleMethods.range, BytesMethods.table,
    ]
    let names = Set(tables.flatMap(\.keys))
    return Dictionary(uniqueKeysWithValues: names.map { ($0, MethodEntries(lookingUp: $0)) })
  }()
  private static let none = MethodEntries(lookingUp: "")

  static func named(_ name: String) -> MethodEntries { known[name] ?? none }

  /// Whether some built-in type has a method of the name.
  static func isKnown(_ name: String) -> Bool { known[name] != nil }

  private init(lookingUp name: String) {
    string = StringMethods.table[name]
    list = ListMethods.table[name]
    tuple = TupleMethods.table[name]
    dictionary = DictionaryMethods.table[name]
    set = SetMethods.mutating[name] ?? SetMethods.table[name]
    frozenSet = SetMethods.table[name]
    integer = NumberMethods.integer[name]
    float = NumberMethods.float[name]
    range = TupleMethods.range[name]
    bytes = BytesMethods.table[name]
    shortcut = MethodShortcut.table[name]
    view = name == "isdisjoint" ? SetMethods.viewIsDisjoint : nil
  }

  func method(for object: Object) -> BuiltinMethod? {
    switch object {
    case .string: string
    case .list: list
    case .dictionary: dictionary
    case .tuple: tuple
    case .set(let set): set.isFrozen ? frozenSet : self.set
    case .integer, .bool, .bigInteger: integer
    case .float: float
    case .range: range
    case .view: view
    default: nil
    }
  }

  /// The method of a type object itself, as in `str.upper`.
  func method(of type: TypeObject) -> BuiltinMethod? {
    switch ObjectIdentifier(type) {
    case ObjectIdentifier(TypeObject.str): string
    case ObjectIdentifier(TypeObject.list): list
    case ObjectIdentifier(TypeObject.dict): dictionary
    case ObjectIdentifier(TypeObject.tuple): tuple
    case ObjectIdentifier(TypeObject.set): set
    case ObjectIdentifier(TypeObject.frozenset): frozenSet
    case ObjectIdentifier(TypeObject.int), ObjectIdentifier(TypeObject.bool): integer
    case ObjectIdentifier(TypeObject.float): float
    case ObjectIdentifier(TypeObject.bytes): bytes
    default: nil
    }
  }
}

extension Machine {
  /// `object.name` where it is not called at once.
  func attribute(_ object: Object, _ name: String, _ entries: MethodEntries) throws -> Object {
    if let method = entries.method(for: object) {
      try allocate(64)
      return .method(keep(MethodObject(receiver: object, name: name, body: method)))
    }
    if let value = try attribute(object, name) { return value }
    if case .type(let type) = object, let method = entries.method(of: type) {
      return .builtin(unbound(method, name, of: type))
    }
    if case .native = object, SpecialMethods.method(name, of: object) == nil {
      throw attributeError(object, name)
    }
    if case .exception = object, !name.hasPrefix("__") { throw attributeError(object, name) }
    if let method = SpecialMethods.method(name, of: object) {
      try allocate(64)
      return .method(keep(MethodObject(receiver: object, name: name, body: method)))
    }
    if case .type(let type) = object, let method = SpecialMethods.method(name, ofType: type) {
      return .builtin(unbound(method, name, of: type))
    }
    if SpecialMethods.table[name] != nil { throw attributeError(object, name) }
    if name.hasPrefix("__") { throw NotSupported(construct: "attribute \(name)") }
    switch object {
    case .view where name == "mapping":
      throw NotSupported(construct: "dict view's \(name)")
    default: break
    }
    if Self.unsupportedMethods.contains(name) {
      throw NotSupported(construct: "\(typeName(of: object)).\(name)")
    }
    throw attributeError(object, name)
  }

  /// An attribute that is not a method of a built-in type.
  func attribute(_ object: Object, _ name: String) throws -> Object? {
    if case .native(let native) = object {
      if let value = try native.attribute(name, self) { return value }
    }
    if name == "__class__" { return .type(type(of: object)) }
    switch object {
    case .type(let type):
      if name == "__qualname__", let type = type.asClass { return try string(type.path) }
      if name == "__name__" || name == "__qualname__" { return try string(type.name) }
      if let type = type.asClass { return try classAttribute(type, name) }
      if type === TypeObject.dict, name == "fromkeys" {
        return .builtin(DictionaryMethods.fromKeys)
      }
      if type === TypeObject.str, name == "maketrans" {
        return .builtin(StringMethods.makeTranslation)
      }
      if type === TypeObject.int, name == "from_bytes" { return .builtin(NumberMethods.fromBytes) }
      if type === TypeObject.float, name == "fromhex" { return .builtin(NumberMethods.fromHex) }
      if type === TypeObject.bytes {
        if name == "fromhex" { return .builtin(BytesMethods.fromHex) }
        if name == "maketrans" { return .builtin(BytesMethods.makeTranslation) }
      }
      if type === TypeObject.chain, name == "from_iterable" {
        return .builtin(IteratorTools.chainFromIterable)
      }
      if type.isException, ["__init__", "__str__", "__repr__"].contains(name) {
        return .builtin(Self.exceptionMethod(name))
      }
      switch name {
      case "__init__": return .builtin(Self.initializer)
      case "__new__": return .builtin(Self.makeInstance)
      case "__setattr__", "__delattr__": return .builtin(Self.attributeSetter(name))
      default: break
      }
    case .dictionary(let dictionary):
      if name == "fromkeys" {
        guard let flavor = dictionary.flavor else { return .builtin(DictionaryMethods.fromKeys) }
        return .native(
          keep(
            NativeFunction(name) { machine, arguments in
              try DictionaryMethods.fromKeys(arguments, of: flavor, machine)
            }))
      }
      if name == "default_factory", case .defaults(let factory)? = dictionary.flavor {
        return factory
      }
    case .string where name == "maketrans": return .builtin(StringMethods.makeTranslation)
    case .exception(let exception): return try attribute(of: exception, name)
    case .tuple(let tuple):
      if let type = tuple.namedClass {
        return try Collections.attribute(of: tuple, type, name, self)
      }
    case .function(let function):
      if let value = function.attributes?[name] { return value }
      if name == "__name__" { return try string(function.code.name) }
      if name == "__qualname__" { return try string(function.code.qualifiedName) }
      if name == "__doc__", let text = function.code.documentation { return try string(text) }
    case .builtin(let function):
      if name == "__name__" { return try string(function.name) }
    case .iterator(let iterator):
      if name == "__next__" {
        return .native(
          keep(
            NativeFunction(name) { machine, _ in
              if let value = try iterator.next(machine) { return value }
              throw PythonException(
                object: machine.keep(ExceptionObject(type: .stopIteration, arguments: [])))
            }))
      }
      if let generator = iterator as? GeneratorObject {
        return try generator.attribute(name, self)
      }
    case .slice(let slice):
      switch name {
      case "start": return slice.lower
      case "stop": return slice.upper
      case "step": return slice.step
      case "indices":
        return .native(
          keep(
            NativeFunction("indices") { machine, arguments in
              try arguments.expect(1...1, "slice.indices", machine)
              let count = try machine.index(arguments.values[0])
              if count < 0 { throw machine.valueError("length should not be negative") }
              let bounds = try machine.bounds(slice, count: count)
              return try machine.tuple([
                .integer(bounds.start), .integer(bounds.stop), .integer(bounds.step),
              ])
            }))
      default: break
      }
    case .range(let range):
      switch name {
      case "start": return .integer(range.start)
      case "stop": return .integer(range.stop)
      case "step": return .integer(range.step)
      default: break
      }
    case .integer, .bool, .bigInteger:
      switch name {
      case "from_bytes": return .builtin(NumberMethods.fromBytes)
      case "real", "numerator": return try unary(.positive, object)
      case "imag": return .integer(0)
      case "denominator": return .integer(1)
      default: break
      }
    case .float:
      if name == "real" { return object }
      if name == "imag" { return .float(0) }
      if name == "fromhex" { return .builtin(NumberMethods.fromHex) }
    default: break
    }
    return name == "__doc__" ? Object.none : nil
  }

  private func attribute(of exception: ExceptionObject, _ name: String) throws -> Object? {
    if let value = exception.attributes?[name] { return value }
    if name == "args" { return try tuple(exception.arguments) }
    if let type = exception.type.asClass, let found = type.lookup(name) {
      if case .native(let native) = found, let property = native as? PropertyObject {
        return try call(property.getter, .exception(exception))
      }
      return try bind(found, .exception(exception), type)
    }
    switch name {
    case "value" where exception.type.isSubtype(of: .stopIteration):
      return exception.arguments.first ?? Object.none
    case "__cause__": return exception.cause.map { Object.exception($0) } ?? Object.none
    case "__context__": return exception.context.map { Object.exception($0) } ?? Object.none
    case "__suppress_context__": return .bool(exception.suppressesContext)
    case "__notes__":
      return exception.notes.isEmpty ? nil : try list(exception.notes)
    case "add_note":
      return .native(
        keep(
          NativeFunction(name) { machine, arguments in
            try arguments.expect(1...1, "add_note", machine)
            try machine.allocate(16)
            exception.notes.append(arguments.values[0])
            return .none
          }))
    case "with_traceback":
      return .native(keep(NativeFunction(name) { _, _ in .exception(exception) }))
    case "__traceback__": throw NotSupported(construct: "attribute \(name)")
    case "__str__", "__repr__":
      let method = Self.exceptionMethod(name)
      return .native(keep(BoundMethodObject(.builtin(method), .exception(exception))))
    default: return nil
    }
  }

  /// `object.name = value`, or `del object.name` for `unbound`.
  func setAttribute(_ object: Object, _ name: String, _ value: Object) throws {
    switch object {
    case .native(let native):
      if try native.setAttribute(name, value, self) { return }
    case .exception(let exception):
      let table = exception.attributes ?? keep(AttributeTable())
      exception.attributes = table
      if try store(name, value, in: table) { return }
    case .function(let function):
      let table = function.attributes ?? keep(AttributeTable())
      function.attributes = table
      if try store(name, value, in: table) { return }
    case .type(let type):
      if let type = type.asClass, try store(name, value, in: type.namespace) { return }
      if type.asClass == nil {
        throw typeError("cannot set '\(name)' attribute of immutable type '\(type.name)'")
      }
    default: break
    }
    throw attributeError(object, name)
  }

  private func store(_ name: String, _ value: Object, in table: AttributeTable) throws -> Bool {
    if value.isUnbound { return try table.remove(name, self) }
    try table.set(name, value, self)
    return true
  }

  /// Methods that CPython has and this interpreter doesn't.
  private static let unsupportedMethods: Set<String> = [
    "mro"
  ]

  private func unbound(
    _ method: @escaping BuiltinMethod, _ name: String, of type: TypeObject
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      guard let receiver = arguments.values.first else {
        throw machine.typeError("unbound method \(type.name).\(name)() needs an argument")
      }
      guard machine.type(of: receiver).isSubtype(of: type) else {
        throw machine.typeError(
          "descriptor '\(name)' for '\(type.name)' objects doesn't apply to a "
            + "'\(machine.typeName(of: receiver))' object")
      }
      let rest = Arguments(
        values: Array(arguments.values.dropFirst()), keywords: arguments.keywords)
      // The type's own method, whatever a subclass makes of it.
      return try method(machine, type.asClass == nil ? receiver.plain : receiver, rest)
    }
  }
}

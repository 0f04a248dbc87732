/// The methods of one name on each built-in type, looked up when a program is compiled.
struct MethodEntries {
  private let string: BuiltinMethod?
  private let list: BuiltinMethod?
  private let tuple: BuiltinMethod?
  private let dictionary: BuiltinMethod?
  private let set: BuiltinMethod?
  private let frozenSet: BuiltinMethod?
  private let integer: BuiltinMethod?
  private let float: BuiltinMethod?
  private let range: BuiltinMethod?

  init(named name: String) {
    string = StringMethods.table[name]
    list = ListMethods.table[name]
    tuple = TupleMethods.table[name]
    dictionary = DictionaryMethods.table[name]
    set = SetMethods.mutating[name] ?? SetMethods.table[name]
    frozenSet = SetMethods.table[name]
    integer = NumberMethods.integer[name]
    float = NumberMethods.float[name]
    range = TupleMethods.range[name]
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
    if name.hasPrefix("__") { throw NotSupported(construct: "attribute \(name)") }
    switch object {
    case .type(let type):
      if let method = entries.method(of: type) {
        return .builtin(unbound(method, name, of: type))
      }
      if type === TypeObject.dict, name == "fromkeys" {
        return .builtin(DictionaryMethods.fromKeys)
      }
      if type === TypeObject.str, name == "maketrans" {
        return .builtin(StringMethods.makeTranslation)
      }
    case .dictionary where name == "fromkeys": return .builtin(DictionaryMethods.fromKeys)
    case .string where name == "maketrans": return .builtin(StringMethods.makeTranslation)
    case .exception(let exception):
      if name == "args" { return try tuple(exception.arguments) }
    case .range(let range):
      switch name {
      case "start": return .integer(range.start)
      case "stop": return .integer(range.stop)
      case "step": return .integer(range.step)
      default: break
      }
    case .integer, .bool, .bigInteger:
      switch name {
      case "real", "numerator": return try unary(.positive, object)
      case "imag": return .integer(0)
      case "denominator": return .integer(1)
      default: break
      }
    case .float:
      if name == "real" { return object }
      if name == "imag" { return .float(0) }
    case .function, .method, .builtin, .iterator, .slice:
      throw NotSupported(construct: "attribute \(name) of a \(typeName(of: object))")
    case .view:
      if name == "isdisjoint" || name == "mapping" {
        throw NotSupported(construct: "dict view's \(name)")
      }
    default: break
    }
    if Self.unsupportedMethods.contains(name) {
      throw NotSupported(construct: "\(typeName(of: object)).\(name)")
    }
    throw attributeError(object, name)
  }

  /// Methods that CPython has and this interpreter doesn't.
  private static let unsupportedMethods: Set<String> = [
    "encode", "format_map", "hex", "fromhex", "to_bytes", "from_bytes", "conjugate",
    "with_traceback", "add_note", "mro",
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
      return try method(machine, receiver, rest)
    }
  }
}

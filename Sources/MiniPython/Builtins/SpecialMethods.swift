/// The special methods of the built-in types, for programs that call them by name.
enum SpecialMethods {
  /// The method, if the object is of a built-in type that has it.
  static func method(_ name: String, of object: Object) -> BuiltinMethod? {
    switch object {
    case .native(let native) where !(native is BytesObject || native is DequeObject): nil
    case .function, .builtin, .method, .type, .exception: nil
    case .iterator where name != "__iter__" && name != "__next__": nil
    default: isPart(name, of: object) ? table[name] : nil
    }
  }

  /// The method of a type object itself, as in `int.__add__`.
  static func method(_ name: String, ofType type: TypeObject) -> BuiltinMethod? {
    let sample: Object
    switch ObjectIdentifier(type) {
    case ObjectIdentifier(TypeObject.int), ObjectIdentifier(TypeObject.bool): sample = .integer(0)
    case ObjectIdentifier(TypeObject.float): sample = .float(0)
    case ObjectIdentifier(TypeObject.str): sample = .string(StringObject([]))
    case ObjectIdentifier(TypeObject.list): sample = .list(ListObject([]))
    case ObjectIdentifier(TypeObject.tuple): sample = .tuple(TupleObject([]))
    case ObjectIdentifier(TypeObject.dict): sample = .dictionary(DictionaryObject())
    case ObjectIdentifier(TypeObject.set): sample = .set(SetObject())
    case ObjectIdentifier(TypeObject.frozenset): sample = .set(SetObject(isFrozen: true))
    case ObjectIdentifier(TypeObject.range):
      sample = .range(RangeObject(start: 0, stop: 0, step: 1))
    case ObjectIdentifier(TypeObject.bytes): sample = .native(BytesObject([]))
    default:
      let isIterator = [
        TypeObject.iterator, .generator, .map, .filter, .zip, .enumerate, .reversed,
      ]
      .contains { $0 === type }
      let ofIterators = isIterator && (name == "__iter__" || name == "__next__")
      return ofIterators || common.contains(String(name.dropFirst(2).dropLast(2)))
        ? table[name] : nil
    }
    return isPart(name, of: sample) ? table[name] : nil
  }

  private static let arithmetic: Set<String> = [
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "divmod",
  ]
  private static let bitwise: Set<String> = ["and", "or", "xor", "lshift", "rshift"]
  private static let conversions: Set<String> = [
    "abs", "bool", "int", "float", "round", "neg", "pos", "floor", "ceil", "trunc",
  ]
  private static let integral: Set<String> = ["index", "invert"]
  private static let common: Set<String> = [
    "repr", "str", "hash", "format", "eq", "ne", "lt", "le", "gt", "ge",
  ]
  private static let sized: Set<String> = ["len", "contains", "iter"]

  /// Whether CPython's type of the object has the method.
  private static func isPart(_ name: String, of object: Object) -> Bool {
    let word = String(name.dropFirst(2).dropLast(2))
    if common.contains(word) { return true }
    func plain(_ names: Set<String>) -> Bool {
      names.contains(word) || word.hasPrefix("r") && names.contains(String(word.dropFirst()))
    }
    func inPlace(_ names: Set<String>) -> Bool {
      word.hasPrefix("i") && names.contains(String(word.dropFirst()))
    }
    switch object {
    case .integer, .bool, .bigInteger:
      return plain(arithmetic) || plain(bitwise) || conversions.contains(word)
        || integral.contains(word)
    case .float: return plain(arithmetic) || conversions.contains(word)
    case .string:
      return sized.contains(word)
        || ["add", "mul", "rmul", "mod", "rmod", "getitem"].contains(word)
    case .list:
      return sized.contains(word) || inPlace(["add", "mul"])
        || ["add", "mul", "rmul", "getitem", "setitem", "delitem", "reversed"].contains(word)
    case .tuple: return sized.contains(word) || ["add", "mul", "rmul", "getitem"].contains(word)
    case .dictionary:
      return sized.contains(word) || plain(["or"]) || word == "ior"
        || ["getitem", "setitem", "delitem", "reversed"].contains(word)
    case .set(let set):
      let operators: Set<String> = ["and", "or", "xor", "sub"]
      return sized.contains(word) || plain(operators) || !set.isFrozen && inPlace(operators)
    case .range: return sized.contains(word) || ["bool", "getitem", "reversed"].contains(word)
    case .view: return sized.contains(word) || word == "reversed"
    case .iterator: return word == "iter" || word == "next"
    case .none: return word == "bool"
    default: return ["len", "contains", "iter", "add", "mul", "rmul", "getitem"].contains(word)
    }
  }

  /// What an operator gives, or `NotImplemented` where the operand is of a wrong type.
  private static func operating(
    _ name: String, _ body: @escaping @Sendable (Machine, Object, Object) throws -> Object
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(1...1, name, machine)
      do {
        return try body(machine, receiver, arguments.values[0])
      } catch let error as PythonException where error.object.type === TypeObject.typeError {
        return .native(machine.keep(NotImplementedObject()))
      }
    }
  }

  private static func comparing(_ name: String, _ operation: ComparisonOperator) -> BuiltinMethod {
    operating(name) { machine, left, right in
      if operation == .equal || operation == .notEqual, !areComparable(left, right) {
        return .native(machine.keep(NotImplementedObject()))
      }
      return .bool(try machine.test(operation, left, right))
    }
  }

  /// Whether `==` between the two is decided by the left one's type.
  private static func areComparable(_ left: Object, _ right: Object) -> Bool {
    switch (left, right) {
    case (.string, .string), (.list, .list), (.tuple, .tuple), (.dictionary, .dictionary),
      (.set, .set), (.none, .none), (.range, .range), (.native, .native):
      true
    case (.integer, _), (.bool, _), (.bigInteger, _): Numbers.bigInteger(right) != nil
    case (.float, .float): true
    case (.float, _): Numbers.bigInteger(right) != nil
    default: false
    }
  }

  /// A method that gives what a built-in function gives.
  private static func calling(_ name: String, _ function: String) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(0...1, name, machine)
      return try machine.call(
        Builtins.table[function]?.object ?? .none,
        Arguments(values: [receiver] + arguments.values))
    }
  }

  private static let binary: [(String, BinaryOperator)] = [
    ("add", .add), ("sub", .subtract), ("mul", .multiply), ("truediv", .divide),
    ("floordiv", .floorDivide), ("mod", .modulo), ("pow", .power), ("and", .bitAnd),
    ("or", .bitOr), ("xor", .bitXor), ("lshift", .leftShift), ("rshift", .rightShift),
  ]

  static let table: [String: BuiltinMethod] = {
    var table: [String: BuiltinMethod] = [
      "__len__": calling("__len__", "len"), "__repr__": calling("__repr__", "repr"),
      "__str__": calling("__str__", "str"), "__hash__": calling("__hash__", "hash"),
      "__abs__": calling("__abs__", "abs"), "__bool__": calling("__bool__", "bool"),
      "__int__": calling("__int__", "int"), "__float__": calling("__float__", "float"),
      "__round__": calling("__round__", "round"), "__format__": calling("__format__", "format"),
      "__iter__": calling("__iter__", "iter"), "__next__": calling("__next__", "next"),
      "__reversed__": calling("__reversed__", "reversed"),
      "__divmod__": calling("__divmod__", "divmod"),
      "__index__": { machine, receiver, _ in try machine.unary(.positive, receiver) },
      "__neg__": { machine, receiver, _ in try machine.unary(.negative, receiver) },
      "__pos__": { machine, receiver, _ in try machine.unary(.positive, receiver) },
      "__invert__": { machine, receiver, _ in try machine.unary(.invert, receiver) },
      "__eq__": comparing("__eq__", .equal), "__ne__": comparing("__ne__", .notEqual),
      "__lt__": comparing("__lt__", .less), "__le__": comparing("__le__", .lessOrEqual),
      "__gt__": comparing("__gt__", .greater), "__ge__": comparing("__ge__", .greaterOrEqual),
      "__contains__": { machine, receiver, arguments in
        try arguments.expect(1...1, "__contains__", machine)
        return .bool(try machine.contains(receiver, arguments.values[0]))
      },
      "__getitem__": { machine, receiver, arguments in
        try arguments.expect(1...1, "__getitem__", machine)
        return try machine.item(receiver, arguments.values[0])
      },
      "__setitem__": { machine, receiver, arguments in
        try arguments.expect(2...2, "__setitem__", machine)
        try machine.setItem(receiver, arguments.values[0], arguments.values[1])
        return .none
      },
      "__delitem__": { machine, receiver, arguments in
        try arguments.expect(1...1, "__delitem__", machine)
        try machine.deleteItem(receiver, arguments.values[0])
        return .none
      },
    ]
    for (name, rounding) in [("__floor__", "floor"), ("__ceil__", "ceil"), ("__trunc__", "trunc")] {
      guard case .function(let function)? = MathModule.members[rounding] else { continue }
      table[name] = { machine, receiver, _ in
        try function.body(machine, Arguments(values: [receiver]))
      }
    }
    for (name, operation) in binary {
      table["__\(name)__"] = operating("__\(name)__") { machine, left, right in
        if case .float = right, Numbers.bigInteger(left) != nil {
          return .native(machine.keep(NotImplementedObject()))
        }
        return try machine.binary(operation, left, right)
      }
      table["__r\(name)__"] = operating("__r\(name)__") { machine, right, left in
        try machine.binary(operation, left, right)
      }
      table["__i\(name)__"] = operating("__i\(name)__") { machine, left, right in
        try machine.inPlace(operation, left, right)
      }
    }
    return table
  }()
}

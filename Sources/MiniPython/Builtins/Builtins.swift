/// A built-in name's value, in a form that can be shared.
enum Builtin: Sendable {
  case function(BuiltinFunction)
  case type(TypeObject)

  var object: Object {
    switch self {
    case .function(let function): .builtin(function)
    case .type(let type): .type(type)
    }
  }
}

/// The built-in names.
enum Builtins {
  static let table: [String: Builtin] = {
    var table: [String: Builtin] = [:]
    let types: [TypeObject] = [
      .object, .type, .int, .bool, .float, .str, .list, .tuple, .dict, .set, .frozenset, .range,
      .enumerate, .zip, .map, .filter, .reversed, .bytes, .property, .staticMethod, .classMethod,
      .superType, .slice,
    ]
    for type in types + TypeObject.exceptions { table[type.name] = .type(type) }
    table["IOError"] = .type(.osError)
    table["EnvironmentError"] = .type(.osError)
    for function in NumberBuiltins.all + IterationBuiltins.all + TextBuiltins.all
      + ObjectBuiltins.all
    {
      table[function.name] = .function(function)
    }
    return table
  }()

  /// Built-in names of CPython that are missing here: effects, reflection and rarer types.
  static let unsupported: Set<String> = [
    "input", "open", "eval", "exec", "compile", "globals", "locals", "dir", "id",
    "bytearray", "memoryview", "complex", "aiter", "anext", "breakpoint", "help", "exit",
    "quit", "ExceptionGroup", "BaseExceptionGroup",
  ]
}

/// Builtins about types and identity.
enum ObjectBuiltins {
  /// The text of an attribute's name.
  private static func name(_ object: Object, _ machine: Machine) throws -> String {
    String(scalars: try machine.scalars(object, "attribute name must be string"))
  }

  /// The attribute, or nil if there is none.
  private static func attribute(
    _ machine: Machine, _ object: Object, _ name: String
  ) throws -> Object? {
    do {
      return try machine.attribute(object, name, MethodEntries.named(name))
    } catch let error as PythonException where error.object.type.isSubtype(of: .attributeError) {
      return nil
    }
  }

  static let all: [BuiltinFunction] = [
    BuiltinFunction("getattr") { machine, arguments in
      try arguments.expect(2...3, "getattr", machine)
      let name = try name(arguments.values[1], machine)
      if arguments.values.count == 3 {
        return try attribute(machine, arguments.values[0], name) ?? arguments.values[2]
      }
      return try machine.attribute(arguments.values[0], name, MethodEntries.named(name))
    },
    BuiltinFunction("hasattr") { machine, arguments in
      try arguments.expect(2...2, "hasattr", machine)
      let name = try name(arguments.values[1], machine)
      return .bool(try attribute(machine, arguments.values[0], name) != nil)
    },
    BuiltinFunction("setattr") { machine, arguments in
      try arguments.expect(3...3, "setattr", machine)
      let name = try name(arguments.values[1], machine)
      try machine.setAttribute(arguments.values[0], name, arguments.values[2])
      return .none
    },
    BuiltinFunction("delattr") { machine, arguments in
      try arguments.expect(2...2, "delattr", machine)
      let name = try name(arguments.values[1], machine)
      try machine.setAttribute(arguments.values[0], name, .unbound)
      return .none
    },
    BuiltinFunction("isinstance") { machine, arguments in
      try arguments.expect(2...2, "isinstance", machine)
      let type = machine.type(of: arguments.values[0])
      return .bool(try isSubtype(type, arguments.values[1], "isinstance", machine))
    },
    BuiltinFunction("issubclass") { machine, arguments in
      try arguments.expect(2...2, "issubclass", machine)
      guard case .type(let type) = arguments.values[0] else {
        // CPython looks at it only when there is a class to compare it with.
        if try isWithoutClasses(arguments.values[1], machine) { return .bool(false) }
        throw machine.typeError("issubclass() arg 1 must be a class")
      }
      return .bool(try isSubtype(type, arguments.values[1], "issubclass", machine))
    },
    BuiltinFunction("vars") { machine, arguments in
      guard arguments.values.count == 1 else { throw NotSupported(construct: "vars()") }
      if let dictionary = try machine.attribute(arguments.values[0], "__dict__") {
        return dictionary
      }
      throw machine.typeError("vars() argument must have __dict__ attribute")
    },
    BuiltinFunction("callable") { machine, arguments in
      try arguments.expect(1...1, "callable", machine)
      switch arguments.values[0] {
      case .function, .builtin, .method, .type: return .bool(true)
      case .native(let native): return .bool(native.isCallable)
      default: return .bool(false)
      }
    },
    BuiltinFunction("hash") { machine, arguments in
      try arguments.expect(1...1, "hash", machine)
      return .integer(try machine.hash(arguments.values[0]))
    },
    BuiltinFunction(
      "len",
      unary: { machine, value in
        guard let count = try machine.length(of: value) else {
          throw machine.typeError("object of type '\(machine.typeName(of: value))' has no len()")
        }
        return .integer(count)
      }),
  ]

  /// Whether a tuple of classes is empty, as are all tuples in it.
  private static func isWithoutClasses(_ classInfo: Object, _ machine: Machine) throws -> Bool {
    guard case .tuple(let tuple) = classInfo else { return false }
    return try machine.nested {
      try tuple.elements.allSatisfy { try isWithoutClasses($0, machine) }
    }
  }

  private static func isSubtype(
    _ type: TypeObject, _ classInfo: Object, _ name: String, _ machine: Machine
  ) throws -> Bool {
    switch classInfo {
    case .type(let other): return other === TypeObject.object || type.isSubtype(of: other)
    case .tuple(let tuple):
      return try machine.nested {
        for element in tuple.elements where try isSubtype(type, element, name, machine) {
          return true
        }
        return false
      }
    case .native(let union as TypeUnion):
      for member in union.members {
        if member.isNone {
          if type === TypeObject.noneType { return true }
        } else if try isSubtype(type, member, name, machine) {
          return true
        }
      }
      return false
    case .native(let native) where native is TypingObject:
      throw NotSupported(construct: "\(name) with a name of typing")
    default:
      throw machine.typeError(
        name == "isinstance"
          ? "isinstance() arg 2 must be a type, a tuple of types, or a union"
          : "issubclass() arg 2 must be a class, a tuple of classes, or a union")
    }
  }
}

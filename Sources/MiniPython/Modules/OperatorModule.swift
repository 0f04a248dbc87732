/// `operator`.
enum OperatorModule {
  static let all: [BuiltinFunction] =
    operations + inPlace + tests + unary + items + getters + [
      concatenation("concat") { try $0.binary(.add, $1, $2) },
      concatenation("iconcat") { try $0.inPlace(.add, $1, $2) },
    ]

  /// An addition of sequences alone.
  private static func concatenation(
    _ name: String, _ add: @escaping @Sendable (Machine, Object, Object) throws -> Object
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...2, name, machine)
      guard machine.isConcatenable(arguments.values[0]) else {
        throw machine.typeError(
          "'\(machine.typeName(of: arguments.values[0]))' object can't be concatenated")
      }
      return try add(machine, arguments.values[0], arguments.values[1])
    }
  }

  private static let operations: [BuiltinFunction] = binary.map { name, operation in
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...2, name, machine)
      return try machine.binary(operation, arguments.values[0], arguments.values[1])
    }
  }

  private static let inPlace: [BuiltinFunction] = binary.map { plain, operation in
    let name = "i" + plain.trimmingSuffix("_")
    return BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...2, name, machine)
      return try machine.inPlace(operation, arguments.values[0], arguments.values[1])
    }
  }

  private static let tests: [BuiltinFunction] = comparisons.map { name, operation in
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...2, name, machine)
      return .bool(try machine.test(operation, arguments.values[0], arguments.values[1]))
    }
  }

  private static let binary: [(String, BinaryOperator)] = [
    ("add", .add), ("sub", .subtract), ("mul", .multiply), ("truediv", .divide),
    ("floordiv", .floorDivide), ("mod", .modulo), ("pow", .power), ("and_", .bitAnd),
    ("or_", .bitOr), ("xor", .bitXor), ("lshift", .leftShift), ("rshift", .rightShift),
    ("matmul", .matrixMultiply),
  ]

  private static let comparisons: [(String, ComparisonOperator)] = [
    ("eq", .equal), ("ne", .notEqual), ("lt", .less), ("le", .lessOrEqual), ("gt", .greater),
    ("ge", .greaterOrEqual), ("is_", .identical), ("is_not", .notIdentical),
  ]

  private static func applying(_ name: String, _ operation: UnaryOperator) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(1...1, name, machine)
      return try machine.unary(operation, arguments.values[0])
    }
  }

  private static let unary: [BuiltinFunction] = [
    applying("neg", .negative), applying("pos", .positive), applying("inv", .invert),
    applying("invert", .invert),
    BuiltinFunction("not_") { machine, arguments in
      try arguments.expect(1...1, "not_", machine)
      return .bool(try !machine.truth(arguments.values[0]))
    },
    BuiltinFunction("truth") { machine, arguments in
      try arguments.expect(1...1, "truth", machine)
      return .bool(try machine.truth(arguments.values[0]))
    },
    BuiltinFunction("index") { machine, arguments in
      try arguments.expect(1...1, "index", machine)
      guard Numbers.bigInteger(arguments.values[0]) != nil else {
        return .integer(try machine.index(arguments.values[0]))
      }
      return try machine.unary(.positive, arguments.values[0])
    },
    BuiltinFunction("abs") { machine, arguments in
      guard case .function(let function)? = Builtins.table["abs"] else { return .none }
      return try function.body(machine, arguments)
    },
  ]

  private static let items: [BuiltinFunction] = [
    BuiltinFunction("contains") { machine, arguments in
      try arguments.expect(2...2, "contains", machine)
      return .bool(try machine.contains(arguments.values[0], arguments.values[1]))
    },
    BuiltinFunction("getitem") { machine, arguments in
      try arguments.expect(2...2, "getitem", machine)
      return try machine.item(arguments.values[0], arguments.values[1])
    },
    BuiltinFunction("setitem") { machine, arguments in
      try arguments.expect(3...3, "setitem", machine)
      try machine.setItem(arguments.values[0], arguments.values[1], arguments.values[2])
      return .none
    },
    BuiltinFunction("delitem") { machine, arguments in
      try arguments.expect(2...2, "delitem", machine)
      try machine.deleteItem(arguments.values[0], arguments.values[1])
      return .none
    },
    BuiltinFunction("countOf") { machine, arguments in
      try arguments.expect(2...2, "countOf", machine)
      let iterator = try machine.iterator(arguments.values[0])
      var count = 0
      while let element = try iterator.next(machine) {
        try machine.step()
        if try machine.isSame(element, arguments.values[1]) { count += 1 }
      }
      return .integer(count)
    },
    BuiltinFunction("indexOf") { machine, arguments in
      try arguments.expect(2...2, "indexOf", machine)
      let iterator = try machine.iterator(arguments.values[0])
      var place = 0
      while let element = try iterator.next(machine) {
        try machine.step()
        if try machine.isSame(element, arguments.values[1]) { return .integer(place) }
        place += 1
      }
      throw machine.valueError("sequence.index(x): x not in sequence")
    },
  ]

  /// A function that applies each of several readers to its one argument.
  private static func getter(
    _ machine: Machine, _ keys: [Object], _ name: String,
    _ read: @escaping (Machine, Object, Object) throws -> Object
  ) throws -> Object {
    try machine.allocate(64)
    return .native(
      machine.keep(
        NativeFunction(name) { machine, arguments in
          try arguments.expect(1...1, name, machine)
          let values = try keys.map { try read(machine, arguments.values[0], $0) }
          return values.count == 1 ? values[0] : try machine.tuple(values)
        }))
  }

  private static let getters: [BuiltinFunction] = [
    BuiltinFunction("itemgetter") { machine, arguments in
      try arguments.expect(1...Int.max, "itemgetter", machine)
      return try getter(machine, arguments.values, "itemgetter") { try $0.item($1, $2) }
    },
    BuiltinFunction("attrgetter") { machine, arguments in
      try arguments.expect(1...Int.max, "attrgetter", machine)
      for value in arguments.values {
        guard case .string = value else {
          throw machine.typeError("attribute name must be a string")
        }
      }
      return try getter(machine, arguments.values, "attrgetter") { machine, object, key in
        guard case .string(let path) = key else { return .none }
        return try String(scalars: path.scalars).split(separator: ".").map(String.init)
          .reduce(object) { try machine.attribute($0, $1, MethodEntries.named($1)) }
      }
    },
    BuiltinFunction("methodcaller") { machine, arguments in
      guard case .string(let name)? = arguments.values.first else {
        throw machine.typeError("method name must be a string")
      }
      let method = String(scalars: name.scalars)
      let rest = Arguments(
        values: Array(arguments.values.dropFirst()), keywords: arguments.keywords)
      try machine.allocate(64)
      return .native(
        machine.keep(
          NativeFunction("methodcaller") { machine, arguments in
            try arguments.expect(1...1, "methodcaller", machine)
            let receiver = arguments.values[0]
            return try machine.call(
              machine.attribute(receiver, method, MethodEntries.named(method)), rest)
          }))
    },
  ]
}

extension Machine {
  /// Whether `operator.concat` takes the object.
  fileprivate func isConcatenable(_ object: Object) -> Bool {
    switch object {
    case .string, .list, .tuple: true
    case .native(let native):
      native is BytesObject || native is DequeObject
        || (native as? InstanceObject)?.instanceClass.lookup("__getitem__") != nil
        || object.plain.isSequence
    default: false
    }
  }

  /// Whether a container's element counts as the one that is looked for.
  func isSame(_ left: Object, _ right: Object) throws -> Bool {
    try left.isIdentical(to: right) || equal(left, right)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

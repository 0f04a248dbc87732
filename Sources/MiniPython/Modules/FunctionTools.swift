/// `functools`.
enum FunctionTools {
  static let partial: BuiltinBody = { machine, arguments in
    guard let function = arguments.values.first else {
      throw machine.typeError("type 'partial' takes at least one argument")
    }
    let values = Array(arguments.values.dropFirst())
    let keywords = arguments.keywords
    return .native(
      machine.keep(
        NativeFunction("partial") { machine, given in
          var all = Arguments(values: values + given.values, keywords: given.keywords)
          for (name, value) in keywords where given.keyword(name) == nil {
            all.keywords.append((name, value))
          }
          return try machine.call(function, all)
        }))
  }

  /// A function that remembers its results, the latest `limit` of them.
  private static func cached(_ machine: Machine, _ function: Object, limit: Int?) throws -> Object {
    .native(machine.keep(try CachedFunction(function, limit: limit, machine)))
  }

  static let all: [BuiltinFunction] = [
    BuiltinFunction("reduce") { machine, arguments in
      try arguments.expect(2...3, "reduce", machine)
      let iterator = try machine.iterator(arguments.values[1])
      var result = arguments.values.count > 2 ? arguments.values[2] : nil
      while let element = try iterator.next(machine) {
        try machine.step()
        result = try result.map { try machine.call(arguments.values[0], $0, element) } ?? element
      }
      guard let result else {
        throw machine.typeError("reduce() of empty iterable with no initial value")
      }
      return result
    },
    BuiltinFunction("cache") { machine, arguments in
      try arguments.expect(1...1, "cache", machine)
      return try cached(machine, arguments.values[0], limit: nil)
    },
    BuiltinFunction("lru_cache") { machine, arguments in
      try arguments.expect(0...2, keywords: ["maxsize", "typed"], "lru_cache", machine)
      if case .function? = arguments.values.first {
        return try cached(machine, arguments.values[0], limit: 128)
      }
      if let typed = arguments.value(1, "typed"), try machine.truth(typed) {
        throw NotSupported(construct: "lru_cache(typed=True)")
      }
      let size = arguments.value(0, "maxsize") ?? .integer(128)
      let limit = size.isNone ? nil : max(0, try machine.size(size))
      return .native(
        machine.keep(
          NativeFunction("lru_cache") { machine, arguments in
            try arguments.expect(1...1, "lru_cache", machine)
            return try cached(machine, arguments.values[0], limit: limit)
          }))
    },
    BuiltinFunction("wraps") { machine, arguments in
      guard let original = arguments.values.first else {
        throw machine.typeError("wraps() missing 1 required positional argument: 'wrapped'")
      }
      return .native(
        machine.keep(
          NativeFunction("wraps") { machine, arguments in
            try arguments.expect(1...1, "wraps", machine)
            guard case .function = arguments.values[0] else { return arguments.values[0] }
            for name in ["__name__", "__qualname__", "__doc__"] {
              guard let value = try machine.attribute(original, name) else { continue }
              try machine.setAttribute(arguments.values[0], name, value)
            }
            try machine.setAttribute(arguments.values[0], "__wrapped__", original)
            return arguments.values[0]
          }))
    },
    BuiltinFunction("cmp_to_key") { machine, arguments in
      try arguments.expect(1...1, "cmp_to_key", machine)
      let function = arguments.values[0]
      return .native(
        machine.keep(
          NativeFunction("cmp_to_key") { machine, arguments in
            try arguments.expect(1...1, "K", machine)
            try machine.allocate(48)
            return .native(machine.keep(ComparisonKey(function, arguments.values[0])))
          }))
    },
    BuiltinFunction("total_ordering") { machine, arguments in
      try arguments.expect(1...1, "total_ordering", machine)
      guard case .type(let type) = arguments.values[0], let made = type.asClass else {
        throw machine.typeError("total_ordering needs a class")
      }
      try order(made, machine)
      return arguments.values[0]
    },
  ]

  /// Adds the comparisons that a class lacks, from the one that it has.
  private static func order(_ type: ClassObject, _ machine: Machine) throws {
    let names = ["__lt__", "__gt__", "__le__", "__ge__"]
    guard let root = names.first(where: { type.lookup($0) != nil }) else {
      throw machine.valueError("must define at least one ordering operation: < > <= >=")
    }
    for name in names where type.lookup(name) == nil {
      let isSameSide = root.dropFirst(2).first == name.dropFirst(2).first
      let isStrict = root.dropFirst(3).first == "t"
      let body: BuiltinBody = { machine, arguments in
        try arguments.expect(2...2, name, machine)
        guard let method = type.lookup(root) else { return .none }
        let (left, right) = (arguments.values[0], arguments.values[1])
        let holds = try machine.truth(
          machine.callBound(method, left, Arguments(values: [right])))
        let wantsStrict = name.dropFirst(3).first == "t"
        // From `<`: `<=` adds equality, `>` is neither, `>=` is the negation; and so on.
        if isSameSide {
          return .bool(
            isStrict
              ? try holds || machine.equal(left, right)
              : try holds && !machine.equal(left, right))
        }
        if isStrict == wantsStrict {
          return .bool(
            isStrict
              ? try !holds && !machine.equal(left, right)
              : try !holds || machine.equal(left, right))
        }
        return .bool(!holds)
      }
      try type.namespace.set(
        name, .builtin(BuiltinFunction(name, isMethod: true, body)), machine)
    }
  }
}

/// What `cmp_to_key` makes of an element.
final class ComparisonKey: NativeObject {
  private var function: Object
  private var value: Object

  init(_ function: Object, _ value: Object) {
    self.function = function
    self.value = value
  }

  private func order(_ other: Object, _ machine: Machine) throws -> Object? {
    guard case .native(let native as ComparisonKey) = other else { return nil }
    return try machine.call(function, value, native.value)
  }

  override func compare(
    _ operation: ComparisonOperator, _ other: Object, _ machine: Machine
  ) throws -> Bool? {
    try order(other, machine).map { try machine.compare(operation, $0, .integer(0)) }
  }

  override func equals(_ other: Object, _ machine: Machine) throws -> Bool? {
    try order(other, machine).map { try machine.equal($0, .integer(0)) }
  }

  override func clear() {
    function = .none
    value = .none
  }
}

/// `dataclasses`.
enum DataClasses {
  static let all: [BuiltinFunction] = [
    BuiltinFunction("dataclass") { machine, arguments in
      try arguments.expect(
        0...1,
        keywords: ["init", "repr", "eq", "order", "frozen", "unsafe_hash", "slots", "kw_only"],
        "dataclass", machine)
      for name in ["slots", "kw_only"] {
        if let value = arguments.keyword(name), try machine.truth(value) {
          throw NotSupported(construct: "dataclass(\(name)=True)")
        }
      }
      func option(_ name: String, _ defaultValue: Bool) throws -> Bool {
        try arguments.keyword(name).map { try machine.truth($0) } ?? defaultValue
      }
      let options = Options(
        initializes: try option("init", true), writes: try option("repr", true),
        equates: try option("eq", true), orders: try option("order", false),
        isFrozen: try option("frozen", false), hashes: try option("unsafe_hash", false))
      if let type = arguments.values.first { return try make(type, options, machine) }
      return .native(
        machine.keep(
          NativeFunction("dataclass") { machine, arguments in
            try arguments.expect(1...1, "dataclass", machine)
            return try make(arguments.values[0], options, machine)
          }))
    },
    BuiltinFunction("field") { machine, arguments in
      for option in ["init", "repr", "hash", "compare", "metadata", "kw_only"]
      where arguments.keyword(option) != nil {
        throw NotSupported(construct: "field(\(option)=...)")
      }
      try arguments.expect(0...0, keywords: ["default", "default_factory"], "field", machine)
      return .native(
        machine.keep(
          FieldObject(
            value: arguments.keyword("default"), factory: arguments.keyword("default_factory"))))
    },
    BuiltinFunction("asdict") { machine, arguments in
      try arguments.expect(1...1, "asdict", machine)
      guard instance(arguments.values[0]) != nil else {
        throw machine.typeError("asdict() should be called on dataclass instances")
      }
      return try plain(arguments.values[0], asTuples: false, machine)
    },
    BuiltinFunction("astuple") { machine, arguments in
      try arguments.expect(1...1, "astuple", machine)
      guard instance(arguments.values[0]) != nil else {
        throw machine.typeError("astuple() should be called on dataclass instances")
      }
      return try plain(arguments.values[0], asTuples: true, machine)
    },
    BuiltinFunction("replace") { machine, arguments in
      guard arguments.values.count == 1, let (native, fields) = instance(arguments.values[0])
      else { throw machine.typeError("replace() should be called on dataclass instances") }
      var given = Arguments(keywords: arguments.keywords)
      for field in fields where arguments.keyword(field) == nil {
        given.keywords.append((field, try native.attribute(field, machine) ?? .none))
      }
      return try machine.instantiate(native.instanceClass, given)
    },
    BuiltinFunction("is_dataclass") { machine, arguments in
      try arguments.expect(1...1, "is_dataclass", machine)
      if case .type(let type) = arguments.values[0] {
        return .bool(type.asClass?.inheritedDataFields != nil)
      }
      return .bool(instance(arguments.values[0]) != nil)
    },
  ]

  /// An instance of a data class, with the names of its fields.
  private static func instance(_ object: Object) -> (InstanceObject, [String])? {
    guard case .native(let native as InstanceObject) = object,
      let fields = native.instanceClass.inheritedDataFields
    else { return nil }
    return (native, fields)
  }

  /// A copy in which data classes are dictionaries or tuples, at every depth.
  private static func plain(
    _ object: Object, asTuples: Bool, _ machine: Machine
  ) throws -> Object {
    try machine.step()
    return try machine.nested {
      func inner(_ part: Object) throws -> Object {
        try plain(part, asTuples: asTuples, machine)
      }
      if let (native, fields) = instance(object) {
        let values = try fields.map { try inner(native.attribute($0, machine) ?? .none) }
        if asTuples { return try machine.tuple(values) }
        let dictionary = try machine.dictionary()
        for (field, value) in zip(fields, values) {
          try dictionary.set(machine.string(field), value, machine)
        }
        return .dictionary(dictionary)
      }
      switch object {
      case .list(let list): return try machine.list(list.elements.map(inner))
      case .tuple(let tuple):
        let elements = try tuple.elements.map(inner)
        guard let named = tuple.namedClass else { return try machine.tuple(elements) }
        return try machine.instantiate(named, Arguments(values: elements))
      case .dictionary(let source):
        var pairs: [Object] = []
        for place in 0..<source.places where source.isLive(place) {
          let (key, value) = (try inner(source.keys[place]), try inner(source.values[place]))
          pairs.append(try machine.tuple([key, value]))
        }
        // Any kind of dictionary is made by calling its type with the pairs.
        let type = machine.type(of: object)
        return try machine.call(.type(type), Arguments(values: [machine.list(pairs)]))
      default: return try CopyModule.deepCopy(of: object, machine)
      }
    }
  }

  private struct Options {
    let initializes: Bool
    let writes: Bool
    let equates: Bool
    let orders: Bool
    let isFrozen: Bool
    let hashes: Bool
  }

  private static func make(
    _ object: Object, _ options: Options, _ machine: Machine
  ) throws -> Object {
    guard case .type(let type) = object, let made = type.asClass else {
      throw machine.typeError("dataclass() needs a class")
    }
    var fields: [String] = []
    for ancestor in made.ancestors.reversed() {
      for field in ancestor.asClass?.fields ?? [] where !fields.contains(field) {
        fields.append(field)
      }
    }
    for field in made.fields where !fields.contains(field) { fields.append(field) }
    try checkDefaults(made, fields, machine)
    let names = fields
    func define(_ name: String, _ body: @escaping BuiltinBody) throws {
      if made.namespace[name] != nil, name != "__hash__" { return }
      try made.namespace.set(
        name, .builtin(BuiltinFunction(name, isMethod: true, body)), machine)
    }
    if options.initializes {
      try define("__init__") { machine, arguments in
        try initialize(made, names, arguments, machine)
        return .none
      }
    }
    if options.writes {
      try define("__repr__") { machine, arguments in
        guard case .native(let native as InstanceObject)? = arguments.values.first else {
          return .none
        }
        if machine.isRepresenting(.native(native)) { return try machine.string("...") }
        return try machine.inside(native) {
          var text = "\(native.instanceClass.path)(".unicodeScalars.map(\.value)
          for (index, name) in names.enumerated() {
            text += ((index > 0 ? ", " : "") + name + "=").unicodeScalars.map(\.value)
            text += try machine.repr(native.attribute(name, machine) ?? .none)
          }
          return try machine.string(text + [UInt32(ascii: ")")])
        }
      }
    }
    if options.equates {
      let isOwn = made.namespace["__eq__"] != nil
      try define("__eq__") { machine, arguments in
        guard let pair = try pair(names, arguments, machine) else {
          return .native(machine.keep(NotImplementedObject()))
        }
        return .bool(try machine.equal(pair.0, pair.1))
      }
      if !isOwn, made.namespace["__hash__"] == nil, !options.isFrozen, !options.hashes {
        try made.namespace.set("__hash__", .none, machine)
      }
    }
    if options.hashes || options.isFrozen && options.equates {
      let own = made.namespace["__hash__"]
      if own == nil || own?.isNone == true {
        let body: BuiltinBody = { machine, arguments in
          guard case .native(let native as InstanceObject)? = arguments.values.first else {
            return .none
          }
          let values = try names.map { try native.attribute($0, machine) ?? .none }
          return .integer(try machine.hash(machine.tuple(values)))
        }
        try made.namespace.set(
          "__hash__", .builtin(BuiltinFunction("__hash__", isMethod: true, body)), machine)
      }
    }
    if options.isFrozen {
      for (name, verb) in [("__setattr__", "assign to"), ("__delattr__", "delete")] {
        try define(name) { machine, arguments in
          let field = try arguments.values.dropFirst().first.map { try machine.text($0) } ?? []
          throw machine.exception(
            .frozenInstanceError, "cannot \(verb) field '\(String(scalars: field))'")
        }
      }
    }
    made.dataFields = fields
    if options.orders {
      for (name, operation) in [
        ("__lt__", ComparisonOperator.less), ("__le__", .lessOrEqual), ("__gt__", .greater),
        ("__ge__", .greaterOrEqual),
      ] {
        try define(name) { machine, arguments in
          guard let pair = try pair(names, arguments, machine) else {
            return .native(machine.keep(NotImplementedObject()))
          }
          return .bool(try machine.compare(operation, pair.0, pair.1))
        }
      }
    }
    if made.namespace["__match_args__"] == nil {
      try made.namespace.set(
        "__match_args__", machine.tuple(names.map { try machine.string($0) }), machine)
    }
    return object
  }

  private static func checkDefaults(
    _ made: ClassObject, _ fields: [String], _ machine: Machine
  ) throws {
    var hasDefault = false
    for field in fields {
      switch made.lookup(field) {
      case .list?, .dictionary?, .set?:
        throw machine.valueError(
          "mutable default for field \(field) is not allowed: use default_factory")
      case .native(let native as FieldObject)? where native.value == nil && native.factory == nil:
        break
      case nil: break
      default:
        hasDefault = true
        continue
      }
      if hasDefault {
        throw machine.typeError("non-default argument '\(field)' follows default argument")
      }
    }
  }

  private static func initialize(
    _ made: ClassObject, _ names: [String], _ arguments: Arguments, _ machine: Machine
  ) throws {
    guard case .native(let native as InstanceObject)? = arguments.values.first else { return }
    let given = Array(arguments.values.dropFirst())
    guard given.count <= names.count else {
      throw machine.typeError(
        "\(made.path).__init__() takes \(names.count + 1) positional arguments but "
          + "\(given.count + 1) were given")
    }
    for keyword in arguments.keywords where !names.contains(keyword.name) {
      throw machine.typeError(
        "\(made.path).__init__() got an unexpected keyword argument '\(keyword.name)'")
    }
    var missing: [String] = []
    for (index, name) in names.enumerated() {
      if index < given.count {
        if arguments.keyword(name) != nil {
          throw machine.typeError(
            "\(made.path).__init__() got multiple values for argument '\(name)'")
        }
        try native.attributes.set(name, given[index], machine)
        continue
      }
      if let value = arguments.keyword(name) {
        try native.attributes.set(name, value, machine)
        continue
      }
      switch made.lookup(name) {
      case .native(let field as FieldObject)?:
        if let factory = field.factory {
          try native.attributes.set(name, machine.call(factory, Arguments()), machine)
        } else if let value = field.value {
          try native.attributes.set(name, value, machine)
        } else {
          missing.append("'\(name)'")
        }
      case let value?: try native.attributes.set(name, value, machine)
      case nil: missing.append("'\(name)'")
      }
    }
    guard missing.isEmpty else {
      let list =
        missing.count == 1
        ? missing[0]
        : missing.dropLast().joined(separator: ", ") + (missing.count > 2 ? "," : "") + " and "
          + missing[missing.count - 1]
      throw machine.typeError(
        "\(made.path).__init__() missing \(missing.count) required positional "
          + "argument\(missing.count == 1 ? "" : "s"): \(list)")
    }
    _ = try native.special("__post_init__", machine)
  }

  /// The fields of two instances of one class as tuples.
  private static func pair(
    _ names: [String], _ arguments: Arguments, _ machine: Machine
  ) throws -> (Object, Object)? {
    guard arguments.values.count == 2,
      case .native(let left as InstanceObject) = arguments.values[0],
      case .native(let right as InstanceObject) = arguments.values[1],
      left.instanceClass === right.instanceClass
    else { return nil }
    func fields(_ instance: InstanceObject) throws -> Object {
      try machine.tuple(names.map { try instance.attribute($0, machine) ?? .none })
    }
    return (try fields(left), try fields(right))
  }
}

/// What `field()` gives.
final class FieldObject: NativeObject {
  private(set) var value: Object?
  private(set) var factory: Object?

  init(value: Object?, factory: Object?) {
    self.value = value
    self.factory = factory
  }

  override func clear() {
    value = nil
    factory = nil
  }
}

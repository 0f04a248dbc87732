/// What a dictionary is beyond a `dict`.
enum DictionaryFlavor {
  case counter
  case ordered
  /// `defaultdict` with its factory.
  case defaults(Object)

  var type: TypeObject {
    switch self {
    case .counter: .counter
    case .ordered: .orderedDict
    case .defaults: .defaultDict
    }
  }

  var isCounter: Bool {
    if case .counter = self { true } else { false }
  }
}

extension TypeObject {
  static let counter = TypeObject("Counter", base: dict) { machine, arguments in
    let counter = try machine.dictionary()
    counter.flavor = .counter
    try Collections.count(counter, arguments, sign: 1, machine)
    return .dictionary(counter)
  }
  static let orderedDict = TypeObject("OrderedDict", base: dict) { machine, arguments in
    let made = try dict.construct(machine, arguments)
    if case .dictionary(let dictionary) = made { dictionary.flavor = .ordered }
    return made
  }
  static let defaultDict = TypeObject("defaultdict", base: dict) { machine, arguments in
    var rest = arguments
    let factory = rest.values.isEmpty ? Object.none : rest.values.removeFirst()
    switch factory {
    case .none, .function, .builtin, .type, .method, .native: break
    default: throw machine.typeError("first argument must be callable or None")
    }
    let made = try dict.construct(machine, rest)
    if case .dictionary(let dictionary) = made { dictionary.flavor = .defaults(factory) }
    return made
  }
  static let deque = TypeObject("deque") { machine, arguments in
    try arguments.expect(0...2, keywords: ["iterable", "maxlen"], "deque", machine)
    let limit = try arguments.value(1, "maxlen").flatMap {
      $0.isNone ? nil : try machine.size($0)
    }
    if let limit, limit < 0 { throw machine.valueError("maxlen must be non-negative") }
    let deque = machine.keep(DequeObject([], limit: limit))
    if let source = arguments.value(0, "iterable") { try deque.extend(source, machine) }
    return .native(deque)
  }
}

/// `collections`.
enum Collections {
  /// Adds counts: of the elements of an iterable, or those that a mapping or keywords give.
  static func count(
    _ counter: DictionaryObject, _ arguments: Arguments, sign: Int, _ machine: Machine
  ) throws {
    try Arguments(values: arguments.values).expect(0...1, "Counter", machine)
    func add(_ key: Object, _ amount: Object) throws {
      let old = try counter.value(for: key, machine) ?? .integer(0)
      let operation: BinaryOperator = sign > 0 ? .add : .subtract
      try counter.set(key, machine.binary(operation, old, amount), machine)
    }
    if case .dictionary(let source)? = arguments.values.first {
      try machine.work(source.places)
      // A counter without entries takes over the values, which may be no numbers.
      let isNew = counter.count == 0 && sign > 0
      for place in 0..<source.places where source.isLive(place) {
        if isNew {
          try counter.set(source.keys[place], source.values[place], machine)
        } else {
          try add(source.keys[place], source.values[place])
        }
      }
    } else if let source = arguments.values.first, !source.isNone {
      let iterator = try machine.iterator(source)
      while let element = try iterator.next(machine) {
        try machine.step()
        try add(element, .integer(1))
      }
    }
    let isNew = counter.count == 0 && sign > 0
    for (name, value) in arguments.keywords {
      if isNew {
        try counter.set(machine.string(name), value, machine)
      } else {
        try add(machine.string(name), value)
      }
    }
  }

  /// Entries from the most to the least common, equal ones in order of insertion.
  static func mostCommon(
    _ counter: DictionaryObject, _ machine: Machine
  ) throws -> [(key: Object, value: Object)] {
    let places = (0..<counter.places).filter(counter.isLive)
    let values = places.map { counter.values[$0] }
    let keys = places.map { counter.keys[$0] }
    let arguments = Arguments(keywords: [
      ("reverse", .bool(true)),
      (
        "key",
        .native(
          machine.keep(
            NativeFunction("count") { machine, arguments in
              values[try machine.index(arguments.values[0])]
            }))
      ),
    ])
    return try machine.sorted(values.indices.map { .integer($0) }, arguments).map {
      let index = try machine.index($0)
      return (keys[index], values[index])
    }
  }

  /// `+`, `-`, `&`, `|` of two counters, which keep positive counts only.
  static func combine(
    _ operation: BinaryOperator, _ left: DictionaryObject, _ right: DictionaryObject,
    _ machine: Machine
  ) throws -> Object? {
    let result = try machine.dictionary()
    result.flavor = .counter
    func put(_ key: Object, _ value: Object) throws {
      if try machine.compare(.greater, value, .integer(0)) { try result.set(key, value, machine) }
    }
    func combined(_ first: Object, _ second: Object) throws -> Object? {
      switch operation {
      case .add, .subtract: return try machine.binary(operation, first, second)
      case .bitAnd: return try machine.compare(.less, first, second) ? first : second
      case .bitOr: return try machine.compare(.less, first, second) ? second : first
      default: return nil
      }
    }
    try machine.work(left.places + right.places)
    for place in 0..<left.places where left.isLive(place) {
      let key = left.keys[place]
      let other = try right.value(for: key, machine) ?? .integer(0)
      guard let value = try combined(left.values[place], other) else { return nil }
      try put(key, value)
    }
    if operation == .bitAnd { return .dictionary(result) }
    for place in 0..<right.places where right.isLive(place) {
      let key = right.keys[place]
      if try left.value(for: key, machine) != nil { continue }
      guard let value = try combined(.integer(0), right.values[place]) else { return nil }
      try put(key, value)
    }
    return .dictionary(result)
  }

  /// `+counter` and `-counter`, which keep positive counts only.
  static func signed(
    _ operation: UnaryOperator, _ counter: DictionaryObject, _ machine: Machine
  ) throws -> Object? {
    guard operation == .positive || operation == .negative else { return nil }
    let empty = try machine.dictionary()
    return operation == .positive
      ? try combine(.add, counter, empty, machine)
      : try combine(.subtract, empty, counter, machine)
  }

  /// Multiset comparison: each count against the other's, missing ones as zero.
  static func compare(
    _ operation: ComparisonOperator, _ left: DictionaryObject, _ right: DictionaryObject,
    _ machine: Machine
  ) throws -> Bool {
    let includes: ComparisonOperator =
      operation == .less || operation == .lessOrEqual ? .lessOrEqual : .greaterOrEqual
    try machine.work(left.places + right.places)
    var isEqual = true
    func check(_ first: Object, _ second: Object) throws -> Bool {
      if try !machine.equal(first, second) { isEqual = false }
      return try machine.compare(includes, first, second)
    }
    for place in 0..<left.places where left.isLive(place) {
      let other = try right.value(for: left.keys[place], machine) ?? .integer(0)
      if try !check(left.values[place], other) { return false }
    }
    for place in 0..<right.places where right.isLive(place) {
      if try left.value(for: right.keys[place], machine) != nil { continue }
      if try !check(.integer(0), right.values[place]) { return false }
    }
    return operation == includes || !isEqual
  }

  static let all: [BuiltinFunction] = [
    BuiltinFunction("namedtuple") { machine, arguments in
      try arguments.expect(2...2, keywords: ["defaults"], "namedtuple", machine)
      let name = String(
        scalars: try machine.scalars(arguments.values[0], "Type names must be strings"))
      var fields: [String]
      if case .string(let text) = arguments.values[1] {
        fields = String(scalars: text.scalars).split { $0 == "," || $0.isWhitespace }
          .map(String.init)
      } else {
        fields = try machine.elements(of: arguments.values[1]).map {
          String(scalars: try machine.scalars($0, "field names must be strings"))
        }
      }
      for (index, field) in fields.enumerated() {
        guard field.unicodeScalars.first?.value.isIdentifierStart ?? false, field.first != "_",
          field.unicodeScalars.allSatisfy({ $0.value.isIdentifierPart }),
          Keyword.table[field] == nil
        else {
          throw machine.valueError(
            "Type names and field names must be valid identifiers: '\(field)'")
        }
        if fields[..<index].contains(field) {
          throw machine.valueError("Encountered duplicate field name: '\(field)'")
        }
      }
      let defaults = try arguments.keyword("defaults").map { try machine.elements(of: $0) } ?? []
      return .type(try tupleClass(name, fields, defaults, machine))
    }
  ]

  /// The class of `class P(NamedTuple)`: the annotated names are the fields.
  static func tupleClass(
    _ name: String, path: String, body: [(name: String, value: Object)], fields: [String],
    _ machine: Machine
  ) throws -> ClassObject {
    var defaults: [Object] = []
    for field in fields {
      if let value = body.first(where: { $0.name == field })?.value {
        defaults.append(value)
      } else if !defaults.isEmpty {
        throw machine.typeError(
          "non-default namedtuple field \(field) cannot follow default field")
      }
    }
    let made = try tupleClass(name, fields, defaults, machine)
    made.path = path
    for (name, value) in body where !fields.contains(name) {
      try made.namespace.set(name, value, machine)
    }
    return made
  }

  static func tupleClass(
    _ name: String, _ fields: [String], _ defaults: [Object], _ machine: Machine
  ) throws -> ClassObject {
    try machine.allocate(256)
    let namespace = machine.keep(AttributeTable())
    let made = ClassObject(name, bases: [.tuple], ancestors: [.tuple], namespace: namespace)
    made.tupleFields = fields
    let firstDefault = fields.count - defaults.count
    try namespace.set(
      "__new__",
      .native(
        machine.keep(
          NativeFunction("__new__") { machine, arguments in
            let given = arguments.values.dropFirst()
            guard given.count <= fields.count else {
              throw machine.typeError(
                "\(name).__new__() takes \(fields.count + 1) positional arguments but "
                  + "\(given.count + 1) were given")
            }
            var values: [Object?] = given.map { $0 }
            values += [Object?](repeating: nil, count: fields.count - given.count)
            for (keyword, value) in arguments.keywords {
              guard let index = fields.firstIndex(of: keyword) else {
                throw machine.typeError(
                  "\(name).__new__() got an unexpected keyword argument '\(keyword)'")
              }
              guard values[index] == nil else {
                throw machine.typeError(
                  "\(name).__new__() got multiple values for argument '\(keyword)'")
              }
              values[index] = value
            }
            var missing: [String] = []
            for index in fields.indices where values[index] == nil {
              if index >= firstDefault {
                values[index] = defaults[index - firstDefault]
              } else {
                missing.append("'\(fields[index])'")
              }
            }
            guard missing.isEmpty else {
              let list =
                missing.count == 1
                ? missing[0]
                : missing.dropLast().joined(separator: ", ") + (missing.count > 2 ? "," : "")
                  + " and " + missing[missing.count - 1]
              throw machine.typeError(
                "\(name).__new__() missing \(missing.count) required positional "
                  + "argument\(missing.count == 1 ? "" : "s"): \(list)")
            }
            try machine.allocate(40 + 16 * fields.count)
            return .tuple(
              machine.keep(TupleObject(values.compactMap { $0 }, namedClass: made)))
          })), machine)
    try namespace.set(
      "_fields", machine.tuple(fields.map { try machine.string($0) }), machine)
    let named = try machine.dictionary()
    for (field, value) in zip(fields.suffix(defaults.count), defaults) {
      try named.set(machine.string(field), value, machine)
    }
    try namespace.set("_field_defaults", .dictionary(named), machine)
    try namespace.set(
      "_make",
      .native(
        machine.keep(
          NativeFunction("_make") { machine, arguments in
            try arguments.expect(1...1, "_make", machine)
            return try machine.instantiate(
              made, Arguments(values: machine.elements(of: arguments.values[0])))
          })), machine)
    return made
  }

  /// An attribute of a named tuple.
  static func attribute(
    of tuple: TupleObject, _ type: ClassObject, _ name: String, _ machine: Machine
  ) throws -> Object? {
    let fields = type.tupleFields ?? []
    if let index = fields.firstIndex(of: name) { return tuple.elements[index] }
    switch name {
    case "_asdict":
      return .native(
        machine.keep(
          NativeFunction(name) { machine, _ in
            let dictionary = try machine.dictionary()
            for (field, value) in zip(fields, tuple.elements) {
              try dictionary.set(machine.string(field), value, machine)
            }
            return .dictionary(dictionary)
          }))
    case "_replace":
      return .native(
        machine.keep(
          NativeFunction(name) { machine, arguments in
            var values = tuple.elements
            for (keyword, value) in arguments.keywords {
              guard let index = fields.firstIndex(of: keyword) else {
                throw machine.valueError("Got unexpected field names: ['\(keyword)']")
              }
              values[index] = value
            }
            return .tuple(machine.keep(TupleObject(values, namedClass: type)))
          }))
    default:
      guard let found = type.lookup(name) else { return nil }
      if case .native(let native) = found, let property = native as? PropertyObject {
        return try machine.call(property.getter, .tuple(tuple))
      }
      return try machine.bind(found, .tuple(tuple), type)
    }
  }
}

extension Machine {
  /// What `d[key]` gives for a key that isn't there.
  func missing(_ key: Object, in dictionary: DictionaryObject) throws -> Object {
    switch dictionary.flavor {
    case .counter?: return .integer(0)
    case .defaults(let factory)? where !factory.isNone:
      let value = try call(factory, Arguments())
      try dictionary.set(key, value, self)
      return value
    default: throw keyError(key)
    }
  }
}

/// `enum`: classes whose names are their only instances.
enum EnumerationClass {
  static let names: Set<String> = ["Enum", "IntEnum", "StrEnum"]

  static let members: [String: ModuleMember] = [
    "Enum": .typing("Enum"), "IntEnum": .typing("IntEnum"), "StrEnum": .typing("StrEnum"),
    "auto": .function(
      BuiltinFunction("auto") { machine, arguments in
        try arguments.expect(0...0, "auto", machine)
        return .native(machine.keep(AutomaticValue()))
      }),
    "unique": .function(
      BuiltinFunction("unique") { machine, arguments in
        try arguments.expect(1...1, "unique", machine)
        return arguments.values[0]
      }),
  ]

  /// What `auto()` gives, until its class is made.
  private final class AutomaticValue: NativeObject {}

  /// Makes the class of a `class C(Enum)` statement.
  static func make(
    _ name: String, path: String, kind: String, body: [(name: String, value: Object)],
    _ machine: Machine
  ) throws -> ClassObject {
    let namespace = machine.keep(AttributeTable())
    let bases: [TypeObject] = kind == "IntEnum" ? [.int] : kind == "StrEnum" ? [.str] : []
    let made = ClassObject(name, bases: bases, ancestors: bases, namespace: namespace)
    made.path = path
    made.enumeration = machine.keep(EnumerationTable())
    var last: Object = .integer(0)
    var definitions: [(name: String, value: Object)] = []
    for (name, value) in body {
      if name.hasPrefix("__") && name.hasSuffix("__") || name.hasPrefix("_\(made.name)__")
        || isDescriptor(value)
      {
        try namespace.set(name, value, machine)
      } else {
        definitions.append((name, value))
      }
    }
    for (name, value) in definitions {
      var value = value
      if case .native(let native) = value, native is AutomaticValue {
        value =
          kind == "StrEnum"
          ? try machine.string(name.lowercased()) : try machine.binary(.add, last, .integer(1))
      }
      last = value
      try add(name, value, to: made, kind, machine)
    }
    return made
  }

  private static func isDescriptor(_ value: Object) -> Bool {
    switch value {
    case .function: true
    case .native(let native): native is PropertyObject || native is MethodWrapper
    default: false
    }
  }

  private static func add(
    _ name: String, _ value: Object, to type: ClassObject, _ kind: String, _ machine: Machine
  ) throws {
    guard let table = type.enumeration else { return }
    try machine.allocate(160)
    try machine.work(table.members.count)
    for known in table.members {
      guard let other = known.attributes["_value_"] else { continue }
      if try machine.equal(other, value) {
        // An equal value makes another name for the same member.
        return try type.namespace.set(name, .native(known), machine)
      }
    }
    var payload: Object?
    if kind == "IntEnum" {
      guard Numbers.bigInteger(value) != nil else {
        throw machine.typeError("an IntEnum's values must be integers")
      }
      payload = value
    } else if kind == "StrEnum" {
      guard case .string = value else {
        throw machine.typeError("\(try machine.repr(value).asText) is not a string")
      }
      payload = value
    }
    let member = machine.keep(
      InstanceObject(type, machine.keep(AttributeTable()), payload: payload))
    if let initialize = type.lookup("__init__") {
      var arguments = [value]
      if case .tuple(let tuple) = value { arguments = tuple.elements }
      _ = try machine.callBound(initialize, .native(member), Arguments(values: arguments))
    }
    for key in ["_value_", "value"] { try member.attributes.set(key, value, machine) }
    for key in ["_name_", "name"] {
      try member.attributes.set(key, machine.string(name), machine)
    }
    table.members.append(member)
    try type.namespace.set(name, .native(member), machine)
  }

  /// `Class(value)`: the member of that value.
  static func member(
    of type: ClassObject, _ arguments: Arguments, _ machine: Machine
  ) throws -> Object {
    try arguments.expect(1...1, type.name, machine)
    let wanted = arguments.values[0]
    if type.enumeration?.isRegexFlags == true, let value = Numbers.word(wanted.plain), value >= 0 {
      return try RegexFlags.flag(value, machine)
    }
    for member in type.enumeration?.members ?? [] {
      try machine.step()
      if wanted.isIdentical(to: .native(member)) { return wanted }
      if let value = member.attributes["_value_"], try machine.equal(value, wanted) {
        return .native(member)
      }
    }
    if let method = type.lookup("_missing_") {
      let found = try machine.call(machine.bind(method, .type(type), type), wanted)
      if !found.isNone { return found }
    }
    throw machine.valueError("\(try machine.repr(wanted).asText) is not a valid \(type.path)")
  }

  /// `Class['NAME']`.
  static func member(of type: ClassObject, named key: Object, _ machine: Machine) throws -> Object {
    _ = try machine.hash(key)
    guard case .string(let text) = key, let found = type.namespace[String(scalars: text.scalars)],
      case .native(let native) = found, native is InstanceObject
    else { throw machine.keyError(key) }
    return found
  }

  /// The repr of a member, or its text for `str`.
  static func text(
    of member: InstanceObject, isRepr: Bool, _ machine: Machine
  ) throws -> [UInt32]? {
    guard member.instanceClass.enumeration != nil,
      case .string(let name)? = member.attributes["_name_"],
      let value = member.attributes["_value_"]
    else { return nil }
    let full = (member.instanceClass.name + ".").unicodeScalars.map(\.value) + name.scalars
    if !isRepr { return try member.payload.map { try machine.text($0) } ?? full }
    return try "<".asScalars + full + ": ".asScalars + machine.repr(value) + ">".asScalars
  }
}

/// The members of an enumeration, in order of definition.
final class EnumerationTable: Container {
  var members: [InstanceObject] = []
  /// Whether these are the flags of `re`, which combine.
  var isRegexFlags = false

  override func clear() { members = [] }
}

extension ClassObject {
  /// How messages name an enumeration.
  var enumerationText: String {
    enumeration?.isRegexFlags == true ? "<flag '\(name)'>" : "<enum '\(name)'>"
  }
}

extension [UInt32] {
  /// The code points as text.
  var asText: String { String(scalars: self) }
}

extension String {
  /// The text's code points.
  var asScalars: [UInt32] { unicodeScalars.map(\.value) }
}

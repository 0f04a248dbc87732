/// The flags of `re`: integers that are written by name, and stay so under `|`, `&`, `^` and `~`.
enum RegexFlags {
  /// The bits, in the order in which CPython writes them.
  private static let bits: [(name: String, alias: String?, value: Int)] = [
    ("ASCII", "A", 256), ("LOCALE", "L", 4), ("UNICODE", "U", 32), ("IGNORECASE", "I", 2),
    ("MULTILINE", "M", 8), ("DOTALL", "S", 16), ("VERBOSE", "X", 64), ("TEMPLATE", "T", 1),
    ("DEBUG", nil, 128),
  ]

  /// What `re` holds of them.
  static let members: [String: ModuleMember] = Dictionary(
    uniqueKeysWithValues: [("NOFLAG", ModuleMember.regexFlag(0))]
      + bits.flatMap { bit in
        [bit.name, bit.alias].compactMap { $0 }.map { ($0, ModuleMember.regexFlag(bit.value)) }
      })

  /// The flag, or combination of flags, of a value.
  static func flag(_ value: Int, _ machine: Machine) throws -> Object {
    let type = try machine.regexFlags ?? make(machine)
    for member in type.enumeration?.members ?? [] {
      if let known = member.payload.flatMap(Numbers.word), known == value {
        return .native(member)
      }
    }
    return .native(try instance(of: type, value, machine))
  }

  private static func make(_ machine: Machine) throws -> ClassObject {
    try machine.allocate(1024)
    let namespace = machine.keep(AttributeTable())
    let type = ClassObject("RegexFlag", bases: [.int], ancestors: [.int], namespace: namespace)
    let table = machine.keep(EnumerationTable())
    table.isRegexFlags = true
    type.enumeration = table
    for method in methods { try namespace.set(method.name, .builtin(method), machine) }
    try namespace.set("NOFLAG", .native(instance(of: type, 0, machine)), machine)
    for bit in bits {
      let member = try instance(of: type, bit.value, machine)
      table.members.append(member)
      for name in [bit.name, bit.alias].compactMap({ $0 }) {
        try namespace.set(name, .native(member), machine)
      }
    }
    machine.regexFlags = type
    return type
  }

  private static func instance(
    of type: ClassObject, _ value: Int, _ machine: Machine
  ) throws -> InstanceObject {
    try machine.allocate(160)
    let made = machine.keep(
      InstanceObject(type, machine.keep(AttributeTable()), payload: .integer(value)))
    let names = names(of: value)
    let name = try names.isEmpty ? Object.none : machine.string(names.joined(separator: "|"))
    for key in ["_value_", "value"] { try made.attributes.set(key, .integer(value), machine) }
    for key in ["_name_", "name"] { try made.attributes.set(key, name, machine) }
    return made
  }

  /// The names of a value's bits; those without one are a number at the end.
  private static func names(of value: Int) -> [String] {
    if value == 0 { return ["NOFLAG"] }
    let named = bits.filter { value & $0.value != 0 }
    let rest = named.reduce(value) { $0 & ~$1.value }
    if named.isEmpty { return [] }
    return named.map(\.name) + (rest == 0 ? [] : ["0x" + String(rest, radix: 16)])
  }

  /// How `repr` writes a value, as in `re.IGNORECASE|re.DOTALL`.
  static func text(of value: Int) -> String {
    let names = names(of: value)
    if names.isEmpty { return "re.RegexFlag(\(value))" }
    return names.map { $0.hasPrefix("0x") ? $0 : "re." + $0 }.joined(separator: "|")
  }

  private static let methods: [BuiltinFunction] =
    ["__or__", "__ror__"].map { combining($0, |) }
    + ["__and__", "__rand__"].map { combining($0, &) }
    + ["__xor__", "__rxor__"].map { combining($0, ^) }
    + [
      BuiltinFunction("__invert__", isMethod: true) { machine, arguments in
        try arguments.expect(1...1, "__invert__", machine)
        let value = try machine.index(arguments.values[0])
        // The complement within the bits that there are.
        let width = max(9, Int.bitWidth - value.leadingZeroBitCount)
        return try flag(((1 << min(width, 62)) - 1) & ~value, machine)
      },
      BuiltinFunction("__repr__", isMethod: true) { machine, arguments in
        try arguments.expect(1...1, "__repr__", machine)
        return try machine.string(text(of: machine.index(arguments.values[0])))
      },
    ]

  private static func combining(
    _ name: String, _ combine: @escaping @Sendable (Int, Int) -> Int
  ) -> BuiltinFunction {
    BuiltinFunction(name, isMethod: true) { machine, arguments in
      try arguments.expect(2...2, name, machine)
      guard let value = Numbers.word(arguments.values[0].plain),
        let other = Numbers.word(arguments.values[1].plain), other >= 0
      else { return .native(machine.keep(NotImplementedObject())) }
      return try flag(combine(value, other), machine)
    }
  }
}

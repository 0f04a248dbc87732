/// `re`.
enum RegexModule {
  static let members: [String: ModuleMember] = Modules.functions(functions).merging([
    "Pattern": .type(.pattern), "Match": .type(.match), "error": .type(.regexError),
  ]) { $1 }.merging(RegexFlags.members) { $1 }

  static func pattern(
    _ object: Object, flags: Object?, _ machine: Machine
  ) throws -> PatternObject {
    if case .native(let native as PatternObject) = object { return native }
    if BytesObject.bytes(of: object) != nil {
      throw NotSupported(construct: "regular expression on bytes")
    }
    let text = try machine.scalars(object, "first argument must be string or compiled pattern")
    let flags = try flags.map { try machine.index($0) } ?? 0
    if flags & ~(2 | 8 | 16 | 32 | 64) != 0 {
      throw NotSupported(construct: "regular expression flag")
    }
    if let known = machine.patterns[text], known.flags == flags { return known }
    try machine.work(text.count * 8)
    do {
      let program = try RegexParser.compile(text, flags: flags)
      try machine.reserve(program.instructions.count, bytesEach: 48)
      let made = machine.keep(PatternObject(program, source: text, flags: flags))
      machine.patterns[text] = made
      return made
    } catch let error as RegexError {
      throw machine.exception(.regexError, error.message)
    }
  }

  /// A module function that is a method of the pattern given first.
  private static func function(
    _ name: String, argumentCount: Int, keywords: [String]
  ) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(
        2...(argumentCount + 2), keywords: keywords + ["flags"], name, machine)
      var values = arguments.values
      let first = values.removeFirst()
      var flags = arguments.keyword("flags")
      if values.count > argumentCount { flags = values.removeLast() }
      let pattern = try pattern(first, flags: flags, machine)
      let rest = Arguments(
        values: values, keywords: arguments.keywords.filter { $0.name != "flags" })
      guard let method = try pattern.attribute(name, machine) else { return .none }
      return try machine.call(method, rest)
    }
  }

  private static let functions: [BuiltinFunction] = [
    function("match", argumentCount: 1, keywords: []),
    function("fullmatch", argumentCount: 1, keywords: []),
    function("search", argumentCount: 1, keywords: []),
    function("findall", argumentCount: 1, keywords: []),
    function("finditer", argumentCount: 1, keywords: []),
    function("split", argumentCount: 2, keywords: ["maxsplit"]),
    function("sub", argumentCount: 3, keywords: ["count"]),
    function("subn", argumentCount: 3, keywords: ["count"]),
    BuiltinFunction("compile") { machine, arguments in
      try arguments.expect(1...2, keywords: ["flags"], "compile", machine)
      return .native(
        try pattern(arguments.values[0], flags: arguments.value(1, "flags"), machine))
    },
    BuiltinFunction("escape") { machine, arguments in
      try arguments.expect(1...1, "escape", machine)
      let text = try machine.scalars(arguments.values[0], "escape() argument must be str")
      let special = "()[]{}?*+-|^$\\.&~# \t\n\r\u{0B}\u{0C}".unicodeScalars.map(\.value)
      return try machine.string(
        text.flatMap { special.contains($0) ? [UInt32(ascii: "\\"), $0] : [$0] })
    },
  ]
}

/// What a module holds under a name, in a form that can be shared.
enum ModuleMember: Sendable {
  case function(BuiltinFunction)
  case type(TypeObject)
  case float(Double)
  case integer(Int)
  case text(String)
  case typing(String)
  case regexFlag(Int)

  func object(_ machine: Machine) throws -> Object {
    switch self {
    case .function(let function): .builtin(function)
    case .type(let type): .type(type)
    case .float(let value): .float(value)
    case .integer(let value): .integer(value)
    case .text(let text): try machine.string(text)
    case .typing(let name): .native(machine.keep(TypingObject(name)))
    case .regexFlag(let value): try RegexFlags.flag(value, machine)
    }
  }
}

/// The pure modules that a program may import.
enum Modules {
  static let table: [String: [String: ModuleMember]] = [
    "math": MathModule.members,
    "itertools": functions(IteratorTools.all).merging(["chain": .type(.chain)]) { $1 },
    "functools": functions(FunctionTools.all).merging(["partial": .type(.partial)]) { $1 },
    "collections": functions(Collections.all).merging([
      "Counter": .type(.counter), "defaultdict": .type(.defaultDict),
      "OrderedDict": .type(.orderedDict), "deque": .type(.deque),
    ]) { $1 },
    "operator": functions(OperatorModule.all), "heapq": functions(HeapQueue.all),
    "bisect": functions(Bisection.all), "copy": functions(CopyModule.all),
    "string": strings,
    "re": RegexModule.members,
    "dataclasses": functions(DataClasses.all).merging([
      "FrozenInstanceError": .type(.frozenInstanceError)
    ]) { $1 },
    "abc": AbstractMethods.members, "enum": EnumerationClass.members,
    "typing": Dictionary(uniqueKeysWithValues: typingNames.map { ($0, .typing($0)) }),
    "collections.abc": Dictionary(
      uniqueKeysWithValues: ["Callable", "Iterable", "Iterator", "Mapping", "Sequence"].map {
        ($0, .typing($0))
      }),
  ]

  static func functions(_ all: [BuiltinFunction]) -> [String: ModuleMember] {
    Dictionary(uniqueKeysWithValues: all.map { ($0.name, .function($0)) })
  }

  private static let typingNames = [
    "Any", "Callable", "Deque", "Dict", "FrozenSet", "Generator", "Iterable", "Iterator", "List",
    "Mapping", "NamedTuple", "NoReturn", "Optional", "Sequence", "Set", "Tuple", "Type", "Union",
    "Literal", "Final", "ClassVar", "DefaultDict", "Counter", "OrderedDict", "Hashable", "Sized",
  ]

  private static let strings: [String: ModuleMember] = {
    let lower = "abcdefghijklmnopqrstuvwxyz"
    let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let digits = "0123456789"
    let punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    let space = " \t\n\r\u{0B}\u{0C}"
    return [
      "ascii_lowercase": .text(lower), "ascii_uppercase": .text(upper),
      "ascii_letters": .text(lower + upper), "digits": .text(digits),
      "hexdigits": .text(digits + "abcdefABCDEF"), "octdigits": .text("01234567"),
      "punctuation": .text(punctuation), "whitespace": .text(space),
      "printable": .text(digits + lower + upper + punctuation + space),
      "capwords": .function(
        BuiltinFunction("capwords") { machine, arguments in
          try arguments.expect(1...2, keywords: ["sep"], "capwords", machine)
          let separator = arguments.value(1, "sep").flatMap { $0.isNone ? nil : $0 }
          func call(_ receiver: Object, _ name: String, _ values: Object...) throws -> Object {
            let method = try machine.attribute(receiver, name, MethodEntries.named(name))
            return try machine.call(method, Arguments(values: values))
          }
          let parts =
            try separator.map { try call(arguments.values[0], "split", $0) }
            ?? call(arguments.values[0], "split")
          let words = try machine.elements(of: parts).map { word in
            _ = try machine.scalars(word, "capitalize() requires a 'str' object")
            return try call(word, "capitalize")
          }
          return try call(
            separator ?? machine.string(" "), "join", machine.list(words))
        }),
    ]
  }()
}

/// An imported module.
final class ModuleObject: NativeObject {
  let name: String
  private let members: [String: ModuleMember]

  init(_ name: String, _ members: [String: ModuleMember]) {
    self.name = name
    self.members = members
  }

  override var type: TypeObject { .module }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    if let member = members[name] { return try member.object(machine) }
    if Modules.table[self.name + "." + name] != nil {
      return try machine.module(self.name + "." + name)
    }
    throw NotSupported(construct: "\(self.name).\(name)")
  }
}

/// A name of `typing`, which only annotations use.
final class TypingObject: NativeObject {
  let name: String

  init(_ name: String) { self.name = name }

  override var type: TypeObject { .alias }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? { .native(self) }
}

extension Machine {
  /// The module of a name.
  func module(_ name: String) throws -> Object {
    guard let members = Modules.table[name] else {
      throw NotSupported(construct: "import of \(name)")
    }
    try allocate(64)
    return .native(keep(ModuleObject(name, members)))
  }
}

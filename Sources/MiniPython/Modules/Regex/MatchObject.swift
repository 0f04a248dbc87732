/// A match.
final class MatchObject: NativeObject {
  private let pattern: PatternObject
  private let string: Object
  private let text: [UInt32]
  private let bounds: [Int]

  init(_ pattern: PatternObject, string: Object, text: [UInt32], bounds: [Int]) {
    self.pattern = pattern
    self.string = string
    self.text = text
    self.bounds = bounds
  }

  override var type: TypeObject { .match }

  private func group(_ object: Object, _ machine: Machine) throws -> Int {
    if case .string(let name) = object {
      let wanted = String(scalars: name.scalars)
      if let named = pattern.program.names.first(where: { $0.name == wanted }) {
        return named.group
      }
    } else if let word = Numbers.word(object), word >= 0, word <= pattern.program.groupCount {
      return word
    }
    throw machine.indexError("no such group")
  }

  private func value(_ group: Int, _ machine: Machine) throws -> Object? {
    let (start, end) = (bounds[2 * group], bounds[2 * group + 1])
    guard start >= 0, end >= start else { return nil }
    return try machine.string(Array(text[start..<end]))
  }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? {
    try value(group(index, machine), machine) ?? Object.none
  }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    let part = StringText.repr(Array(text[bounds[0]..<bounds[1]]))
    let head = "<re.Match object; span=(\(bounds[0]), \(bounds[1])), match="
    return (head + part.unicodeScalars.prefix(50).map { String($0) }.joined() + ">")
      .unicodeScalars.map(\.value)
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    switch name {
    case "string": return string
    case "re": return .native(pattern)
    case "pos": return .integer(0)
    case "endpos": return .integer(text.count)
    case "lastindex":
      let last = (0..<pattern.program.groupCount).filter { bounds[2 * $0 + 3] >= 0 }
        .max { bounds[2 * $0 + 3] < bounds[2 * $1 + 3] }
      return last.map { .integer($0 + 1) } ?? Object.none
    case "lastgroup":
      guard case .integer(let last)? = try attribute("lastindex", machine),
        let found = pattern.program.names.first(where: { $0.1 == last })
      else { return Object.none }
      return try machine.string(found.0)
    default: break
    }
    guard let method = Self.methods[name] else { return nil }
    return .native(machine.keep(NativeFunction(name) { try method(self, $0, $1) }))
  }

  private typealias Method = @Sendable (MatchObject, Machine, Arguments) throws -> Object

  private static let methods: [String: Method] = [
    "group": { match, machine, arguments in
      func part(_ object: Object) throws -> Object {
        try match.value(match.group(object, machine), machine) ?? .none
      }
      switch arguments.values.count {
      case 0: return try part(.integer(0))
      case 1: return try part(arguments.values[0])
      default: return try machine.tuple(arguments.values.map { try part($0) })
      }
    },
    "groups": { match, machine, arguments in
      try arguments.expect(0...1, keywords: ["default"], "groups", machine)
      let other = arguments.value(0, "default") ?? .none
      return try machine.tuple(
        (0..<match.pattern.program.groupCount).map {
          try match.value($0 + 1, machine) ?? other
        })
    },
    "groupdict": { match, machine, arguments in
      try arguments.expect(0...1, keywords: ["default"], "groupdict", machine)
      let other = arguments.value(0, "default") ?? .none
      let dictionary = try machine.dictionary()
      for (name, group) in match.pattern.program.names {
        try dictionary.set(
          machine.string(name), match.value(group, machine) ?? other, machine)
      }
      return .dictionary(dictionary)
    },
    "start": { .integer(try $0.bound($1, $2, 0)) },
    "end": { .integer(try $0.bound($1, $2, 1)) },
    "span": { match, machine, arguments in
      try machine.tuple([
        .integer(match.bound(machine, arguments, 0)),
        .integer(match.bound(machine, arguments, 1)),
      ])
    },
    "expand": { _, _, _ in throw NotSupported(construct: "Match.expand") },
  ]

  private func bound(_ machine: Machine, _ arguments: Arguments, _ side: Int) throws -> Int {
    try arguments.expect(0...1, "start", machine)
    return bounds[2 * (try group(arguments.values.first ?? .integer(0), machine)) + side]
  }
}
